package dev.tenon.automaton.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every token id of a model stands for: its kind and its bytes. Immutable and thread-safe; one per model.
 *
 * <p>The size is the model's logit count, which may exceed the tokenizer's list: the ids in between are {@link
 * TokenKind#UNUSED}. Several ids may have the same bytes (a byte token {@code <0x41>} beside {@code A}). Tokens need
 * not be whole code points. All bytes lie in one array, so that a vocabulary of 128,000 tokens takes about 1.5 MB; the
 * {@link #trie}, the {@link #symbols} and the {@link #views} are built when they are first asked for, once.
 *
 * <p>Two vocabularies are equal when their {@link #fingerprint}s are: the same kinds and bytes under the same ids.
 */
public final class Vocabulary {
    /** Longest token in bytes that a vocabulary takes. Real ones stay below 1,500. */
    public static final int MAX_TOKEN_BYTES = 65_535;

    private static final int[] NONE = {};

    /** What a token id stands for. */
    public enum TokenKind {
        /** Its bytes are appended to the text. */
        TEXT,
        /** No text; usable only as a special token. */
        CONTROL,
        /** Ends the generation. */
        END,
        /** Never to be generated. */
        UNUSED
    }

    /** By token id. */
    private final TokenKind[] kinds;
    /** The bytes of all tokens, one after the other. */
    private final byte[] blob;
    /** The bytes of token {@code id} are {@code blob[offsets[id] .. offsets[id + 1])}; length size + 1. */
    private final int[] offsets;

    private final int[] endTokens;
    private final Map<String, int[]> specialTokens;
    private final int longestTokenBytes;

    private volatile @Nullable TokenTrie trie;
    private volatile @Nullable TokenSymbols symbols;
    private volatile @Nullable TokenViews views;
    private volatile @Nullable SubtreeSymbols subtrees;
    private volatile @Nullable String fingerprint;

    private Vocabulary(TokenKind[] kinds, byte[] blob, int[] offsets) {
        this.kinds = kinds;
        this.blob = blob;
        this.offsets = offsets;
        int longest = 0;
        int ends = 0;
        int[] endIds = new int[kinds.length];
        Map<String, int[]> special = new HashMap<>();
        for (int id = 0; id < kinds.length; id++) {
            switch (kind(id)) {
                case TEXT -> longest = Math.max(longest, byteCount(id));
                case END -> {
                    endIds[ends++] = id;
                    addSpecial(special, id);
                }
                case CONTROL -> addSpecial(special, id);
                case UNUSED -> {}
            }
        }
        this.longestTokenBytes = longest;
        this.endTokens = Arrays.copyOf(endIds, ends);
        this.specialTokens = special;
    }

    private void addSpecial(Map<String, int[]> special, int id) {
        String name = new String(blob, offsets[id], byteCount(id), StandardCharsets.UTF_8);
        int[] ids = special.getOrDefault(name, NONE);
        int[] more = Arrays.copyOf(ids, ids.length + 1);
        more[ids.length] = id;
        special.put(name, more);
    }

    /** How many ids there are: the model's logit count. */
    public int size() {
        return kinds.length;
    }

    /**
     * What the id stands for.
     *
     * @throws IndexOutOfBoundsException when the id is not in {@code 0 .. size - 1}
     */
    public TokenKind kind(int tokenId) {
        return kinds[tokenId];
    }

    /**
     * The bytes that a TEXT token appends; for CONTROL and END the bytes of the name, e.g. {@code <|im_end|>}; none for
     * UNUSED. A fresh array.
     */
    public byte[] bytes(int tokenId) {
        return Arrays.copyOfRange(blob, offsets[tokenId], offsets[tokenId + 1]);
    }

    /**
     * Copies what {@link #bytes} has to the front of an array.
     *
     * @param target has room for {@link #longestTokenBytes}, or for those of this token
     * @return how many there are
     */
    public int copyBytes(int tokenId, byte[] target) {
        int length = offsets[tokenId + 1] - offsets[tokenId];
        System.arraycopy(blob, offsets[tokenId], target, 0, length);
        return length;
    }

    /** How many bytes {@link #bytes} has, without copying them. */
    public int byteCount(int tokenId) {
        return offsets[tokenId + 1] - offsets[tokenId];
    }

    /** The byte at a place of the token, 0 to 255, without copying. The index is not checked against the token. */
    public int byteAt(int tokenId, int index) {
        return blob[offsets[tokenId] + index] & 0xFF;
    }

    /** The ids of END tokens, ascending. */
    public int[] endTokens() {
        return endTokens.clone();
    }

    /** The ids of CONTROL or END tokens with exactly this name, ascending; none when there is no such token. */
    public int[] special(String name) {
        return specialTokens.getOrDefault(name, NONE).clone();
    }

    /** The names of all CONTROL and END tokens, in no order. */
    public List<String> specialNames() {
        return List.copyOf(specialTokens.keySet());
    }

    /** Which byte values some TEXT token spells alone. O(size). */
    public BitSet singleByteTokens() {
        BitSet bytes = new BitSet(256);
        for (int id = 0; id < kinds.length; id++) {
            if (kind(id) == TokenKind.TEXT && byteCount(id) == 1) {
                bytes.set(byteAt(id, 0));
            }
        }
        return bytes;
    }

    /** The length of the longest TEXT token in bytes; 0 when there is none. */
    public int longestTokenBytes() {
        return longestTokenBytes;
    }

    /** The trie over TEXT tokens; built by the first call (some 50 ms for 128,000 tokens), then shared. */
    public TokenTrie trie() {
        TokenTrie known = trie;
        if (known == null) {
            synchronized (this) {
                known = trie;
                if (known == null) {
                    trie = known = TokenTrie.of(this);
                }
            }
        }
        return known;
    }

    /** Which tokens contain which symbols; built by the first call, then shared. */
    public TokenSymbols symbols() {
        TokenSymbols known = symbols;
        if (known == null) {
            synchronized (this) {
                known = symbols;
                if (known == null) {
                    symbols = known = new TokenSymbols(this);
                }
            }
        }
        return known;
    }

    /** The trie seen by the symbols of the tokens; built by the first call, then shared. */
    public TokenViews views() {
        TokenViews known = views;
        if (known == null) {
            synchronized (this) {
                known = views;
                if (known == null) {
                    views = known = new TokenViews(trie(), symbols());
                }
            }
        }
        return known;
    }

    /** The symbols below each node of the trie; built by the first call, then shared. */
    public SubtreeSymbols subtrees() {
        SubtreeSymbols known = subtrees;
        if (known == null) {
            // Whoever makes them makes the same.
            known = new SubtreeSymbols(trie());
            subtrees = known;
        }
        return known;
    }

    /** SHA-256 over the kinds and bytes of all ids, in hexadecimal: the identity for caches. */
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            fingerprint = known = computeFingerprint();
        }
        return known;
    }

    private String computeFingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int id = 0; id < kinds.length; id++) {
                int length = byteCount(id);
                digest.update(letter(kinds[id]));
                digest.update((byte) (length >>> 8));
                digest.update((byte) length);
                digest.update(blob, offsets[id], length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static byte letter(TokenKind kind) {
        return switch (kind) {
            case TEXT -> 'T';
            case CONTROL -> 'C';
            case END -> 'E';
            case UNUSED -> 'U';
        };
    }

    void copyBytes(int tokenId, int from, byte[] target, int at) {
        System.arraycopy(blob, offsets[tokenId] + from, target, at, byteCount(tokenId) - from);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Vocabulary that
                        && Arrays.equals(kinds, that.kinds)
                        && Arrays.equals(offsets, that.offsets)
                        && Arrays.equals(blob, that.blob));
    }

    @Override
    public int hashCode() {
        return fingerprint().hashCode();
    }

    @Override
    public String toString() {
        return "vocabulary of " + size() + " ids, " + fingerprint().substring(0, 12);
    }

    /**
     * A vocabulary of these byte strings under the ids 0, 1, 2 ... plus one END token named {@code <|end|>} with the
     * last id; for tests and for engines that bring their own list. Empty byte strings are UNUSED.
     */
    public static Vocabulary ofByteStrings(List<byte[]> tokens) {
        Builder builder = builder(tokens.size() + 1);
        for (int id = 0; id < tokens.size(); id++) {
            builder.text(id, tokens.get(id));
        }
        return builder.end(tokens.size(), "<|end|>".getBytes(StandardCharsets.UTF_8))
                .build();
    }

    /**
     * A builder for ids {@code 0 .. size - 1}, all UNUSED to begin with.
     *
     * @param size the model's logit count, 1 to {@link TokenTrie#MAX_ENTRIES}
     */
    public static Builder builder(int size) {
        return new Builder(size);
    }

    /** Collects tokens in any order; a later word on an id replaces the earlier one. Not thread-safe. */
    public static final class Builder {
        private static final byte[] EMPTY = {};

        private final TokenKind[] kinds;
        private final byte[][] bytes;

        private Builder(int size) {
            if (size < 1 || size > TokenTrie.MAX_ENTRIES) {
                throw new IllegalArgumentException(
                        "a vocabulary has 1 to " + TokenTrie.MAX_ENTRIES + " ids, not " + size);
            }
            kinds = new TokenKind[size];
            bytes = new byte[size][];
            Arrays.fill(kinds, TokenKind.UNUSED);
            Arrays.fill(bytes, EMPTY);
        }

        /** A token that appends these bytes (copied); UNUSED when there are none. */
        public Builder text(int tokenId, byte[] bytes) {
            return put(tokenId, bytes.length == 0 ? TokenKind.UNUSED : TokenKind.TEXT, bytes);
        }

        /** A token that is no text, by name. */
        public Builder control(int tokenId, byte[] name) {
            return put(tokenId, TokenKind.CONTROL, name);
        }

        /** A token that ends the generation, by name. */
        public Builder end(int tokenId, byte[] name) {
            return put(tokenId, TokenKind.END, name);
        }

        /** An id that is never generated. */
        public Builder unused(int tokenId) {
            return put(tokenId, TokenKind.UNUSED, EMPTY);
        }

        private Builder put(int tokenId, TokenKind kind, byte[] value) {
            if (tokenId < 0 || tokenId >= kinds.length) {
                throw new IllegalArgumentException(
                        "token id " + tokenId + " is not in a vocabulary of " + kinds.length + " ids");
            }
            if (value.length > MAX_TOKEN_BYTES) {
                throw new IllegalArgumentException("token id " + tokenId + " has " + value.length
                        + " bytes; a token has at most " + MAX_TOKEN_BYTES);
            }
            kinds[tokenId] = kind;
            bytes[tokenId] = value.clone();
            return this;
        }

        /**
         * The vocabulary. The builder may be used on.
         *
         * @throws IllegalArgumentException when all tokens together have more than 2 GB
         */
        public Vocabulary build() {
            int[] offsets = new int[kinds.length + 1];
            long total = 0;
            for (int id = 0; id < kinds.length; id++) {
                total += bytes[id].length;
                if (total > Integer.MAX_VALUE - 8) {
                    throw new IllegalArgumentException("the tokens have more than 2 GB in all");
                }
                offsets[id + 1] = (int) total;
            }
            byte[] blob = new byte[(int) total];
            for (int id = 0; id < kinds.length; id++) {
                System.arraycopy(bytes[id], 0, blob, offsets[id], bytes[id].length);
            }
            return new Vocabulary(kinds.clone(), blob, offsets);
        }
    }
}
