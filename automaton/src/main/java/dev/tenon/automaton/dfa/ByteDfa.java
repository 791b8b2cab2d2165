package dev.tenon.automaton.dfa;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A frozen deterministic automaton over bytes: what a lexeme is made of.
 *
 * <p>State 0 is the start. Every state can be reached from the start and can reach acceptance (the automaton is
 * <em>trimmed</em>), so a walk that has not met {@link #DEAD} can always be completed; the one exception is the empty
 * language, a single state that accepts nothing ({@link #isEmpty}). Bytes that no state tells apart share a <em>byte
 * class</em>; a transition is {@code table[state * classCount + classOf[byte]]}.
 *
 * <p>An accepting state carries a label, so that one automaton can tell which of several languages a word belongs to
 * (the keys of an object); automata of a single language use label 0. A state may be a <em>unit</em> state: entering it
 * counts one towards the length of the word (a code point of a JSON string, whatever its spelling), which is how length
 * bounds stay counters beside the automaton instead of copies of it.
 *
 * <p>Immutable and thread-safe. Two automata are equal when their tables are: {@link Builder#build} numbers states in
 * breadth-first order of byte, so minimal automata of one language are equal.
 */
public final class ByteDfa {
    /** No transition: the word read so far is not the beginning of any word of the language. */
    public static final int DEAD = -1;

    /** How many longs a set of bytes takes. */
    public static final int SET_WORDS = 4;

    static final int NO_LABEL = -1;

    private static final int ASCII = 128;

    /** byte 0..255 -> class. */
    private final byte[] classOf;

    private final int classCount;

    /** [state * classCount + class] -> state or DEAD. */
    private final int[] table;

    /** state -> label of the accepted language, or -1. */
    private final int[] labels;

    /** state -> least number of bytes to acceptance. */
    private final int[] leastBytes;

    private final BitSet units;
    private final int labelCount;
    private final int hash;
    /** Made where it is first asked for; whoever makes it makes the same. */
    private volatile @Nullable ByClass byClass;

    /** The same. */
    private volatile long @Nullable [] masksByClass;

    /** Worked out once they are asked for; soft, because they can be larger than the automaton. */
    private @Nullable SoftReference<WordLengths> lengths;

    /** Takes over the arrays, which must be trimmed and canonical: only what freezes automata calls it. */
    ByteDfa(byte[] classOf, int classCount, int[] table, int[] labels, int[] leastBytes, BitSet units) {
        this.classOf = classOf;
        this.classCount = classCount;
        this.table = table;
        this.labels = labels;
        this.leastBytes = leastBytes;
        this.units = units;
        int most = NO_LABEL;
        for (int label : labels) {
            most = Math.max(most, label);
        }
        this.labelCount = most + 1;
        this.hash = 31 * (31 * Arrays.hashCode(table) + Arrays.hashCode(labels)) + Arrays.hashCode(classOf);
    }

    /** A builder with no states yet; the first state added is the start. */
    public static Builder builder() {
        return new Builder();
    }

    /** The automaton of exactly one word. */
    public static ByteDfa literal(byte[] word) {
        Builder builder = builder();
        int state = builder.addState();
        for (byte b : word) {
            int next = builder.addState();
            builder.addTransition(state, b & 0xFF, b & 0xFF, next);
            state = next;
        }
        builder.accept(state, 0);
        return builder.build();
    }

    /** The start state. */
    public int start() {
        return 0;
    }

    /** How many states there are, at least one. */
    public int stateCount() {
        return labels.length;
    }

    /** How many byte classes there are, 1 to 256. */
    public int classCount() {
        return classCount;
    }

    /** The class of a byte (0..255); bytes of one class behave alike in every state. */
    public int classOf(int byteValue) {
        return classOf[byteValue] & 0xFF;
    }

    /** The state after one byte (0..255), or {@link #DEAD}. */
    public int step(int state, int byteValue) {
        return table[state * classCount + (classOf[byteValue] & 0xFF)];
    }

    /** The state after any byte of a class (below {@link #classCount}), or {@link #DEAD}. */
    public int stepClass(int state, int byteClass) {
        return table[state * classCount + byteClass];
    }

    /**
     * Lists the bytes on which two states, either of which may be {@link #DEAD}, lead to different ones.
     *
     * @param bytes takes the bytes, in no order; room for 256
     * @return how many there are
     */
    public int differing(int first, int second, int[] bytes) {
        int size = 0;
        ByClass sorted = byClass();
        for (int c = 0; c < classCount; c++) {
            if ((first == DEAD ? DEAD : table[first * classCount + c])
                    != (second == DEAD ? DEAD : table[second * classCount + c])) {
                for (int at = sorted.starts[c]; at < sorted.starts[c + 1]; at++) {
                    bytes[size++] = sorted.bytes[at] & 0xFF;
                }
            }
        }
        return size;
    }

    /**
     * Adds the bytes that lead on from a state to a set.
     *
     * @param set bits by byte, {@link #SET_WORDS} words
     */
    public void addNext(int state, long[] set) {
        long[] masks = masksByClass();
        for (int c = 0; c < classCount; c++) {
            if (table[state * classCount + c] != DEAD) {
                for (int word = 0; word < SET_WORDS; word++) {
                    set[word] |= masks[c * SET_WORDS + word];
                }
            }
        }
    }

    /**
     * All bytes by their classes.
     *
     * @param bytes the bytes of the first class, then those of the second, and so on
     * @param starts [class] -> where its bytes begin; length classCount + 1
     * @param ascii [class] -> how many of its bytes are ASCII
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record ByClass(byte[] bytes, int[] starts, int[] ascii) {
        static ByClass of(ByteDfa dfa) {
            int[] starts = new int[dfa.classCount + 1];
            int[] ascii = new int[dfa.classCount];
            for (int b = 0; b < 256; b++) {
                starts[dfa.classOf(b) + 1]++;
                ascii[dfa.classOf(b)] += b < ASCII ? 1 : 0;
            }
            for (int c = 1; c <= dfa.classCount; c++) {
                starts[c] += starts[c - 1];
            }
            int[] next = starts.clone();
            byte[] bytes = new byte[256];
            for (int b = 0; b < 256; b++) {
                bytes[next[dfa.classOf(b)]++] = (byte) b;
            }
            return new ByClass(bytes, starts, ascii);
        }
    }

    private long[] masksByClass() {
        long[] known = masksByClass;
        if (known == null) {
            known = new long[classCount * SET_WORDS];
            for (int b = 0; b < 256; b++) {
                known[classOf(b) * SET_WORDS + (b >> 6)] |= 1L << b;
            }
            masksByClass = known;
        }
        return known;
    }

    private ByClass byClass() {
        ByClass known = byClass;
        if (known == null) {
            known = ByClass.of(this);
            byClass = known;
        }
        return known;
    }

    /** How many ASCII bytes a class has. */
    public int asciiCount(int byteClass) {
        return byClass().ascii[byteClass];
    }

    /** [state] -> the states with a transition to it, each once, ascending. O(states * classes); made anew by each call. */
    public int[][] predecessors() {
        int count = stateCount();
        int[] sizes = new int[count];
        int[] lastSource = new int[count];
        for (int state = 0; state < count; state++) {
            for (int at = state * classCount; at < (state + 1) * classCount; at++) {
                int target = table[at];
                if (target != DEAD && lastSource[target] != state + 1) {
                    lastSource[target] = state + 1;
                    sizes[target]++;
                }
            }
        }
        int[][] sources = new int[count][];
        for (int state = 0; state < count; state++) {
            sources[state] = new int[sizes[state]];
        }
        Arrays.fill(lastSource, 0);
        Arrays.fill(sizes, 0);
        for (int state = 0; state < count; state++) {
            for (int at = state * classCount; at < (state + 1) * classCount; at++) {
                int target = table[at];
                if (target != DEAD && lastSource[target] != state + 1) {
                    lastSource[target] = state + 1;
                    sources[target][sizes[target]++] = state;
                }
            }
        }
        return sources;
    }

    /** Whether the word read so far is in the language. */
    public boolean isAccepting(int state) {
        return labels[state] >= 0;
    }

    /** The label of the language that the word read so far belongs to, or -1. */
    public int label(int state) {
        return labels[state];
    }

    /** One more than the largest label, 0 for the empty language. */
    public int labelCount() {
        return labelCount;
    }

    /** Whether entering the state counts one towards the word's length. */
    public boolean isUnit(int state) {
        return units.get(state);
    }

    /** Whether any state counts. */
    public boolean hasUnits() {
        return !units.isEmpty();
    }

    /** The least number of bytes from the state to acceptance. */
    public int leastBytes(int state) {
        return leastBytes[state];
    }

    /** Whether the language has no word at all. */
    public boolean isEmpty() {
        return labelCount == 0;
    }

    /** About how many bytes of memory it takes. */
    public int bytes() {
        return (int) Math.min(Integer.MAX_VALUE, 512L + 4L * table.length + 9L * labels.length);
    }

    /** What {@link #keepLengths} was given, where it is still there. */
    @Nullable
    WordLengths knownLengths() {
        SoftReference<WordLengths> known = lengths;
        return known == null ? null : known.get();
    }

    /** Keeps the lengths of its words; whoever works them out comes to the same. */
    void keepLengths(WordLengths known) {
        lengths = new SoftReference<>(known);
    }

    /** The state after a word from a state, or {@link #DEAD}. */
    public int walk(int state, byte[] word) {
        return walk(state, word, word.length);
    }

    /** The state after the first bytes of an array, so many of them, or {@link #DEAD}. */
    public int walk(int state, byte[] bytes, int length) {
        byte[] classes = classOf;
        int[] targets = table;
        int at = state;
        for (int i = 0; i < length && at != DEAD; i++) {
            at = targets[at * classCount + (classes[bytes[i] & 0xFF] & 0xFF)];
        }
        return at;
    }

    /** Whether the language contains the word. */
    public boolean matches(byte[] word) {
        int end = walk(0, word);
        return end != DEAD && isAccepting(end);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof ByteDfa that
                        && hash == that.hash
                        && Arrays.equals(labels, that.labels)
                        && Arrays.equals(table, that.table)
                        && Arrays.equals(classOf, that.classOf)
                        && units.equals(that.units));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** One line a state: its number, {@code *} and label when accepting, {@code +} when it counts, its transitions. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int state = 0; state < stateCount(); state++) {
            text.append(state);
            if (labels[state] >= 0) {
                text.append('*').append(labels[state]);
            }
            if (units.get(state)) {
                text.append('+');
            }
            int from = 0;
            while (from < 256) {
                int to = from;
                int target = step(state, from);
                while (to + 1 < 256 && step(state, to + 1) == target) {
                    to++;
                }
                if (target != DEAD) {
                    text.append(' ').append(byteText(from));
                    if (to > from) {
                        text.append('-').append(byteText(to));
                    }
                    text.append("->").append(target);
                }
                from = to + 1;
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String byteText(int value) {
        return value > 0x20 && value < 0x7F ? String.valueOf((char) value) : String.format("\\x%02x", value);
    }

    /**
     * Collects states and transitions, then trims and freezes them. Not thread-safe. Where transitions of one state
     * overlap, the later one wins. Memory is proportional to the calls made, not to 256 cells a state.
     */
    public static final class Builder {
        private final ByteRanges ranges = new ByteRanges();
        private final BitSet unitStates = new BitSet();
        private int[] stateLabels = new int[16];

        private Builder() {}

        /** Adds a state that accepts nothing yet and returns its number. */
        public int addState() {
            int state = ranges.addState();
            if (state == stateLabels.length) {
                stateLabels = Arrays.copyOf(stateLabels, 2 * state);
            }
            stateLabels[state] = NO_LABEL;
            return state;
        }

        /** How many states were added. */
        public int stateCount() {
            return ranges.stateCount();
        }

        /** Adds transitions on the bytes {@code from..to} (0..255, inclusive). */
        public Builder addTransition(int state, int from, int to, int target) {
            Objects.checkIndex(state, stateCount());
            if (from < 0 || to > 255 || from > to || target < 0) {
                throw new IllegalArgumentException("no transition: " + from + ".." + to + " to " + target);
            }
            ranges.add(state, from, to, target);
            return this;
        }

        /** Makes the state accept the language of the label (0 and up). */
        public Builder accept(int state, int label) {
            Objects.checkIndex(state, stateCount());
            if (label < 0) {
                throw new IllegalArgumentException("a label is 0 or more, not " + label);
            }
            stateLabels[state] = label;
            return this;
        }

        /** Makes entering the state count one. */
        public Builder unit(int state) {
            Objects.checkIndex(state, stateCount());
            unitStates.set(state);
            return this;
        }

        /**
         * Trims to states that are reachable and can reach acceptance, renumbers breadth-first, and freezes; does not
         * minimise. O(ranges + states * byte classes).
         *
         * @throws IndexOutOfBoundsException when a transition leads to a state that was never added
         */
        public ByteDfa build() {
            if (stateCount() == 0) {
                addState();
            }
            return new ByteDfaFreezer(ranges, stateLabels, unitStates).freeze();
        }
    }
}
