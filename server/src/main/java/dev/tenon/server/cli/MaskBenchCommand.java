package dev.tenon.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.server.maskbench.CompileBench;
import dev.tenon.server.maskbench.MaskBench;
import dev.tenon.server.maskbench.MaskBenchCase;
import dev.tenon.server.maskbench.MaskBenchError;
import dev.tenon.server.maskbench.MaskBenchExport;
import dev.tenon.server.maskbench.MaskBenchResult;
import dev.tenon.server.maskbench.MaskBenchSummary;
import dev.tenon.server.maskbench.MaskBenchSummary.Verbosity;
import dev.tenon.server.maskbench.PatientRunner;
import dev.tenon.server.rehearsal.IdleCompilers;
import dev.tenon.server.rehearsal.MaskRehearsal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the compiler and the masks on a corpus of schemas, as MaskBench does. */
@Command(
        name = "maskbench",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        header = "Measure compiler and masks on a corpus of schemas with instances, as MaskBench does.",
        description = {
            "The text of an instance is what Python's json.dumps(data, ensure_ascii=False) writes, in the tokens that"
                + " the vocabulary's own tokenizer makes of it. Each token's bit must be set in the mask before it,"
                + " and at the end that of an end token. A schema passes when it compiles and every instance gets the"
                + " right verdict.",
            "Times: from the schema's text to a grammar over the vocabulary; and mask plus acceptance, token by token."
        },
        footer = {
            "%nEach line of --data is {\"id\": ..., \"schema\": ..., \"tests\": [{\"valid\": ..., \"data\": ...}]}.",
            "Each line of --out is {\"id\", \"compile_us\", \"compile_cpu_us\", \"error\", \"masks_us\","
                + " \"masks_cpu_us\", \"counts\", \"wrong\"}: by the clock, and as the thread's time on a processor;"
                + " counts says how many of the masks belong to each instance.",
            "%nExample:",
            "  tenon maskbench --vocab llama3.gguf --data maskbench.jsonl.gz --stride 10 --out results.jsonl"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class MaskBenchCommand implements Callable<Integer> {
    private static final int NOTED_EVERY = 500;
    private static final double NANOS_PER_MICRO = 1e3;

    private final Console console;

    @Option(
            names = "--vocab",
            required = true,
            paramLabel = "GGUF",
            description = "The vocabulary; no weights needed. A tokenizer.json does, too, but its texts are cut"
                    + " greedily.")
    private Path vocabulary;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "The corpus, one case a line, packed by gzip or not.")
    private Path data;

    @Option(
            names = "--stride",
            defaultValue = "1",
            paramLabel = "N",
            description = "Every N-th case only (${DEFAULT-VALUE}).")
    private int stride;

    @Option(
            names = "--offset",
            defaultValue = "0",
            paramLabel = "K",
            description = "From the K-th case on, counted from 0 (${DEFAULT-VALUE}); less than --stride.")
    private int offset;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write a line of JSON for each case.")
    private @Nullable Path results;

    @Option(
            names = "--export",
            paramLabel = "FOLDER",
            description = "Measure nothing: write the vocabulary's bytes and the cases with their token ids, for other"
                    + " engines to be measured on.")
    private @Nullable Path export;

    @Option(
            names = "--warmup",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Compile the first N cases beforehand and do not count them (${DEFAULT-VALUE}): the times of a"
                            + " server that runs, not of one that starts.")
    private int warmup;

    @Option(
            names = "--rehearse",
            defaultValue = "20",
            paramLabel = "SECONDS",
            description =
                    "Make masks of schemas of its own beforehand, as a server does before it listens, and wait for the"
                        + " JVM's compilers, for at most so long (${DEFAULT-VALUE}); 0 for none. What is found there"
                        + " is not kept.")
    private int rehearsal;

    @Option(
            names = "--give-up-after",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "Report a case that takes longer as timed out, and go on (${DEFAULT-VALUE}).")
    private int patience;

    @Option(
            names = "--compile-only",
            arity = "0..1",
            fallbackValue = "3",
            paramLabel = "ROUNDS",
            description = "Measure compiling alone, in processor time: every second case is compiled ROUNDS times"
                    + " (${FALLBACK-VALUE}) and not counted, then each of the others once.")
    private @Nullable Integer compileRounds;

    @Option(
            names = {"-v", "--verbose"},
            description = "Name the cases with wrong verdicts, and the slowest.")
    private boolean verbose;

    MaskBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (stride < 1
                || offset < 0
                || offset >= stride
                || warmup < 0
                || patience < 1
                || rehearsal < 0
                || (compileRounds != null && compileRounds < 0)) {
            throw CommandFailure.misuse("--stride and --give-up-after are at least 1, --offset is below --stride,"
                    + " --warmup, --rehearse and --compile-only at least 0");
        }
        try (VocabularyFile loaded = VocabularyFile.load(vocabulary)) {
            measure(loaded);
        }
        return ExitCode.DONE.code();
    }

    private void measure(VocabularyFile loaded) {
        MaskBench bench = new MaskBench(loaded.vocabulary(), loaded.tokenizer());
        List<MaskBenchCase> cases = new ArrayList<>();
        try {
            MaskBenchCase.read(data, stride, offset, cases::add);
        } catch (NoSuchFileException e) {
            throw CommandFailure.misuse(data + ": there is no such file");
        } catch (IOException e) {
            throw CommandFailure.misuse(data + ": " + e.getMessage());
        }
        if (export != null) {
            export(export, loaded, cases, bench);
            return;
        }
        if (compileRounds != null) {
            compileOnly(loaded, cases, compileRounds);
            return;
        }
        int rehearsed = rehearse(loaded.vocabulary());
        MaskBenchSummary summary = new MaskBenchSummary();
        try (PatientRunner runner = new PatientRunner(patience);
                Writer out = results == null ? Writer.nullWriter() : Files.newBufferedWriter(results)) {
            for (MaskBenchCase test : cases.subList(0, Math.min(warmup, cases.size()))) {
                runner.run(() -> bench.warmUp(test));
            }
            for (int i = 0; i < cases.size(); i++) {
                MaskBenchCase test = cases.get(i);
                MaskBenchResult result = runner.call(() -> bench.run(test)).orElseGet(() -> givenUp(test));
                summary.add(result);
                out.write(line(result).toString());
                out.write('\n');
                if ((i + 1) % NOTED_EVERY == 0) {
                    console.note((i + 1) + " of " + cases.size());
                }
            }
        } catch (IOException e) {
            throw CommandFailure.misuse(results + ": cannot be written (" + e.getMessage() + ")");
        }
        PrintWriter out = console.out();
        describe(out, loaded);
        out.println("rehearsal         " + rehearsed + " schemas of Tenon's own");
        summary.print(out, verbose ? Verbosity.DETAILED : Verbosity.BRIEF);
        out.flush();
    }

    /** As a server does before it listens, when it has as much time. */
    private int rehearse(Vocabulary served) {
        long end = System.nanoTime() + Duration.ofSeconds(rehearsal).toNanos();
        MaskRehearsal masks = new MaskRehearsal(served);
        int rehearsed = 0;
        for (int pass = 0; pass < MaskRehearsal.PASSES; pass++) {
            rehearsed += masks.pass(pass, Duration.ofNanos(end - System.nanoTime()));
        }
        IdleCompilers.await(Duration.ofNanos(end - System.nanoTime()));
        return rehearsed;
    }

    private void export(Path folder, VocabularyFile loaded, List<MaskBenchCase> cases, MaskBench bench) {
        try {
            MaskBenchExport into = new MaskBenchExport(folder);
            into.write(loaded.vocabulary(), vocabulary);
            into.write(cases, bench);
        } catch (IOException e) {
            throw CommandFailure.misuse(folder + ": cannot be written (" + e.getMessage() + ")");
        }
    }

    private void compileOnly(VocabularyFile loaded, List<MaskBenchCase> cases, int rounds) {
        CompileBench bench = new CompileBench(loaded.vocabulary());
        bench.run(cases, rounds);
        PrintWriter out = console.out();
        describe(out, loaded);
        bench.print(out);
        out.flush();
    }

    private MaskBenchResult givenUp(MaskBenchCase test) {
        console.note(test.id() + ": given up on after " + patience + " s");
        return MaskBenchResult.givenUp(test.id(), patience);
    }

    private void describe(PrintWriter out, VocabularyFile loaded) {
        SchemaOptions options = MaskBench.OPTIONS;
        out.println("machine           " + Machine.describe() + ", Java " + Runtime.version());
        out.println("vocabulary        " + vocabulary.getFileName() + ", "
                + loaded.vocabulary().size() + " tokens; texts are tokenised " + loaded.description());
        out.println("cases             every " + stride + ". from " + offset + "; " + warmup + " compiled beforehand");
        out.println(String.format(
                        "options           key order %s, numbers %s, strings %s, formats %s, objects %s, white space"
                                + " %s, unsupported keywords %s",
                        options.keyOrder(),
                        options.numbers(),
                        options.strings(),
                        options.formats(),
                        options.objects(),
                        options.whitespace(),
                        options.unsupported())
                .toLowerCase(Locale.ROOT));
    }

    private static ObjectNode line(MaskBenchResult result) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("id", result.id());
        line.put("compile_us", Math.round(result.compileNanos() / NANOS_PER_MICRO));
        line.put("compile_cpu_us", Math.round(result.compileCpuNanos() / NANOS_PER_MICRO));
        MaskBenchError error = result.error();
        if (error == null) {
            line.putNull("error");
        } else {
            line.putObject("error")
                    .put("kind", error.kind())
                    .put("pointer", error.pointer())
                    .put("keyword", error.keyword())
                    .put("message", error.message());
        }
        micros(result.masks().nanos(), line.putArray("masks_us"));
        micros(result.masks().cpuNanos(), line.putArray("masks_cpu_us"));
        ArrayNode counts = line.putArray("counts");
        for (int count : result.masks().counts()) {
            counts.add(count);
        }
        ArrayNode wrong = line.putArray("wrong");
        result.wrong().forEach(w -> wrong.addObject().put("i", w.index()).put("valid", w.valid()));
        return line;
    }

    private static void micros(long[] nanos, ArrayNode into) {
        for (long duration : nanos) {
            into.add(Math.round(duration / 100.0) / 10.0);
        }
    }
}
