"""llguidance as an oracle: answers, line by line, what its mask is, and how far and how on bytes would lead.

Standard input has one JSON object a line, with one key; each is answered at once on standard output.

  {"compile": SCHEMA}       {"error": null or why not}
  {"restart": true}         {"error": null}
  {"mask": true}            the mask's 32-bit words, little-endian, with no line around them
  {"accept": TOKEN}         {"error": null or why not}
  {"validate": [[TOKEN...]...]}  {"counts": of each, how many could follow, one after the other}
  {"check": [TOKEN...]}     {"accepted": whether they make a whole text, from the start; stays where it is}
  {"finish": [TOKEN...], "open": IN_STRING, "seed": N}  {"tokens": a way to the end by way of these, or null}

Where a text is forced llguidance would allow its canonical tokens alone; that is switched off here.
"""

import json
import random
import sys

from engines import Llguidance, Refused, Vocabulary

LONGEST = 6_000


class Oracle:
    """One schema at a time."""

    def __init__(self, folder):
        self.vocabulary = Vocabulary(folder)
        self.engine = Llguidance(self.vocabulary)
        self.fresh = None

    def compile(self, request):
        """Compiles with nothing forced."""
        grammar = '%llguidance {"no_forcing": true}\nstart: %json ' + request["compile"]
        try:
            self.engine.compile_lark(grammar)
        except Refused as refusal:
            return {"error": str(refusal)[:300]}
        self.fresh = self.engine.matcher.deep_copy()
        return {"error": None}

    def restart(self, _):
        """Back to the start."""
        self.engine.restart()
        return self.state()

    def accept(self, request):
        """Goes on by a token."""
        self.engine.accept(request["accept"])
        return self.state()

    def validate(self, request):
        """How many tokens of each list could follow."""
        return {"counts": [self.engine.validate(tokens) for tokens in request["validate"]]}

    def check(self, request):
        """Whether tokens make a whole text."""
        other = self.fresh.deep_copy()
        return {"accepted": other.consume_tokens(request["check"]) and other.is_accepting()}

    def state(self):
        """Whether it still works."""
        return {"error": self.engine.failure()[:300] or None}

    def finish(self, request):
        """Goes on byte by byte, closing what can be closed, and comes back."""
        tokens = list(request["finish"])
        for token in tokens:
            if not self.engine.accept(token):
                raise ValueError("was told not to be possible before")
        chosen = self.way(request["open"], random.Random(request["seed"]) if request["seed"] else None)
        self.engine.undo(len(tokens) + (0 if chosen is None else len(chosen)))
        return {"tokens": None if chosen is None else tokens + chosen, "error": self.engine.failure()[:300] or None}

    def way(self, in_string, dice):
        """Single bytes up to where the text may end."""
        escaped = False
        chosen = []
        while len(chosen) < LONGEST:
            self.engine.mask()
            if any(self.allows(end) for end in self.vocabulary.ends):
                return chosen
            order = b'"abcde0123456789-ABCDETZ:./@ ' if in_string else b'}]0"123456789,:-tfn{[eE.+'
            allowed = [b for b in order if self.allows(self.vocabulary.of_byte[b])]
            if not allowed:
                allowed = [b for b in range(256) if self.allows(self.vocabulary.of_byte[b])]
            if not allowed:
                break
            byte = dice.choice(allowed) if dice and dice.random() < 0.5 else allowed[0]
            chosen.append(self.vocabulary.of_byte[byte])
            if in_string and byte == ord("\\") and not escaped:
                escaped = True
            else:
                if byte == ord('"') and not escaped:
                    in_string = not in_string
                escaped = False
            if not self.engine.accept(chosen[-1]):
                break
        self.engine.undo(len(chosen))
        return None

    def allows(self, token):
        """Whether the last mask has the token."""
        return self.engine.words[token >> 5] >> (token & 31) & 1


def main():
    """Reads, answers, writes."""
    oracle = Oracle(sys.argv[1])
    out = sys.stdout.buffer
    for line in sys.stdin:
        request = json.loads(line)
        if "mask" in request:
            oracle.engine.mask()
            out.write(bytes(oracle.engine.words))
        else:
            answer = getattr(oracle, next(iter(request)))(request)
            out.write(json.dumps(answer).encode() + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
