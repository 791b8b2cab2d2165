package dev.tenon.automaton.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which symbols tokens have below each node of a vocabulary's trie, so that a walk may pass by a subtree in which nothing
 * can happen: where an automaton stays in its state on all of them. ASCII bytes that automata seldom tell apart are one
 * group, so that a set of symbols is one number. Immutable and thread-safe; see {@link Vocabulary#subtrees}. 8 bytes a
 * node, 2.1 MB for 128,000 tokens.
 */
public final class SubtreeSymbols {
    /** The code points beyond ASCII that patterns tell from all others: white space, as {@code \\s} has it. */
    public static final long BEYOND_SPACE = 1L << 58;
    /** The others of two bytes. */
    public static final long BEYOND_TWO = 1L << 59;
    /** The others of three bytes. */
    public static final long BEYOND_THREE = 1L << 60;
    /** Those of four bytes. */
    public static final long BEYOND_FOUR = 1L << 61;
    /** All groups beyond ASCII. */
    public static final long BEYOND = BEYOND_SPACE | BEYOND_TWO | BEYOND_THREE | BEYOND_FOUR;
    /** Set where what comes below is not whole code points for certain. */
    public static final long BROKEN = 1L << 63;

    /** Of control characters only these have groups of their own, and then every other byte that is not listed below. */
    private static final String WHITE_SPACE = "\t\n\r";

    private static final String[] TOGETHER = {"123456789", "acd", "ghijklmopqsvwxyz", "ABCDF", "GHIJKLMNOPQRSUVWXY"};

    private static final int[] GROUP_OF = groups();

    /** First and last code points of ranges. */
    private static final int[][] SPACES = {
        {0xA0, 0xA0},
        {0x1680, 0x1680},
        {0x2000, 0x200A},
        {0x2028, 0x2029},
        {0x202F, 0x202F},
        {0x205F, 0x205F},
        {0x3000, 0x3000},
        {0xFEFF, 0xFEFF}
    };

    private static final List<byte[]> SPACE_BYTES = Arrays.stream(SPACES)
            .flatMapToInt(range -> IntStream.rangeClosed(range[0], range[1]))
            .mapToObj(codePoint -> Character.toString(codePoint).getBytes(StandardCharsets.UTF_8))
            .toList();

    private static final int BITS = 6;

    /** The most bytes that can be missing. */
    private static final int MOST_MISSING = 3;

    /** [bytes missing] -> the values that the code points have up to there. */
    private static final BitSet[] SPACE_BEGUN = spaceBegun();

    /** The same as words, of which each has the values that differ in their last byte. */
    private static final long[][] SPACE_BITS =
            Arrays.stream(SPACE_BEGUN).map(BitSet::toLongArray).toArray(long[][]::new);

    /** [node] -> bits of the groups, and the two above. */
    private final long[] below;

    SubtreeSymbols(TokenTrie trie) {
        int count = trie.nodeCount();
        below = new long[count];
        int[] progress = new int[count];
        // [node] -> the bit of the symbol that is complete there
        long[] own = new long[count];
        read(trie, progress, own);
        for (int node = count - 1; node >= 0; node--) {
            for (int child = node + 1; child < trie.end(node); child = trie.end(child)) {
                boolean isCut = progress[child] != Utf8.WHOLE && trie.idStart(child) < trie.idStart(child + 1);
                below[node] |= below[child] | own[child] | (isCut ? BROKEN : 0);
            }
        }
        for (int node = 0; node < count; node++) {
            below[node] |= progress[node] == Utf8.WHOLE ? 0 : BROKEN;
        }
    }

    /** How far the bytes up to each node are within a code point, and which symbol they complete. */
    private static void read(TokenTrie trie, int[] progress, long[] own) {
        int[] at = new int[trie.depth() + 1];
        int[] values = new int[trie.depth() + 1];
        int[] endAt = new int[trie.depth() + 1];
        at[0] = Utf8.WHOLE;
        endAt[0] = trie.nodeCount();
        int depth = 0;
        for (int node = 1; node < trie.nodeCount(); node++) {
            while (node >= endAt[depth]) {
                depth--;
            }
            int byteValue = trie.byteOf(node);
            progress[node] = Utf8.step(at[depth], byteValue);
            int value = at[depth] == Utf8.WHOLE ? Utf8.first(byteValue) : (values[depth] << BITS) | (byteValue & 0x3F);
            own[node] = progress[node] == Utf8.WHOLE ? bitOf(value) : 0;
            depth++;
            at[depth] = progress[node];
            values[depth] = value;
            endAt[depth] = trie.end(node);
        }
    }

    private static int[] groups() {
        int[] groupOf = new int[TokenSymbols.ASCII];
        Arrays.fill(groupOf, -1);
        int group = 0;
        for (String bytes : TOGETHER) {
            for (byte b : bytes.getBytes(StandardCharsets.US_ASCII)) {
                groupOf[b] = group;
            }
            group++;
        }
        int controls = group++;
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            if (b < ' ' && WHITE_SPACE.indexOf(b) < 0) {
                groupOf[b] = controls;
            } else if (groupOf[b] < 0) {
                groupOf[b] = group++;
            }
        }
        return groupOf;
    }

    /** The bit of a code point. A set of symbols has it if all code points with this bit are in the set. */
    public static long bitOf(int codePoint) {
        if (codePoint < TokenSymbols.ASCII) {
            return 1L << GROUP_OF[codePoint];
        }
        if (isSpaceBegun(codePoint, 0)) {
            return BEYOND_SPACE;
        }
        return codePoint < 0x800 ? BEYOND_TWO : codePoint < 0x10000 ? BEYOND_THREE : BEYOND_FOUR;
    }

    /**
     * Whether a code point can still become one of {@link #BEYOND_SPACE}.
     *
     * @param value its first bits
     * @param missing how many bytes are missing; 0 for a code point that is whole
     */
    public static boolean isSpaceBegun(int value, int missing) {
        return SPACE_BEGUN[missing].get(value);
    }

    /**
     * After which of the 64 bytes that may come within a code point it can still become one of {@link #BEYOND_SPACE}, or is.
     *
     * @param value its first bits
     * @param missing how many bytes are missing before any of these, 1 to 3
     */
    public static long spacesAfter(int value, int missing) {
        long[] begun = SPACE_BITS[missing - 1];
        return value < begun.length ? begun[value] : 0;
    }

    private static BitSet[] spaceBegun() {
        BitSet[] begun = new BitSet[MOST_MISSING + 1];
        for (int missing = 0; missing <= MOST_MISSING; missing++) {
            begun[missing] = new BitSet();
            for (int[] range : SPACES) {
                begun[missing].set(range[0] >> (BITS * missing), (range[1] >> (BITS * missing)) + 1);
            }
        }
        return begun;
    }

    /** The code points of {@link #BEYOND_SPACE} in UTF-8. Shared: not to be written. */
    public static List<byte[]> spaces() {
        return SPACE_BYTES;
    }

    /** Bits of all symbols that come below the node in some token. */
    public long below(int node) {
        return below[node];
    }
}
