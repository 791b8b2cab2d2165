package dev.tenon.sampler.llama;

import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What each token of a GGUF vocabulary stands for. Immutable but for its arrays, which are not written to; thread-safe.
 *
 * @param pieces the bytes of all tokens, one after another
 * @param offsets [token] -> start in {@code pieces}; one more for the end of the last
 * @param kinds [token] -> kind
 */
record TokenTable(byte[] pieces, int[] offsets, TokenKind[] kinds) {
    private static final int SILENT = LlamaNative.ATTRIBUTE_UNKNOWN | LlamaNative.ATTRIBUTE_UNUSED;
    private static final int SPOKEN =
            LlamaNative.ATTRIBUTE_NORMAL | LlamaNative.ATTRIBUTE_USER_DEFINED | LlamaNative.ATTRIBUTE_BYTE;
    /** What llama.cpp puts into a piece where a byte-level token has a character that stands for no byte. */
    private static final byte[] NO_BYTE = "[UNK_BYTE_0x".getBytes(StandardCharsets.US_ASCII);

    /** Decides the kinds from what llama.cpp says of each token. */
    static TokenTable of(byte[] pieces, int[] offsets, int[] attributes, boolean[] ends, int vocabularyType) {
        TokenKind[] kinds = new TokenKind[attributes.length];
        for (int token = 0; token < kinds.length; token++) {
            kinds[token] = kind(pieces, offsets, token, attributes[token], ends[token], vocabularyType);
        }
        return new TokenTable(pieces, offsets, kinds);
    }

    private static TokenKind kind(
            byte[] pieces, int[] offsets, int token, int attributes, boolean end, int vocabularyType) {
        int start = offsets[token];
        int stop = offsets[token + 1];
        if (start == stop) {
            return TokenKind.UNUSED;
        }
        if (end) {
            return TokenKind.END;
        }
        if ((attributes & SILENT) != 0) {
            return TokenKind.UNUSED;
        }
        if ((attributes & LlamaNative.ATTRIBUTE_CONTROL) != 0) {
            return TokenKind.CONTROL;
        }
        if ((attributes & SPOKEN) == 0 || isPlaceholder(pieces, start, stop, token, attributes, vocabularyType)) {
            return TokenKind.UNUSED;
        }
        return TokenKind.TEXT;
    }

    /** Whether this piece was made up, by llama.cpp or when the file was made, for a token that has no text of its own. */
    private static boolean isPlaceholder(
            byte[] pieces, int start, int stop, int token, int attributes, int vocabularyType) {
        if (stands("[EMPTY_" + token + "]", pieces, start, stop) || stands("[PAD" + token + "]", pieces, start, stop)) {
            return true;
        }
        if (vocabularyType != LlamaNative.TYPE_BPE || (attributes & LlamaNative.ATTRIBUTE_NORMAL) == 0) {
            return false;
        }
        for (int at = start; at + NO_BYTE.length <= stop; at++) {
            if (Arrays.equals(pieces, at, at + NO_BYTE.length, NO_BYTE, 0, NO_BYTE.length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean stands(String text, byte[] pieces, int start, int stop) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Arrays.equals(pieces, start, stop, bytes, 0, bytes.length);
    }

    int size() {
        return kinds.length;
    }

    /** A copy of a token's bytes: its text, or its name if it is no text. */
    byte[] bytes(int token) {
        return Arrays.copyOfRange(pieces, offsets[token], offsets[token + 1]);
    }

    /** Whether text tokens, one after another, are exactly these bytes. */
    boolean spells(int[] tokens, int from, byte[] text) {
        int at = 0;
        for (int i = from; i < tokens.length; i++) {
            int start = offsets[tokens[i]];
            int length = offsets[tokens[i] + 1] - start;
            if (kinds[tokens[i]] != TokenKind.TEXT
                    || length > text.length - at
                    || !Arrays.equals(pieces, start, start + length, text, at, at + length)) {
                return false;
            }
            at += length;
        }
        return at == text.length;
    }

    /** The same as a vocabulary. */
    Vocabulary toVocabulary() {
        Vocabulary.Builder builder = Vocabulary.builder(size());
        for (int token = 0; token < size(); token++) {
            switch (kinds[token]) {
                case TEXT -> builder.text(token, bytes(token));
                case CONTROL -> builder.control(token, bytes(token));
                case END -> builder.end(token, bytes(token));
                case UNUSED -> builder.unused(token);
            }
        }
        return builder.build();
    }
}
