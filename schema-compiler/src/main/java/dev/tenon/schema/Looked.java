package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which members and elements of a value a schema has looked at: the annotations that {@code unevaluatedProperties} and
 * {@code unevaluatedItems} read (JSON Schema Core 2020-12, section 11). Immutable.
 *
 * @param names keys of members
 * @param patterns languages of keys of members
 * @param keys whether of all members
 * @param prefix number of first elements
 * @param items whether of all elements
 * @param contained nodes: every element that is in one of them
 */
record Looked(Set<String> names, Set<ByteDfa> patterns, Extent keys, int prefix, Extent items, Set<Node> contained) {
    /** At nothing. */
    static final Looked NOTHING = new Looked(Set.of(), Set.of(), Extent.SOME, 0, Extent.SOME, Set.of());

    /** At every member. */
    static final Looked ALL_MEMBERS = new Looked(Set.of(), Set.of(), Extent.ALL, 0, Extent.SOME, Set.of());

    /** At every element. */
    static final Looked ALL_ELEMENTS = new Looked(Set.of(), Set.of(), Extent.SOME, 0, Extent.ALL, Set.of());

    Looked {
        names = keys == Extent.ALL ? Set.of() : Set.copyOf(names);
        patterns = keys == Extent.ALL ? Set.of() : Set.copyOf(patterns);
        prefix = items == Extent.ALL ? 0 : prefix;
        contained = items == Extent.ALL ? Set.of() : Set.copyOf(contained);
    }

    /** Whether all are meant. */
    enum Extent {
        SOME,
        ALL
    }

    /** At what either has looked at. */
    Looked and(Looked other) {
        return new Looked(
                both(names, other.names),
                both(patterns, other.patterns),
                keys == Extent.ALL ? keys : other.keys,
                Math.max(prefix, other.prefix),
                items == Extent.ALL ? items : other.items,
                both(contained, other.contained));
    }

    private static <T> Set<T> both(Set<T> one, Set<T> two) {
        Set<T> result = new LinkedHashSet<>(one);
        result.addAll(two);
        return result;
    }
}
