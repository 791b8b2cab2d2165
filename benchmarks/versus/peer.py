"""Measures another engine on what `tenon maskbench --export` wrote, in the same way as Tenon measures itself.

A case is compiled from the text of its schema, and each of its instances is walked: of each token the mask is made, its bit is
looked at, and the token is accepted; at the end the mask must have the bit of an end token. Both clocks are read, the one of the
thread outside of the other, and what that reading takes is left out of its times. The lines that come out have the form of `tenon maskbench --out`.

The engine runs in a process of its own, because a compilation in C++ cannot be stopped from within: when a case takes too long
(or the engine dies), that process is ended, the case is reported so, and another process goes on with the next.
"""

import argparse
import json
import multiprocessing
import os
from time import perf_counter_ns, thread_time_ns

from engines import ENGINES, Refused, Vocabulary


def micros(nanos):
    """To a tenth of a microsecond."""
    return [round(n / 100) / 10 for n in nanos]


def reading():
    """How long two readings of the thread's clock with nothing but two of the other between them are apart: the median of some thousand."""
    apart = []
    for _ in range(30_003):
        start = thread_time_ns()
        perf_counter_ns()
        perf_counter_ns()
        apart.append(thread_time_ns() - start)
    return sorted(apart[20_002:])[5_000]


def walk(engine, tokens, ends, nanos, cpu):
    """Whether the masks let the tokens pass, and the text end there."""
    words = engine.words
    for token in tokens:
        cpu_start = thread_time_ns()
        start = perf_counter_ns()
        engine.mask()
        allowed = words[token >> 5] >> (token & 31) & 1
        if allowed:
            engine.accept(token)
        nanos.append(perf_counter_ns() - start)
        cpu.append(max(0, thread_time_ns() - cpu_start - READING))
        if not allowed:
            return False
    cpu_start = thread_time_ns()
    start = perf_counter_ns()
    engine.mask()
    nanos.append(perf_counter_ns() - start)
    cpu.append(max(0, thread_time_ns() - cpu_start - READING))
    return any(words[end >> 5] >> (end & 31) & 1 for end in ends)


READING = reading()


def run(engine, ends, case):
    """The line for a case."""
    error = None
    nanos, cpu, counts, wrong = [], [], [], []
    cpu_start = thread_time_ns()
    start = perf_counter_ns()
    try:
        engine.compile(case["schema"])
    except Refused as refusal:
        error = {"kind": "Refused", "message": str(refusal)[:300]}
    compiled = perf_counter_ns() - start
    compiled_cpu = thread_time_ns() - cpu_start
    if error is None:
        for i, test in enumerate(case["tests"]):
            engine.restart()
            before = len(nanos)
            try:
                accepted = test["tokens"] is not None and walk(engine, test["tokens"], ends, nanos, cpu)
                failure = engine.failure()
            except RuntimeError as thrown:
                failure = str(thrown)
            counts.append(len(nanos) - before)
            if failure:
                error = {"kind": "Failed", "message": failure[:300]}
                break
            if accepted != test["valid"]:
                wrong.append({"i": i, "valid": test["valid"]})
    return {
        "id": case["id"],
        "compile_us": round(compiled / 1000),
        "compile_cpu_us": round(compiled_cpu / 1000),
        "error": error,
        "masks_us": micros(nanos),
        "masks_cpu_us": micros(cpu),
        "counts": counts,
        "wrong": wrong,
    }


def work(name, folder, first, pipe):
    """One engine's process: says when it is ready, then sends the line of each case from the given one on."""
    vocabulary = Vocabulary(folder)
    engine = ENGINES[name](vocabulary)
    pipe.send("ready")
    with open(os.path.join(folder, "cases.jsonl"), encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number >= first:
                pipe.send(run(engine, vocabulary.ends, json.loads(line)))


def given_up(case, patience, reason):
    """The line of a case that did not come to an end."""
    error = {"kind": "Timeout", "message": reason}
    line = {"id": case, "compile_us": patience * 1_000_000, "compile_cpu_us": 0, "error": error}
    return line | {"masks_us": [], "masks_cpu_us": [], "counts": [], "wrong": []}


def lines_of_process(name, folder, ids, first, patience):
    """Lines of the cases from the given one on, until one of them, the last, is given up on."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=work, args=(name, folder, first, there), daemon=True)
    worker.start()
    there.close()
    try:
        try:
            here.recv()
        except EOFError:
            raise SystemExit(f"{name}: its process failed before the first case") from None
        for case in ids[first:]:
            try:
                if not here.poll(patience):
                    yield given_up(case, patience, f"given up after {patience} s")
                    return
                yield here.recv()
            except EOFError:
                worker.join()
                if worker.exitcode >= 0:
                    raise SystemExit(f"{name}: its process failed at {case}") from None
                yield given_up(case, patience, "the engine's process died")
                return
    finally:
        worker.kill()
        worker.join()


def lines_of_all(name, folder, patience):
    """A line for each case, in their order."""
    with open(os.path.join(folder, "cases.jsonl"), encoding="utf-8") as lines:
        ids = [json.loads(line)["id"] for line in lines]
    done = 0
    while done < len(ids):
        for line in lines_of_process(name, folder, ids, done, patience):
            done += 1
            yield line


def main():
    """Reads the arguments and writes the lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("engine", choices=sorted(ENGINES))
    parser.add_argument("folder", help="what tenon maskbench --export wrote")
    parser.add_argument("out", help="where to write a line of JSON for each case")
    parser.add_argument("--patience", type=int, default=20, help="seconds for a case (%(default)s)")
    arguments = parser.parse_args()
    with open(arguments.out, "w", encoding="utf-8") as out:
        for line in lines_of_all(arguments.engine, arguments.folder, arguments.patience):
            out.write(json.dumps(line) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
