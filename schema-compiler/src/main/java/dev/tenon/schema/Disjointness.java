package dev.tenon.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shows that the branches of a {@code oneOf} exclude each other, so that exactly one is the same as any: different
 * types, different numbers or strings, or a member or element that both have and that cannot be the same in both (the
 * {@code const} that tells tagged unions apart). What it cannot show it calls not disjoint.
 */
final class Disjointness {
    /** How deep inside a value the difference may lie. */
    private static final int MAX_DEPTH = 8;

    private final Expansion expansion;
    private final NodeTable nodes;
    private final Set<Node> asked = new HashSet<>();

    Disjointness(Expansion expansion, NodeTable nodes) {
        this.expansion = expansion;
        this.nodes = nodes;
    }

    /**
     * Demands that no two of the schemas, which were worked out, allow the same value.
     *
     * @throws SchemaException.Unsupported when that cannot be shown
     */
    void require(List<Location> schemas, SchemaAlgebra algebra, String pointer) {
        for (int i = 0; i < schemas.size(); i++) {
            for (int j = 0; j < i; j++) {
                ValueSet both = algebra.intersect(
                        expansion.valuesAt(schemas.get(i)), expansion.valuesAt(schemas.get(j)), pointer, "oneOf");
                if (!isEmpty(both, 0)) {
                    throw new SchemaException.Unsupported(
                            pointer,
                            "oneOf",
                            "branches " + j + " and " + i + " may allow the same value, and such a \"oneOf\" is not"
                                    + " enforced here; use \"anyOf\", or tell the branches apart by a required"
                                    + " property with different \"const\"s");
                }
            }
        }
    }

    private boolean isEmpty(ValueSet values, int depth) {
        return !values.hasNull()
                && values.booleans().isEmpty()
                && values.numbers().isEmpty()
                && values.strings().isEmpty()
                && values.arrays().stream().allMatch(array -> isEmpty(array, depth))
                && values.objects().stream().allMatch(object -> isEmpty(object, depth));
    }

    private boolean isEmpty(ArraySet array, int depth) {
        int needed = Math.min(array.min(), array.prefix().size() + 1);
        for (int i = 0; i < needed; i++) {
            if (isEmpty(array.element(i), depth)) {
                return true;
            }
        }
        return array.isEmpty();
    }

    private boolean isEmpty(ObjectSet object, int depth) {
        for (String key : object.required()) {
            if (isEmpty(object.member(key), depth)) {
                return true;
            }
        }
        return object.isEmpty();
    }

    private boolean isEmpty(Node node, int depth) {
        if (node == nodes.never()) {
            return true;
        }
        if (depth >= MAX_DEPTH || !asked.add(node)) {
            return false;
        }
        try {
            ValueSet values = expansion.tryExpand(node);
            return values != null && isEmpty(values, depth + 1);
        } finally {
            asked.remove(node);
        }
    }
}
