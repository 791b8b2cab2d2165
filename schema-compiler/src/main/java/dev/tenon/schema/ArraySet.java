package dev.tenon.schema;

import dev.tenon.automaton.grammar.Expr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The arrays of one shape. Immutable, in normal form: a prefix does not end in what follows it anyway, and is not
 * longer than the array can be.
 *
 * @param prefix the first elements
 * @param rest every other element
 * @param min least number of elements
 * @param max largest number of elements, or {@link Expr#UNBOUNDED}
 * @param counts how many elements are of certain kinds
 * @param repeats whether equal elements may, must not or must be there
 */
record ArraySet(List<Node> prefix, Node rest, int min, int max, List<Count> counts, Repeats repeats) {
    ArraySet {
        prefix = List.copyOf(prefix);
        counts = List.copyOf(counts);
    }

    /** Whether two elements are equal. */
    enum Repeats {
        FREE,
        NONE,
        SOME
    }

    /**
     * The number of elements that are in the node of their place is between two bounds.
     *
     * @param prefix nodes of the first places
     * @param rest node of all others
     */
    record Count(List<Node> prefix, Node rest, int min, int max) {
        Count {
            prefix = List.copyOf(prefix);
        }

        /** What an element at an index is where it counts. */
        Node element(int index) {
            return index < prefix.size() ? prefix.get(index) : rest;
        }

        /** Whether any number will do. */
        boolean isFree() {
            return min == 0 && max == Expr.UNBOUNDED;
        }
    }

    /** The shape of these elements, in normal form. */
    static ArraySet of(List<Node> prefix, Node rest, int min, int max, NodeTable nodes) {
        return of(prefix, rest, min, max, List.of(), Repeats.FREE, nodes);
    }

    /** The shape in normal form. */
    static ArraySet of(
            List<Node> prefix, Node rest, int min, int max, List<Count> counts, Repeats repeats, NodeTable nodes) {
        int least = min;
        int most = max;
        Set<Count> kept = new LinkedHashSet<>();
        for (Count count : counts) {
            if (count.prefix.isEmpty() && rest.implies(count.rest) && allImply(prefix, count.rest)) {
                least = Math.max(least, count.min);
                most = Math.min(most, count.max);
            } else if (count.max == 0 && count.min == 0) {
                return without(prefix, rest, min, max, counts, count, repeats, nodes);
            } else if (!count.isFree()) {
                kept.add(count);
            }
        }
        most = rest == nodes.never() ? Math.min(most, prefix.size()) : most;
        int first = prefix.indexOf(nodes.never());
        most = first >= 0 ? Math.min(most, first) : most;
        int length = Math.min(prefix.size(), most);
        Node after = length == most ? nodes.never() : rest;
        while (length > 0 && prefix.get(length - 1) == after) {
            length--;
        }
        return new ArraySet(prefix.subList(0, length), after, least, most, List.copyOf(kept), repeats);
    }

    private static boolean allImply(List<Node> nodes, Node other) {
        return nodes.stream().allMatch(node -> node.implies(other));
    }

    /** Of a kind of which there is none every element is the opposite. */
    private static ArraySet without(
            List<Node> prefix,
            Node rest,
            int min,
            int max,
            List<Count> counts,
            Count none,
            Repeats repeats,
            NodeTable nodes) {
        List<Count> others = new ArrayList<>(counts);
        others.remove(none);
        List<Node> elements = new ArrayList<>();
        for (int i = 0; i < Math.max(prefix.size(), none.prefix.size()); i++) {
            Node element = i < prefix.size() ? prefix.get(i) : rest;
            elements.add(nodes.meet(element, nodes.complement(none.element(i))));
        }
        Node after = nodes.meet(rest, nodes.complement(none.rest));
        return of(elements, after, min, max, others, repeats, nodes);
    }

    /** All arrays. */
    static ArraySet all(NodeTable nodes) {
        return new ArraySet(List.of(), nodes.any(), 0, Expr.UNBOUNDED, List.of(), Repeats.FREE);
    }

    /** All arrays of different elements. */
    static ArraySet distinct(NodeTable nodes) {
        return new ArraySet(List.of(), nodes.any(), 0, Expr.UNBOUNDED, List.of(), Repeats.NONE);
    }

    /** Arrays with so many elements of a kind. */
    static ArraySet counted(Count count, NodeTable nodes) {
        return of(List.of(), nodes.any(), 0, Expr.UNBOUNDED, List.of(count), Repeats.FREE, nodes);
    }

    /** Whether no array is in it, as far as can be told without looking into its elements. */
    boolean isEmpty() {
        return min > max
                || (repeats == Repeats.SOME && max < 2)
                || counts.stream().anyMatch(count -> count.min > count.max || count.min > max);
    }

    /** Whether it is all about the kinds of elements by their place, and their number. */
    boolean isPlain() {
        return counts.isEmpty() && repeats == Repeats.FREE;
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
        List<Count> counts = new ArrayList<>(left.counts);
        counts.addAll(right.counts);
        if (left.repeats != right.repeats && left.repeats != Repeats.FREE && right.repeats != Repeats.FREE) {
            return new ArraySet(List.of(), nodes.never(), 1, 0, List.of(), Repeats.FREE);
        }
        Repeats repeats = left.repeats == Repeats.FREE ? right.repeats : left.repeats;
        return of(prefix, nodes.meet(left.rest, right.rest), least, most, counts, repeats, nodes);
    }

    /** The arrays that are not in it: each alternative says one thing that is otherwise. */
    List<ArraySet> complement(NodeTable nodes) {
        List<ArraySet> sets = new ArrayList<>();
        if (min > 0) {
            sets.add(of(List.of(), nodes.any(), 0, min - 1, nodes));
        }
        if (max != Expr.UNBOUNDED) {
            sets.add(of(List.of(), nodes.any(), max + 1, Expr.UNBOUNDED, nodes));
        }
        List<Node> opposites = new ArrayList<>();
        prefix.forEach(element -> opposites.add(nodes.complement(element)));
        // An array that is too long is in the alternative before, whatever stands beyond the end.
        Node after = max == prefix.size() ? nodes.never() : nodes.complement(rest);
        if (after != nodes.never() || opposites.stream().anyMatch(node -> node != nodes.never())) {
            sets.add(counted(new Count(opposites, after, 1, Expr.UNBOUNDED), nodes));
        }
        for (Count count : counts) {
            if (count.min > 0) {
                sets.add(counted(new Count(count.prefix, count.rest, 0, count.min - 1), nodes));
            }
            if (count.max != Expr.UNBOUNDED) {
                sets.add(counted(new Count(count.prefix, count.rest, count.max + 1, Expr.UNBOUNDED), nodes));
            }
        }
        switch (repeats) {
            case FREE -> {}
            case NONE -> sets.add(new ArraySet(List.of(), nodes.any(), 0, Expr.UNBOUNDED, List.of(), Repeats.SOME));
            case SOME -> sets.add(distinct(nodes));
        }
        return sets;
    }
}
