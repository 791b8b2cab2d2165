package dev.tenon.automaton.match;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What is left to be said once the part being read is complete: a stack as an immutable list, so that readings share
 * it and undoing costs nothing. Null stands for the end of the text.
 */
abstract sealed class Frame {
    final @Nullable Frame below;
    /** Of all but the demands that objects have met, so that stacks that differ in those alone are found. */
    final int hash;
    /** The outermost array of distinct elements that this is within an element of; null where there is none. */
    private final @Nullable ElementsFrame outermost;

    /** Made where it is first asked for. Not part of the value; whoever makes it makes the same. */
    private @Nullable Frame relaxed;

    private Frame(@Nullable Frame below, int ownHash) {
        this.below = below;
        this.outermost = below == null ? null : below.element();
        this.hash = (below == null ? 17 : below.hash) * 0x9E3779B1 + ownHash;
    }

    /** The same stack with arrays of distinct elements, from the outermost on, taken for ones whose elements may be equal. */
    Frame relaxed() {
        Frame known = relaxed;
        if (known == null) {
            Deque<Frame> above = new ArrayDeque<>();
            Frame at = this;
            while (at != null && at.element() != null) {
                above.push(at);
                at = at.below;
            }
            known = this;
            Frame below = at;
            while (!above.isEmpty()) {
                known = above.pop().relaxedOn(below);
                below = known;
            }
            relaxed = known;
        }
        return known;
    }

    /** The same on top of another stack, and for an array of distinct elements one whose elements may be equal. */
    abstract Frame relaxedOn(@Nullable Frame newBelow);

    /** Least bytes from the completion of the part above on to the end of the text. O(depth). */
    static long least(@Nullable Frame frame) {
        long least = 0;
        for (Frame at = frame; at != null; at = at.below) {
            least = Saturating.plus(least, at.ownLeast());
        }
        return least;
    }

    /** Least bytes that this frame alone still asks for once the part above it is complete. */
    abstract long ownLeast();

    /** The outermost array of distinct elements one of whose elements this frame or what is above it is part of. */
    @Nullable
    ElementsFrame element() {
        return outermost;
    }

    static int hash(@Nullable Frame frame) {
        return frame == null ? 17 : frame.hash;
    }

    /** Whether both stacks say the same. Shared parts are the same object, so this seldom looks deep. */
    @SuppressWarnings("ReferenceEquality")
    static boolean same(@Nullable Frame a, @Nullable Frame b) {
        while (a != b) {
            if (a == null || b == null || a.hash != b.hash || !a.sameTop(b)) {
                return false;
            }
            a = a.below;
            b = b.below;
        }
        return true;
    }

    abstract boolean sameTop(Frame other);

    /**
     * Whether all that can follow the second stack can follow the first: they are the same but for demands that objects
     * of the first have met and those of the second have not, and for states of arrays that allow more.
     */
    @SuppressWarnings("ReferenceEquality")
    static boolean covers(@Nullable Frame a, @Nullable Frame b) {
        while (a != b) {
            if (a == null || b == null || a.hash != b.hash || !a.coversTop(b)) {
                return false;
            }
            a = a.below;
            b = b.below;
        }
        return true;
    }

    boolean coversTop(Frame other) {
        return sameTop(other);
    }

    /** In a sequence: the items from {@code next} on follow. */
    static final class SequenceFrame extends Frame {
        final Node.SequenceNode node;
        final int next;

        SequenceFrame(Node.SequenceNode node, int next, @Nullable Frame below) {
            super(below, System.identityHashCode(node) * 31 + next);
            this.node = node;
            this.next = next;
        }

        @Override
        Frame relaxedOn(@Nullable Frame newBelow) {
            return new SequenceFrame(node, next, newBelow);
        }

        @Override
        long ownLeast() {
            return node.leastFrom[next];
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        boolean sameTop(Frame other) {
            return other instanceof SequenceFrame that && node == that.node && next == that.next;
        }
    }

    /** In a capture, which closes. */
    static final class CaptureFrame extends Frame {
        final Node.CaptureNode node;

        CaptureFrame(Node.CaptureNode node, @Nullable Frame below) {
            super(below, System.identityHashCode(node));
            this.node = node;
        }

        @Override
        Frame relaxedOn(@Nullable Frame newBelow) {
            return new CaptureFrame(node, newBelow);
        }

        @Override
        long ownLeast() {
            return 0;
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        boolean sameTop(Frame other) {
            return other instanceof CaptureFrame that && node == that.node;
        }
    }

    /** In a repetition: within an item, or within the separator before the next one. */
    static final class RepetitionFrame extends Frame {
        final Node.RepetitionNode node;
        final int completed;
        final Part part;

        RepetitionFrame(Node.RepetitionNode node, int completed, Part part, @Nullable Frame below) {
            super(below, (System.identityHashCode(node) * 31 + completed) * 4 + (part == Part.SEPARATOR ? 1 : 0));
            this.node = node;
            this.completed = completed;
            this.part = part;
        }

        @Override
        Frame relaxedOn(@Nullable Frame newBelow) {
            return new RepetitionFrame(node, completed, part, newBelow);
        }

        @Override
        long ownLeast() {
            return part == Part.SEPARATOR
                    ? Saturating.plus(node.item.least, node.leastAfter(completed + 1))
                    : node.leastAfter(completed + 1);
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        boolean sameTop(Frame other) {
            return other instanceof RepetitionFrame that
                    && node == that.node
                    && completed == that.completed
                    && part == that.part;
        }
    }

    /** In an array by an automaton: within an element, or within the separator before the next one. */
    static final class ElementsFrame extends Frame {
        final Node.ElementsNode node;
        /** The state once the element is complete; in the separator, the state whose steps follow. */
        final int state;

        final Part part;
        /** The values of the elements that are complete, where no two may be equal. */
        final @Nullable UsedValues used;

        ElementsFrame(Node.ElementsNode node, int state, Part part, @Nullable UsedValues used, @Nullable Frame below) {
            super(
                    below,
                    ((System.identityHashCode(node) * 31 + hash(node, state)) * 31 + UsedValues.hash(used)) * 4
                            + (part == Part.SEPARATOR ? 1 : 0));
            this.node = node;
            this.state = state;
            this.part = part;
            this.used = used;
        }

        /** States of which one may cover the other have one hash. */
        private static int hash(Node.ElementsNode node, int state) {
            return node.simulation != null && node.simulation.isSmall() ? 0 : state;
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        boolean coversTop(Frame other) {
            return other instanceof ElementsFrame that
                    && node == that.node
                    && part == that.part
                    && (state == that.state || (node.simulation != null && node.simulation.covers(state, that.state)))
                    && UsedValues.same(used, that.used);
        }

        @Override
        @Nullable
        ElementsFrame element() {
            ElementsFrame outer = super.element();
            return outer != null || node.distinct == null || part == Part.SEPARATOR ? outer : this;
        }

        @Override
        Frame relaxedOn(@Nullable Frame newBelow) {
            return node.distinct == null
                    ? new ElementsFrame(node, state, part, used, newBelow)
                    : new ElementsFrame(node.relaxed(), state, part, null, newBelow);
        }

        @Override
        long ownLeast() {
            return part == Part.SEPARATOR ? node.leastFrom[state] : node.leastAfter(state);
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        boolean sameTop(Frame other) {
            return other instanceof ElementsFrame that
                    && node == that.node
                    && state == that.state
                    && part == that.part
                    && UsedValues.same(used, that.used);
        }
    }

    /** In an object: within a key, within what follows the key, or within the separator before the next key. */
    static final class MembersFrame extends Frame {
        final Node.MembersNode node;
        final MemberState state;
        final Part part;
        /** Below 0 until it is asked for: what is demanded of an object can make it costly. */
        private long least = -1;
        /** For {@link LeastMembers#from}; null until it is asked for. */
        private long @Nullable [] afterKey;

        MembersFrame(Node.MembersNode node, MemberState state, Part part, @Nullable Frame below) {
            super(
                    below,
                    (System.identityHashCode(node) * 31 + state.hashCode()) * 4 + (part == Part.SEPARATOR ? 1 : 0));
            this.node = node;
            this.state = state;
            this.part = part;
        }

        @Override
        Frame relaxedOn(@Nullable Frame newBelow) {
            return new MembersFrame(node, state, part, newBelow);
        }

        @Override
        long ownLeast() {
            long known = least;
            if (known < 0) {
                // Whoever works it out finds the same.
                known = part == Part.SEPARATOR
                        ? new LeastMembers(state, node).next()
                        : new LeastMembers(state, node).left();
                least = known;
            }
            return known;
        }

        /** Least bytes from within a key on, to the end of the object. */
        long leastFrom(int keyState) {
            long[] known = afterKey;
            if (known == null) {
                known = new long[state.table.memberCount()];
                afterKey = known;
            }
            return new LeastMembers(state, node).from(keyState, known);
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        boolean sameTop(Frame other) {
            return other instanceof MembersFrame that
                    && node == that.node
                    && part == that.part
                    && state.equals(that.state);
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        boolean coversTop(Frame other) {
            return other instanceof MembersFrame that
                    && node == that.node
                    && part == that.part
                    && state.covers(that.state);
        }
    }

    /** Which part of a repeated thing is being read. */
    enum Part {
        KEY,
        ITEM,
        SEPARATOR
    }
}
