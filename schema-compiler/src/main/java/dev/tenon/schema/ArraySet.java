package dev.tenon.schema;

import dev.tenon.automaton.grammar.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * The arrays of one shape. Immutable, in normal form: a prefix does not end in what follows it anyway, and is not
 * longer than the array can be.
 *
 * @param prefix the first elements
 * @param rest every other element
 * @param min least number of elements
 * @param max largest number of elements, or {@link Expr#UNBOUNDED}
 */
record ArraySet(List<Node> prefix, Node rest, int min, int max) {
    ArraySet {
        prefix = List.copyOf(prefix);
    }

    /** The shape in normal form. */
    static ArraySet of(List<Node> prefix, Node rest, int min, int max, NodeTable nodes) {
        int most = rest == nodes.never() ? Math.min(max, prefix.size()) : max;
        int first = prefix.indexOf(nodes.never());
        most = first >= 0 ? Math.min(most, first) : most;
        int length = Math.min(prefix.size(), most);
        Node after = length == most ? nodes.never() : rest;
        while (length > 0 && prefix.get(length - 1) == after) {
            length--;
        }
        return new ArraySet(prefix.subList(0, length), after, min, most);
    }

    /** All arrays. */
    static ArraySet all(NodeTable nodes) {
        return new ArraySet(List.of(), nodes.any(), 0, Expr.UNBOUNDED);
    }

    /** Whether no array is in it, as far as can be told without looking into its elements. */
    boolean isEmpty() {
        return min > max;
    }

    /** What the element at an index is. */
    Node element(int index) {
        return index < prefix.size() ? prefix.get(index) : rest;
    }

    /** The arrays in both. */
    static ArraySet intersect(ArraySet left, ArraySet right, NodeTable nodes) {
        int length = Math.max(left.prefix.size(), right.prefix.size());
        List<Node> prefix = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            prefix.add(nodes.meet(left.element(i), right.element(i)));
        }
        int least = Math.max(left.min, right.min);
        int most = Math.min(left.max, right.max);
        return of(prefix, nodes.meet(left.rest, right.rest), least, most, nodes);
    }
}
