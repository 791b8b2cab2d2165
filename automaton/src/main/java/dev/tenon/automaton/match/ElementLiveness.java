package dev.tenon.automaton.match;

import dev.tenon.automaton.match.Frame.ElementsFrame;
import dev.tenon.automaton.match.Frame.Part;
import dev.tenon.automaton.match.Head.KeyHead;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a reading within an element of an array of distinct elements can be completed: whether the element can still
 * become a value that is not used, with the rest of the array completed by others, and so outwards for each array of
 * distinct elements that it is nested in.
 *
 * <p>From the inside out, {@link Breadth} says how many values the element of each array can still become. More than are
 * used, and one is free; without end, and the arrays further out need not look at what is inside. Where so few are left
 * that the numbers do not tell, completions are gone through until one is found from which they do. Not thread-safe.
 */
final class ElementLiveness {
    /** Readings gone through for one answer before it is no: then a text less is allowed, and nothing invalid is. */
    private static final int MOST_READINGS = 100_000;

    private static final int MOST_KNOWN = 20_000;

    private final Map<HeadWalk.Key, Boolean> known = new HashMap<>();

    private enum Answer {
        YES,
        NO,
        /** The numbers do not tell. */
        OPEN
    }

    /** Whether the reading can be completed. */
    boolean isAlive(Head head) {
        return switch (byNumbers(head)) {
            case YES -> true;
            case NO -> false;
            case OPEN -> {
                HeadWalk.Key key = new HeadWalk.Key(head.withTrace(null));
                Boolean found = known.get(key);
                if (found == null) {
                    if (known.size() >= MOST_KNOWN) {
                        known.clear();
                    }
                    found = hasCompletion(key.head());
                    known.put(key, found);
                }
                yield found;
            }
        };
    }

    private static boolean hasCompletion(Head head) {
        Stepper stepper = new Stepper((left, value) -> false);
        HeadWalk walk = new HeadWalk(stepper, new Head[] {head});
        for (int i = 0; i < MOST_READINGS; i++) {
            Head next = walk.next();
            if (next == null) {
                return false;
            }
            if (next.value == null) {
                return true;
            }
            switch (byNumbers(next)) {
                case YES -> {
                    return true;
                }
                case NO -> {
                    // No completion of it fits: go on with the others.
                }
                case OPEN -> walk.expand(next);
            }
        }
        return false;
    }

    private static Answer byNumbers(Head head) {
        return head.value == null ? Answer.YES : byNumbers(head, Breadth.of(head));
    }

    /**
     * How many values the part that is being read must still be able to become, so that the reading can be completed for
     * certain, whatever else is read of the part; more than there are where no number is enough.
     */
    static long enough(Head head) {
        long low = 0;
        long high = Saturating.INFINITE;
        if (byNumbers(head, high) != Answer.YES) {
            return Long.MAX_VALUE;
        }
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (byNumbers(head, middle) == Answer.YES) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /**
     * The same by how many values the part that is being read can still become.
     *
     * @param own of the lexeme in progress, or of the key and what follows it in its object
     */
    @SuppressWarnings("ReferenceEquality")
    private static Answer byNumbers(Head head, long own) {
        Frame below = head.below;
        ElementsFrame outermost = below == null ? null : below.element();
        if (outermost == null) {
            return Answer.YES;
        }
        Answer answer = Answer.YES;
        long breadth = own;
        for (Frame frame = head instanceof KeyHead key ? key.frame.below : below; frame != null; frame = frame.below) {
            if (frame instanceof ElementsFrame elements && elements.node.distinct != null) {
                DistinctElements distinct = elements.node.distinct;
                if (elements.part == Part.SEPARATOR) {
                    if (!distinct.canGoOn(elements.state, elements.used)) {
                        return Answer.NO;
                    }
                } else {
                    int completion = distinct.completion(elements.state, elements.used);
                    if (completion == DistinctElements.NONE) {
                        return Answer.NO;
                    }
                    long used = UsedValues.size(elements.used);
                    if (breadth <= used + completion && frame == outermost && head.value != null) {
                        used = stillPossible(elements.used, head.value);
                    }
                    if (breadth <= used + completion) {
                        answer = Answer.OPEN;
                    }
                    breadth = breadth >= Breadth.ENDLESS ? breadth : Math.max(1, breadth - used - completion);
                    breadth = Math.max(breadth, distinct.breadth(elements.state, UsedValues.size(elements.used) + 1L));
                }
                if (distinct.isEndless(elements.state)) {
                    breadth = Saturating.INFINITE;
                }
                if (frame == outermost) {
                    return answer;
                }
            } else {
                breadth = Saturating.times(breadth, Breadth.of(frame));
            }
        }
        return answer;
    }

    /** How many of the used values the element can still become. */
    private static long stillPossible(@Nullable UsedValues used, PartialValue value) {
        long count = 0;
        for (UsedValues at = used; at != null; at = at.earlier) {
            count += value.mayBecome(at.value) ? 1 : 0;
        }
        return count;
    }
}
