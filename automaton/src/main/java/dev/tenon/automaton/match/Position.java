package dev.tenon.automaton.match;

import org.jspecify.annotations.Nullable;

/**
 * What is left to be said: the readings of the text so far that are still alive, each of which can be completed, and
 * whether the text may end here. Immutable; equality is of what may follow.
 */
final class Position {
    private static final Head[] NO_HEADS = {};

    /** In order of preference. */
    final Head[] heads;

    final boolean accepting;
    /** The events of the first reading that may end here; null where it may not, or where no events are wanted. */
    final @Nullable Trace acceptTrace;

    private @Nullable FirstBytes firstBytes;

    private final int hash;

    Position(Head[] heads, boolean accepting, @Nullable Trace acceptTrace) {
        this.heads = heads;
        this.accepting = accepting;
        this.acceptTrace = acceptTrace;
        int h = accepting ? 1 : 0;
        for (Head head : heads) {
            h = h * 31 + head.hash;
        }
        this.hash = h;
    }

    /** Nothing is left: no text goes on or ends here. */
    static final Position DEAD = new Position(NO_HEADS, false, null);

    /** A position at which the text has ended. */
    static Position ended(@Nullable Trace trace) {
        return new Position(NO_HEADS, true, trace);
    }

    boolean isDead() {
        return heads.length == 0 && !accepting;
    }

    /** Whether any byte or special token may come next. */
    boolean goesOn() {
        for (Head head : heads) {
            if (head instanceof Head.TokenHead) {
                return true;
            }
            for (int b = 0; b < 256; b++) {
                if (Stepper.canStep(head, b)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The bytes that may come next, as far as automata alone can tell. */
    FirstBytes firstBytes() {
        FirstBytes known = firstBytes;
        if (known == null) {
            known = FirstBytes.possible(this);
            firstBytes = known;
        }
        return known;
    }

    /** Least bytes to the end of the text. */
    long least() {
        if (accepting) {
            return 0;
        }
        long least = Saturating.INFINITE;
        for (Head head : heads) {
            least = Math.min(least, head.least());
        }
        return least;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Position that)
                || hash != that.hash
                || accepting != that.accepting
                || heads.length != that.heads.length) {
            return false;
        }
        for (int i = 0; i < heads.length; i++) {
            if (!Head.same(heads[i], that.heads[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
