package dev.tenon.automaton.token;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A set of token ids out of a vocabulary: bit {@code id} is set when the token may come next. Immutable, shared and
 * thread-safe. Where few ids are in (or out), there is a sorted list of the shorter side, and often nothing else: bits of all ids would
 * take longer to clear than such a mask takes to make.
 */
public final class TokenMask {
    private static final int LIST_LIMIT = 1024;
    private static final int[] NONE = {};
    /** A list of so many ids is searched as a whole. */
    private static final int FEW = 16;
    /** Ids of a block, as a power of two: a list has some four of them. */
    private static final int BLOCK = 9;

    /** Null only where there is a short list. */
    private final long @Nullable [] words;

    private final int size;
    private final int cardinality;
    /** The ids on the shorter side, or null when both sides are long. */
    private final int @Nullable [] shortList;
    /** Where in the short list to look; made when it is first asked. Any thread's is as good as another's. */
    private @Nullable Blocks blocks;

    /** @param starts block of ids -> how many ids of the list are below it; one more than there are blocks */
    private record Blocks(short[] starts) {
        static Blocks of(int[] list, int size) {
            short[] starts = new short[(size >> BLOCK) + 2];
            int at = 0;
            for (int block = 0; block < starts.length; block++) {
                while (at < list.length && list[at] >> BLOCK < block) {
                    at++;
                }
                starts[block] = (short) at;
            }
            return new Blocks(starts);
        }

        boolean has(int[] list, int id) {
            int block = id >> BLOCK;
            return Arrays.binarySearch(list, starts[block], starts[block + 1], id) >= 0;
        }
    }

    private TokenMask(long @Nullable [] words, int size, int cardinality, int @Nullable [] shortList) {
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
     * The mask of some ids, which may come twice. Where they are few, what it costs depends on their number alone.
     *
     * @param ids each at least 0 and less than {@code size}
     * @param size number of ids in the vocabulary
     */
    public static TokenMask of(int[] ids, int size) {
        return new TokenMask(null, size, 0, NONE).with(NONE, ids);
    }

    /**
     * This mask less some ids, and with some others; ids in both lists are in. Where both masks are told by a short list, what it costs
     * depends on the lists alone.
     */
    public TokenMask with(int[] less, int[] more) {
        if (shortList != null && less.length <= LIST_LIMIT && more.length <= LIST_LIMIT) {
            boolean allowed = listsAllowed();
            int[] out = ascending(less);
            int[] in = ascending(more);
            int[] list = allowed ? union(minus(shortList, out), in) : minus(union(shortList, out), in);
            int count = allowed ? list.length : size - list.length;
            if (!isLong(size, count) && allowed == isAllowedShorter(size, count)) {
                return new TokenMask(null, size, count, list);
            }
        }
        long[] changed = bits();
        int count = cardinality;
        for (int id : less) {
            count -= (int) (changed[id >> 6] >>> id & 1);
            changed[id >> 6] &= ~(1L << id);
        }
        for (int id : more) {
            count += (int) (~changed[id >> 6] >>> id & 1);
            changed[id >> 6] |= 1L << id;
        }
        return new TokenMask(changed, size, count, isLong(size, count) ? null : list(changed, size, count));
    }

    /** The bits of all ids in an array of its own. */
    private long[] bits() {
        if (words != null) {
            return words.clone();
        }
        long[] bits = new long[wordCount()];
        orInto(bits);
        return bits;
    }

    /** The ids in order, each once; the array itself where it is so. */
    private static int[] ascending(int[] ids) {
        boolean isAscending = true;
        for (int i = 1; i < ids.length && isAscending; i++) {
            isAscending = ids[i - 1] < ids[i];
        }
        if (isAscending) {
            return ids;
        }
        int[] sorted = ids.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (int id : sorted) {
            if (count == 0 || sorted[count - 1] != id) {
                sorted[count++] = id;
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    private static int[] union(int[] some, int[] others) {
        if (some.length == 0 || others.length == 0) {
            return some.length == 0 ? others : some;
        }
        int[] both = new int[some.length + others.length];
        int count = 0;
        int other = 0;
        for (int id : some) {
            while (other < others.length && others[other] < id) {
                both[count++] = others[other++];
            }
            other += other < others.length && others[other] == id ? 1 : 0;
            both[count++] = id;
        }
        while (other < others.length) {
            both[count++] = others[other++];
        }
        return count == both.length ? both : Arrays.copyOf(both, count);
    }

    private static int[] minus(int[] some, int[] others) {
        if (some.length == 0 || others.length == 0) {
            return some;
        }
        int[] left = new int[some.length];
        int count = 0;
        int other = 0;
        for (int id : some) {
            while (other < others.length && others[other] < id) {
                other++;
            }
            if (other == others.length || others[other] != id) {
                left[count++] = id;
            }
        }
        return count == some.length ? some : Arrays.copyOf(left, count);
    }

    private static boolean isAllowedShorter(int size, int count) {
        return count <= size - count;
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

    /** Whether the id may come next. O(1), or O(log n) of the part of a short list where the id would be. */
    public boolean contains(int tokenId) {
        if (tokenId < 0 || tokenId >= size) {
            return false;
        }
        return words != null ? (words[tokenId >> 6] & (1L << tokenId)) != 0 : isListed(tokenId) == listsAllowed();
    }

    private boolean isListed(int id) {
        int[] list = listOrThrow();
        if (list.length <= FEW) {
            return Arrays.binarySearch(list, id) >= 0;
        }
        Blocks made = blocks;
        if (made == null) {
            made = Blocks.of(list, size);
            blocks = made;
        }
        return made.has(list, id);
    }

    /** The 64 ids from {@code index * 64} on; of all words {@link #orInto} tells at less cost. */
    public long word(int index) {
        if (words != null) {
            return words[index];
        }
        int[] list = listOrThrow();
        int at = Arrays.binarySearch(list, index << 6);
        long listed = 0;
        for (int i = at < 0 ? -at - 1 : at; i < list.length && list[i] >> 6 == index; i++) {
            listed |= 1L << list[i];
        }
        return listsAllowed() ? listed : ~listed & idsOf(index);
    }

    /** The bits of the ids that there are in a word. */
    private long idsOf(int index) {
        int count = size - (index << 6);
        return count >= Long.SIZE ? -1L : (1L << count) - 1;
    }

    /** How many words of 64 ids there are. */
    public int wordCount() {
        return (size + 63) >>> 6;
    }

    /** Ors the mask into an array of {@link #wordCount} words. */
    public void orInto(long[] target) {
        if (shortList != null && listsAllowed()) {
            for (int id : shortList) {
                target[id >> 6] |= 1L << id;
            }
        } else if (words != null) {
            for (int i = 0; i < words.length; i++) {
                target[i] |= words[i];
            }
        } else {
            int at = 0;
            int[] forbidden = listOrThrow();
            for (int i = 0; i < target.length; i++) {
                long word = idsOf(i);
                for (; at < forbidden.length && forbidden[at] >> 6 == i; at++) {
                    word &= ~(1L << forbidden[at]);
                }
                target[i] |= word;
            }
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
        long[] own = words == null ? bits() : words;
        for (int i = 0; i < target.length; i++) {
            target[i] &= ~own[i];
        }
    }

    /** Takes the ids out of an array of {@link #wordCount} words that are not in the mask; whether any is left. */
    public boolean keepIn(long[] target) {
        long any = 0;
        if (words != null) {
            for (int i = 0; i < target.length; i++) {
                target[i] &= words[i];
                any |= target[i];
            }
        } else {
            for (int i = 0; i < target.length; i++) {
                target[i] &= word(i);
                any |= target[i];
            }
        }
        return any != 0;
    }

    /** About how many bytes of memory it takes. */
    public int bytes() {
        return (words == null ? 0 : 8 * words.length) + (shortList == null ? 0 : 4 * shortList.length) + 64;
    }

    /** Whether {@link #shortList} holds the allowed ids. */
    public boolean listsAllowed() {
        return shortList != null && isAllowedShorter(size, cardinality);
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
        if (words == null) {
            return nextListed(listOrThrow(), from);
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

    private int nextListed(int[] list, int from) {
        int at = Arrays.binarySearch(list, from);
        if (listsAllowed()) {
            int place = at < 0 ? -at - 1 : at;
            return place == list.length ? -1 : list[place];
        }
        int id = from;
        for (int i = at; i >= 0 && i < list.length && list[i] == id; i++) {
            id++;
        }
        return id == size ? -1 : id;
    }

    @Override
    public boolean equals(Object other) {
        // As many ids are in, so that both have a list of the same side, or none.
        return this == other
                || (other instanceof TokenMask that
                        && size == that.size
                        && cardinality == that.cardinality
                        && (shortList == null
                                ? Arrays.equals(words, that.words)
                                : Arrays.equals(shortList, that.shortList)));
    }

    @Override
    public int hashCode() {
        return shortList == null ? Arrays.hashCode(words) : Arrays.hashCode(shortList) + cardinality;
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
        boolean allowed = isAllowedShorter(size, count);
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
