package dev.tenon.sampler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.SpecialTokens;
import dev.tenon.sampler.engine.Tokenizer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The tokens of text that the grammar leaves no choice about, spelled as the model's own tokenizer spells it.
 *
 * <p>Forced bytes are not forced tokens. After <code>&#123;"name":"</code> the model's usual next token may be one that spans the
 * quote and the letter after it, and a token that ends at the quote would be one that it never saw there. So the end of
 * the forced text is held back for sampling: from the first token boundary on, from which some token of the vocabulary
 * reaches past the forced text in a way that the grammar permits. Where the text ends with the forced bytes, nothing is
 * held back.
 *
 * <p>Tokenising starts at the current position, not over the token before it: that one is in the text already, and its
 * events may be published.
 */
final class ForcedTokens {
    /** Bytes looked ahead at once; longer forced text comes in several parts. */
    private static final int MAX_BYTES = 4_096;

    private static final int[] NONE = {};

    private final Vocabulary vocabulary;
    private final Tokenizer tokenizer;

    ForcedTokens(Vocabulary vocabulary, Tokenizer tokenizer) {
        this.vocabulary = vocabulary;
        this.tokenizer = tokenizer;
    }

    /**
     * The tokens that may be appended without asking the model; none where there is a choice. The matcher stays as it is
     * and accepts them one after the other.
     */
    int[] next(Matcher matcher) {
        byte[] forced = matcher.forcedBytes(MAX_BYTES);
        int whole = wholeCodePoints(forced);
        if (whole == 0) {
            return NONE;
        }
        int[] tokens = tokenize(new String(forced, 0, whole, UTF_8));
        if (!spells(tokens, forced, whole)) {
            return NONE;
        }
        Matcher ahead = matcher.fork();
        ahead.acceptBytes(forced, 0, whole);
        int[] settled = ahead.mustEnd() ? tokens : settled(tokens, forced, whole, ahead.nextBytes());
        return Arrays.copyOf(settled, matcher.validateTokens(settled));
    }

    /** No tokens where the tokenizer gives up: the mask knows a way on, and a text that was begun must not fail. */
    private int[] tokenize(String text) {
        try {
            return tokenizer.tokenize(text, SpecialTokens.AS_TEXT);
        } catch (EngineException e) {
            return NONE;
        }
    }

    /** The tokens before the first boundary from which a token reaches past the end into one of the next bytes. */
    private int[] settled(int[] tokens, byte[] text, int length, BitSet nextBytes) {
        int from = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (length - from < vocabulary.longestTokenBytes() && reachesPast(text, from, length, nextBytes)) {
                return Arrays.copyOf(tokens, i);
            }
            from += vocabulary.byteCount(tokens[i]);
        }
        return tokens;
    }

    private boolean reachesPast(byte[] text, int from, int to, BitSet nextBytes) {
        TokenTrie trie = vocabulary.trie();
        int node = 0;
        for (int i = from; i < to; i++) {
            node = trie.child(node, text[i] & 0xFF);
            if (node < 0) {
                return false;
            }
        }
        for (int child = node + 1; child < trie.end(node); child = trie.end(child)) {
            if (nextBytes.get(trie.byteOf(child))) {
                return true;
            }
        }
        return false;
    }

    private boolean spells(int[] tokens, byte[] text, int length) {
        int at = 0;
        for (int token : tokens) {
            if (vocabulary.kind(token) != Vocabulary.TokenKind.TEXT) {
                return false;
            }
            int count = vocabulary.byteCount(token);
            if (count > length - at) {
                return false;
            }
            for (int i = 0; i < count; i++) {
                if (vocabulary.byteAt(token, i) != (text[at + i] & 0xFF)) {
                    return false;
                }
            }
            at += count;
        }
        return at == length;
    }

    /**
     * The length without a code point that is cut at the end; 0 when the bytes are not UTF-8 otherwise (forced text may
     * begin inside a code point).
     */
    private static int wholeCodePoints(byte[] bytes) {
        int length = bytes.length;
        // Back over the continuation bytes of the last code point, of which there are at most three.
        int last = length - 1;
        while (last >= 0 && last > length - 4 && (bytes[last] & 0xC0) == 0x80) {
            last--;
        }
        if (last >= 0 && bytes[last] < 0 && last + codePointBytes(bytes[last]) > length) {
            length = last;
        }
        String decoded = new String(bytes, 0, length, UTF_8);
        return Arrays.equals(decoded.getBytes(UTF_8), Arrays.copyOf(bytes, length)) ? length : 0;
    }

    private static int codePointBytes(byte first) {
        int value = first & 0xFF;
        return value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : value >= 0xC0 ? 2 : 1;
    }
}
