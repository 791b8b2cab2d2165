package dev.tenon.automaton.match;

import dev.tenon.automaton.match.Frame.ElementsFrame;
import dev.tenon.automaton.match.Frame.Part;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The values that elements of an array can have, listed where they are asked for; thread-safe. */
final class ElementValues {
    /** Values listed of one element. */
    static final int MOST_VALUES = 4096;
    /** Bytes read while listing. */
    private static final int MOST_STEPS = 400_000;

    private final Node.ElementsNode node;
    private final IdentityHashMap<Node, Listed> known = new IdentityHashMap<>();

    /**
     * Values of an element.
     *
     * @param isComplete whether these are all
     */
    record Listed(List<JsonValue> values, boolean isComplete) {}

    ElementValues(Node.ElementsNode node) {
        this.node = node;
    }

    /** Takes the elements among these nodes for ones with too many values. */
    synchronized void neverList(Set<Node> recursive) {
        for (Node element : node.elements) {
            if (recursive.contains(element)) {
                known.put(element, new Listed(List.of(), false));
            }
        }
    }

    /** The values of the element of a step. */
    synchronized Listed of(int step) {
        return known.computeIfAbsent(node.elements[step], element -> list(element, node.targets[step]));
    }

    private Listed list(Node element, int target) {
        Set<JsonValue> values = new LinkedHashSet<>();
        ElementsFrame frame = new ElementsFrame(node, target, Part.ITEM, null, null);
        @SuppressWarnings("ReferenceEquality")
        Stepper stepper = new Stepper((left, value) -> {
            if (left == frame) {
                values.add(value);
            }
            return left == frame;
        });
        HeadWalk walk = new HeadWalk(stepper, stepper.into(element, frame).heads);
        for (int steps = 0; values.size() <= MOST_VALUES; steps++) {
            if (steps == MOST_STEPS) {
                return new Listed(List.copyOf(values), false);
            }
            Head head = walk.next();
            if (head == null) {
                return new Listed(new ArrayList<>(values), true);
            }
            walk.expand(head);
        }
        return new Listed(List.copyOf(values), false);
    }
}
