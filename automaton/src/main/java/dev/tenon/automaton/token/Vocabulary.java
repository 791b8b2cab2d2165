package dev.tenon.automaton.token;

/** STUB for the API: the token helper writes the real one. Immutable, shared per model, thread-safe. */
public final class Vocabulary {
    /** What a token id stands for. */
    public enum TokenKind {
        TEXT,
        CONTROL,
        END,
        UNUSED
    }

    /** How many ids there are: the model's logit count. */
    public int size() {
        return 0;
    }
    /** TEXT: bytes appended to the text. CONTROL: no text, usable only as a special token. END: ends the generation. UNUSED: never. */
    public TokenKind kind(int tokenId) {
        return TokenKind.UNUSED;
    }
    /** The bytes a TEXT token appends (shared array: do not write); for CONTROL and END the name's bytes, e.g. {@code <|im_end|>}. */
    public byte[] bytes(int tokenId) {
        return new byte[0];
    }
    /** The ids of END tokens, ascending. */
    public int[] endTokens() {
        return new int[0];
    }
    /** The ids of CONTROL or END tokens with exactly this name. */
    public int[] special(String name) {
        return new int[0];
    }
    /** The trie over TEXT tokens, built once. */
    public TokenTrie trie() {
        return new TokenTrie();
    }

    public static Builder builder(int size) {
        return new Builder();
    }

    public static final class Builder {
        public Builder text(int tokenId, byte[] bytes) {
            return this;
        }

        public Builder control(int tokenId, byte[] name) {
            return this;
        }

        public Builder end(int tokenId, byte[] name) {
            return this;
        }

        public Builder unused(int tokenId) {
            return this;
        }

        public Vocabulary build() {
            return new Vocabulary();
        }
    }
    /** A vocabulary of these byte strings plus one END token with the last id; for tests and other engines. */
    public static Vocabulary ofByteStrings(java.util.List<byte[]> tokens) {
        return new Vocabulary();
    }
}
