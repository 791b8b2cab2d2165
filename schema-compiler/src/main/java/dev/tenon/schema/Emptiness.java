package dev.tenon.schema;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks a few levels into elements and members for a reason why a set has no value: what must be there and cannot be.
 * What it cannot show it calls not empty; {@link Productivity} decides in the end. So it is only for leaving out
 * alternatives early. Not thread-safe: one compilation's.
 */
final class Emptiness {
    /** How deep inside a value the reason may lie. */
    private static final int MAX_DEPTH = 8;

    private final Function<Node, @Nullable ValueSet> expansion;
    private final Fuel fuel;
    private final Set<Node> asked = new HashSet<>();

    /** Asks for the values of nodes; null stands for those that are not known now. */
    Emptiness(Function<Node, @Nullable ValueSet> expansion, Fuel fuel) {
        this.expansion = expansion;
        this.fuel = fuel;
    }

    /** Whether it can be shown that no array is in it. */
    boolean isEmpty(ArraySet array) {
        if (array.isEmpty()) {
            return true;
        }
        int needed = Math.min(array.min(), array.prefix().size() + 1);
        for (int i = 0; i < needed; i++) {
            if (isEmpty(array.element(i))) {
                return true;
            }
        }
        for (ArraySet.Count count : array.counts()) {
            if (count.min() > 0
                    && isEmpty(count.rest())
                    && count.prefix().stream().allMatch(this::isEmpty)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it can be shown that no object is in it. */
    boolean isEmpty(ObjectSet object) {
        if (object.isEmpty()) {
            return true;
        }
        for (String key : object.required()) {
            if (isEmpty(object.member(key))) {
                return true;
            }
        }
        return false;
    }

    /** Whether it can be shown that no value is in it. */
    boolean isEmpty(Node node) {
        if (node.isNever()) {
            return true;
        }
        if (asked.size() >= MAX_DEPTH || !asked.add(node)) {
            return false;
        }
        try {
            fuel.spend(8);
            ValueSet values = expansion.apply(node);
            return values != null
                    && !values.hasNull()
                    && values.booleans().isEmpty()
                    && values.numbers().isEmpty()
                    && values.strings().isEmpty()
                    && values.arrays().stream().allMatch(this::isEmpty)
                    && values.objects().stream().allMatch(this::isEmpty);
        } finally {
            asked.remove(node);
        }
    }
}
