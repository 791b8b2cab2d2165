package dev.tenon.automaton.token;

import java.util.Arrays;

/**
 * A set of token ids out of a vocabulary: bit {@code id} is set when the token may come next. Immutable, shared and
 * thread-safe. Where few ids are in (or out), a sorted list of the shorter side is kept beside the bits.
 */
public final class TokenMask {
    private static final int LIST_LIMIT = 1024;
    private static final int[] NONE = {};

    private final long[] words;
    private final int size;
    private final int cardinality;
    /** The ids on the shorter side, or null when both sides are long. */
    private final int @org.jspecify.annotations.Nullable [] shortList;

    private TokenMask(long[] words, int size, int cardinality, int @org.jspecify.annotations.Nullable [] shortList) {
        this.words = words;
        this.size = size;
        this.cardinality = cardinality;
        this.shortList = shortList;
    }

    /**
     * A mask that takes over the array: the caller must not touch it any more.
     *
     * @param words bit {@code id & 63} of word {@code id >> 6}; bits at {@code size} and above must be 0
     * @param size number of ids in the vocabulary
     */
    public static TokenMask adopt(long[] words, int size) {
        if (words.length != (size + 63) >>> 6) {
            throw new IllegalArgumentException(words.length + " words for " + size + " ids");
        }
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return new TokenMask(words, size, count, isLong(size, count) ? null : list(words, size, count));
    }

    /**
     * The mask of some ids, which may come twice. What it costs beside the bits depends on their number alone.
     *
     * @param ids each at least 0 and less than {@code size}
     * @param size number of ids in the vocabulary
     */
    public static TokenMask of(int[] ids, int size) {
        return new TokenMask(new long[(size + 63) >>> 6], size, 0, NONE).changed(NONE, ids);
    }

    /**
     * This mask less some ids, and with some others; ids in both lists are in. What it costs beside the bits depends on their
     * number and that of the short list, where there is one.
     */
    public TokenMask with(int[] less, int[] more) {
        return new TokenMask(words.clone(), size, cardinality, shortList).changed(less, more);
    }

    /** The same where the array of this mask, which nobody has seen, is that of the new one. */
    private TokenMask changed(int[] less, int[] more) {
        int count = cardinality;
        for (int id : less) {
            count -= (int) (words[id >> 6] >>> id & 1);
            words[id >> 6] &= ~(1L << id);
        }
        for (int id : more) {
            count += (int) (~words[id >> 6] >>> id & 1);
            words[id >> 6] |= 1L << id;
        }
        if (isLong(size, count)) {
            return new TokenMask(words, size, count, null);
        }
        boolean allowed = count <= size - count;
        int[] before = shortList;
        int[] list = before != null && allowed == listsAllowed()
                ? merge(before, allowed ? more : less, words, allowed ? count : size - count, allowed)
                : list(words, size, count);
        return new TokenMask(words, size, count, list);
    }

    /** The ids of two lists, the first ascending, that are in the words, or are not, each once. */
    private static int[] merge(int[] some, int[] others, long[] words, int count, boolean in) {
        int[] sorted = others.clone();
        Arrays.sort(sorted);
        int[] ids = new int[count];
        int at = 0;
        int other = 0;
        for (int i = 0; i <= some.length; i++) {
            int id = i < some.length ? some[i] : Integer.MAX_VALUE;
            for (; other < sorted.length && sorted[other] < id; other++) {
                int next = sorted[other];
                if ((words[next >> 6] >>> next & 1) == (in ? 1 : 0) && (at == 0 || ids[at - 1] != next)) {
                    ids[at++] = next;
                }
            }
            if (i < some.length && (words[id >> 6] >>> id & 1) == (in ? 1 : 0) && (at == 0 || ids[at - 1] != id)) {
                ids[at++] = id;
            }
        }
        return ids;
    }

    /** Whether both sides are. */
    private static boolean isLong(int size, int count) {
        return Math.min(count, size - count) > LIST_LIMIT;
    }

    /** How many ids the vocabulary has. */
    public int size() {
        return size;
    }

    /** How many ids are allowed. */
    public int cardinality() {
        return cardinality;
    }

    /** Whether the id may come next. */
    public boolean contains(int tokenId) {
        return tokenId >= 0 && tokenId < size && (words[tokenId >> 6] & (1L << tokenId)) != 0;
    }

    /** The 64 ids from {@code index * 64} on. */
    public long word(int index) {
        return words[index];
    }

    /** How many words of 64 ids there are. */
    public int wordCount() {
        return words.length;
    }

    /** Ors the mask into an array of {@link #wordCount} words. */
    public void orInto(long[] target) {
        if (shortList != null && listsAllowed()) {
            for (int id : shortList) {
                target[id >> 6] |= 1L << id;
            }
            return;
        }
        for (int i = 0; i < words.length; i++) {
            target[i] |= words[i];
        }
    }

    /** Takes the ids of the mask out of an array of {@link #wordCount} words. */
    public void clearFrom(long[] target) {
        if (shortList != null && listsAllowed()) {
            for (int id : shortList) {
                target[id >> 6] &= ~(1L << id);
            }
            return;
        }
        for (int i = 0; i < words.length; i++) {
            target[i] &= ~words[i];
        }
    }

    /** Whether {@link #shortList} holds the allowed ids. */
    public boolean listsAllowed() {
        return shortList != null && cardinality <= size - cardinality;
    }

    /** Whether {@link #shortList} holds the forbidden ids. */
    public boolean listsForbidden() {
        return shortList != null && !listsAllowed();
    }

    /** How many ids the short list has. Only where {@link #listsAllowed} or {@link #listsForbidden}. */
    public int shortCount() {
        return listOrThrow().length;
    }

    /** The id at a place of the short list, ascending. */
    public int shortId(int index) {
        return listOrThrow()[index];
    }

    /** The least allowed id that is at least {@code from}, or -1. */
    public int nextAllowed(int from) {
        if (from >= size) {
            return -1;
        }
        int index = from >> 6;
        long word = words[index] & (-1L << from);
        while (word == 0) {
            if (++index == words.length) {
                return -1;
            }
            word = words[index];
        }
        return (index << 6) + Long.numberOfTrailingZeros(word);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof TokenMask that && size == that.size && Arrays.equals(words, that.words));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return cardinality + " of " + size + " tokens";
    }

    private int[] listOrThrow() {
        if (shortList == null) {
            throw new IllegalStateException("both sides of this mask are long");
        }
        return shortList;
    }

    private static int[] list(long[] words, int size, int count) {
        boolean allowed = count <= size - count;
        int[] ids = new int[allowed ? count : size - count];
        int at = 0;
        for (int index = 0; index < words.length; index++) {
            long word = allowed ? words[index] : ~words[index];
            while (word != 0) {
                int id = (index << 6) + Long.numberOfTrailingZeros(word);
                word &= word - 1;
                if (id < size) {
                    ids[at++] = id;
                }
            }
        }
        return ids;
    }
}
