package dev.tenon.automaton.match;

/** Sums of byte counts in which infinity stays infinity. */
final class Saturating {
    /** More bytes than there are. */
    static final long INFINITE = Long.MAX_VALUE / 4;

    private Saturating() {}

    static long plus(long a, long b) {
        return Math.min(INFINITE, a + b);
    }

    static long times(long count, long each) {
        return count == 0 || each == 0 ? 0 : count > INFINITE / each ? INFINITE : Math.min(INFINITE, count * each);
    }
}
