"""llguidance and XGrammar behind one small interface, over a vocabulary that `tenon maskbench --export` wrote.

An engine compiles the text of a schema and walks token ids. `mask` fills `words`, an array of 32-bit words, bit `id & 31` of
word `id >> 5`; nothing else is between the clock and the engine but Python's call.
"""

import ctypes
import hashlib
import json
import os

from llama import LlamaTokenizer


class Refused(Exception):
    """The engine says that it cannot do it."""


class Vocabulary:
    """What each token id stands for: a letter (T text, C control, E end, U unused) and its bytes."""

    def __init__(self, folder):
        with open(os.path.join(folder, "vocabulary.json"), encoding="utf-8") as file:
            data = json.load(file)
        self.gguf = data["file"]
        self.fingerprint = data["fingerprint"]
        self.kinds = data["kinds"]
        self.tokens = [bytes.fromhex(token) for token in data["tokens"]]
        self.ends = [i for i, kind in enumerate(self.kinds) if kind == "E"]
        self.of_byte = {token[0]: i for i, token in enumerate(self.tokens) if len(token) == 1 and self.kinds[i] == "T"}
        self.check(self.tokens)

    def __len__(self):
        return len(self.tokens)

    def check(self, tokens):
        """Fails unless these are the vocabulary's tokens: as many, with the same bytes."""
        digest = hashlib.sha256()
        for kind, token in zip(self.kinds, tokens, strict=True):
            digest.update(kind.encode() + len(token).to_bytes(2, "big") + token)
        if digest.hexdigest() != self.fingerprint:
            raise ValueError("not the vocabulary that was exported")


class Llguidance:
    """LLMatcher, with its own defaults: white space is free, keys come in the schema's order, an unknown keyword is refused."""

    name = "llguidance"

    def __init__(self, vocabulary):
        from llguidance import LLMatcher, LLTokenizer

        self.matcher_type = LLMatcher
        llama = LlamaTokenizer(vocabulary.gguf, len(vocabulary))
        self.tokenizer = LLTokenizer.from_llamacpp(
            # The byte FF, which no UTF-8 has, marks special tokens.
            tokens=[token if kind == "T" else b"\xff" + token for token, kind in zip(vocabulary.tokens, vocabulary.kinds)],
            vocab_ptr=llama.vocabulary,
            tokenize_fptr=llama.tokenize,
            eos_token=vocabulary.ends,
            slices=None,
        )
        if self.tokenizer.vocab_size != len(vocabulary):
            raise ValueError("llguidance has another number of tokens")
        # The mark is dropped on the way out, and so is the byte itself.
        decoded = (self.tokenizer.decode_bytes([i]) for i in range(len(vocabulary)))
        vocabulary.check([b"\xff" if token == b"\xff" else theirs for token, theirs in zip(vocabulary.tokens, decoded)])
        count = (len(vocabulary) + 31) // 32
        self.words = (ctypes.c_uint32 * count)()
        self.size = ctypes.sizeof(self.words)
        self.address = ctypes.addressof(self.words)
        self.matcher = None

    def compile(self, schema):
        """From the text of a schema to a matcher at its start."""
        try:
            grammar = self.matcher_type.grammar_from_json_schema(schema)
        except ValueError as error:
            raise Refused(str(error)) from error
        self.start(grammar)

    def compile_lark(self, lark):
        """The same from a grammar in llguidance's own form of Lark."""
        self.start(self.matcher_type.grammar_from_lark(lark))

    def start(self, grammar):
        """A matcher at the start of a grammar."""
        self.matcher = self.matcher_type(self.tokenizer, grammar, log_level=0)
        if self.matcher.is_error():
            raise Refused(self.matcher.get_error())

    def restart(self):
        """Back to the start of the text, with all that was learned on the way."""
        self.matcher.reset()

    def mask(self):
        """Fills `words`; all 0 where it has failed."""
        self.matcher.unsafe_compute_mask_ptr(self.address, self.size)

    def accept(self, token):
        """Goes on by a token that the mask allows."""
        return self.matcher.consume_token(token)

    def validate(self, tokens):
        """How many of the tokens could come next, one after the other; stays where it is."""
        return self.matcher.validate_tokens(tokens)

    def undo(self, count):
        """Takes back so many tokens."""
        self.matcher.rollback(count)

    def failure(self):
        """Why it gave up under way, or nothing."""
        return self.matcher.get_error() if self.matcher.is_error() else ""


class Xgrammar:
    """GrammarMatcher, with any white space and no keywords beyond the schema's."""

    name = "xgrammar"

    def __init__(self, vocabulary):
        import numpy
        import xgrammar

        self.xgrammar = xgrammar
        # To XGrammar a token without bytes is a special one.
        tokens = [token if vocabulary.kinds[i] in "TE" else b"" for i, token in enumerate(vocabulary.tokens)]
        info = xgrammar.TokenizerInfo(tokens, xgrammar.VocabType.RAW, stop_token_ids=vocabulary.ends)
        if info.vocab_size != len(vocabulary) or sorted(info.stop_token_ids) != vocabulary.ends:
            raise ValueError("XGrammar has another number of tokens, or other ends")
        decoded = info.decoded_vocab
        vocabulary.check(
            [token if vocabulary.kinds[i] in "CU" else decoded[i] for i, token in enumerate(vocabulary.tokens)]
        )
        self.compiler = xgrammar.GrammarCompiler(info, max_threads=1, cache_limit_bytes=4 << 30)
        self.bits = numpy.full((1, (len(vocabulary) + 31) // 32), -1, dtype=numpy.int32)
        self.words = (ctypes.c_uint32 * self.bits.size).from_buffer(self.bits)
        self.grammar = None
        self.matcher = None

    def compile(self, schema):
        """From the text of a schema to a matcher at its start."""
        try:
            self.grammar = self.compiler.compile_json_schema(schema, any_whitespace=True, strict_mode=False)
        except Exception as error:  # It has several, and RuntimeError for most.
            raise Refused(str(error)) from error
        self.restart()

    def restart(self):
        """Back to the start of the text."""
        self.matcher = self.xgrammar.GrammarMatcher(self.grammar)

    def mask(self):
        """Fills `words`."""
        if not self.matcher.fill_next_token_bitmask(self.bits):
            self.bits.fill(-1)

    def accept(self, token):
        """Goes on by a token that the mask allows."""
        return self.matcher.accept_token(token)

    def failure(self):
        """It tells of nothing under way."""
        return ""


ENGINES = {engine.name: engine for engine in (Llguidance, Xgrammar)}
