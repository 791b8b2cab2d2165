package dev.tenon.automaton.match;

import dev.tenon.automaton.token.TokenSymbols;

/** A set of ASCII bytes, and which of three groups of code points beyond ASCII are in. Not thread-safe. */
final class SymbolSet {
    /** Stands for the common code points beyond ASCII, white space aside, see {@link TokenSymbols#FIRST_COMMON}. */
    static final int BEYOND_COMMON = 128;
    /** Stands for white space beyond ASCII. */
    static final int BEYOND_SPACE = 129;
    /** Stands for all other code points. */
    static final int BEYOND_REST = 130;

    private static final int NONE = -1;
    private static final long LOW_SEPARATORS = separators(0);
    private static final long HIGH_SEPARATORS = separators(Long.SIZE);

    private long low;
    private long high;
    /** The bits of the three above. */
    private long beyond;

    private SymbolSet(long low, long high) {
        this.low = low;
        this.high = high;
    }

    private static long separators(int first) {
        long separators = 0;
        for (int b = first; b < first + Long.SIZE; b++) {
            separators |= TokenSymbols.isSeparator(b) ? 1L << b : 0;
        }
        return separators;
    }

    static SymbolSet none() {
        return new SymbolSet(0, 0);
    }

    /** All bytes; code points beyond are not in. */
    static SymbolSet allBytes() {
        return new SymbolSet(-1, -1);
    }

    boolean isEmpty() {
        return low == 0 && high == 0 && beyond == 0;
    }

    boolean hasAllBytes() {
        return low == -1 && high == -1;
    }

    /** How many bytes are in. */
    int count() {
        return Long.bitCount(low) + Long.bitCount(high);
    }

    /** The only byte, or -1 where there are others or none. */
    int onlyByte() {
        if (count() != 1) {
            return NONE;
        }
        return low != 0 ? Long.numberOfTrailingZeros(low) : Long.SIZE + Long.numberOfTrailingZeros(high);
    }

    /** Whether all that is in are white space and the backslash, see {@link TokenSymbols#separated}. */
    boolean areSeparators() {
        return (low & ~LOW_SEPARATORS) == 0 && (high & ~HIGH_SEPARATORS) == 0 && (beyond & ~(1L << BEYOND_SPACE)) == 0;
    }

    /** Adds what stands for code points beyond ASCII. */
    void setBeyond() {
        beyond |= 1L << BEYOND_COMMON | 1L << BEYOND_SPACE | 1L << BEYOND_REST;
    }

    /** Adds a byte or one of the three that stand for code points. */
    void set(int symbol) {
        if (symbol < Long.SIZE) {
            low |= 1L << symbol;
        } else if (symbol < BEYOND_COMMON) {
            high |= 1L << symbol;
        } else {
            beyond |= 1L << symbol;
        }
    }

    boolean get(int symbol) {
        return ((symbol < Long.SIZE ? low : symbol < BEYOND_COMMON ? high : beyond) >>> symbol & 1) != 0;
    }

    void add(SymbolSet other) {
        low |= other.low;
        high |= other.high;
        beyond |= other.beyond;
    }

    void remove(SymbolSet other) {
        low &= ~other.low;
        high &= ~other.high;
        beyond &= ~other.beyond;
    }

    void keep(SymbolSet other) {
        low &= other.low;
        high &= other.high;
        beyond &= other.beyond;
    }

    /**
     * Keeps the bytes of another set and one more.
     *
     * @param more the byte, or -1 for none
     * @return whether that takes some out
     */
    boolean keep(SymbolSet other, int more) {
        long keptLow = low & (other.low | (more >= 0 && more < Long.SIZE ? 1L << more : 0));
        long keptHigh = high & (other.high | (more >= Long.SIZE ? 1L << more : 0));
        boolean isLess = keptLow != low || keptHigh != high;
        low = keptLow;
        high = keptHigh;
        return isLess;
    }

    /** Whether all of another set is in. */
    boolean holds(SymbolSet other) {
        return (other.low & ~low) == 0 && (other.high & ~high) == 0 && (other.beyond & ~beyond) == 0;
    }

    /** Whether both have the same bytes, whatever comes beyond. */
    boolean hasBytesOf(SymbolSet other) {
        return low == other.low && high == other.high;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SymbolSet that && hasBytesOf(that) && beyond == that.beyond;
    }

    /** Changes with the set: no key of a map is written any more. */
    @Override
    public int hashCode() {
        return 31 * Long.hashCode(low) + Long.hashCode(high) + Long.hashCode(beyond);
    }
}
