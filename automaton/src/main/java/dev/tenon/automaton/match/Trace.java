package dev.tenon.automaton.match;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one reading that are not yet certain, as an immutable list, last event first. Readings that say the
 * same share their nodes, so what all readings agree on is their last common node.
 */
final class Trace {
    /** Nothing said. */
    private static final int NONE = -3;

    private static final int OPEN = -2;
    private static final int CLOSE = -1;

    private final @Nullable Trace before;
    /** A byte 0..255, or OPEN, CLOSE. */
    private final int kind;

    private final String label;
    private final int length;
    /** The last continuation made, so that equal readings get equal nodes. Not part of the value. */
    private @Nullable Trace lastMade;

    private Trace(@Nullable Trace before, int kind, String label) {
        this.before = before;
        this.kind = kind;
        this.label = label;
        this.length = before == null ? 0 : before.length + 1;
    }

    /** A beginning at which nothing is pending. */
    static Trace root() {
        return new Trace(null, NONE, "");
    }

    Trace read(int byteValue) {
        return then(byteValue, "");
    }

    Trace open(String opened) {
        return then(OPEN, opened);
    }

    Trace close(String closed) {
        return then(CLOSE, closed);
    }

    private Trace then(int nextKind, String nextLabel) {
        Trace known = lastMade;
        if (known != null && known.kind == nextKind && known.label.equals(nextLabel)) {
            return known;
        }
        Trace made = new Trace(this, nextKind, nextLabel);
        lastMade = made;
        return made;
    }

    /** The last node that both have. */
    @SuppressWarnings("ReferenceEquality")
    static Trace common(Trace a, Trace b) {
        while (a != b) {
            Trace beforeA = a.before;
            Trace beforeB = b.before;
            if (a.length >= b.length && beforeA != null) {
                a = beforeA;
            } else if (beforeB != null) {
                b = beforeB;
            } else {
                throw new AssertionError("readings without a common beginning");
            }
        }
        return a;
    }

    boolean isRoot() {
        return before == null;
    }

    /** Appends the events from the root up to here to the list, bytes in runs. */
    void addTo(List<MatchEvent> events) {
        Trace[] path = pathFrom(0);
        int from = 0;
        while (from < path.length) {
            Trace node = path[from];
            int to = from;
            while (to < path.length && path[to].kind >= 0) {
                to++;
            }
            if (to > from) {
                byte[] run = new byte[to - from];
                for (int i = from; i < to; i++) {
                    run[i - from] = (byte) path[i].kind;
                }
                events.add(new MatchEvent.Bytes(run));
                from = to;
            } else {
                events.add(node.kind == OPEN ? new MatchEvent.Open(node.label) : new MatchEvent.Close(node.label));
                from++;
            }
        }
    }

    /** What follows the given ancestor, said again from another root. */
    @SuppressWarnings("ReferenceEquality")
    Trace rebase(Trace ancestor, Trace root) {
        Trace at = root;
        if (this != ancestor) {
            for (Trace node : pathFrom(ancestor.length)) {
                at = at.then(node.kind, node.label);
            }
        }
        return at;
    }

    /** What follows the first events, in order. */
    private Trace[] pathFrom(int first) {
        Trace[] path = new Trace[Math.max(0, length - first)];
        Trace at = this;
        for (int i = path.length - 1; i >= 0 && at != null; i--) {
            path[i] = at;
            at = at.before;
        }
        return path;
    }
}
