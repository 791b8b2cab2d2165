package dev.tenon.schema;

import java.util.IdentityHashMap;

/**
 * Arrays and objects told apart into what their elements and members may be, each shape once: what decides whether a
 * shape has values, and what it is written out from. Not thread-safe: one compilation's.
 */
final class Shapes {
    private final TextLanguages languages;
    private final Fuel fuel;
    private final Kinds kinds;
    private final IdentityHashMap<ArraySet, ArrayAutomaton> arrays = new IdentityHashMap<>();
    private final IdentityHashMap<ObjectSet, MemberLabels> objects = new IdentityHashMap<>();

    Shapes(Expansion expansion, TextLanguages languages, Fuel fuel) {
        this.languages = languages;
        this.fuel = fuel;
        this.kinds = new Kinds(expansion.nodes(), expansion.emptiness(), fuel);
    }

    /** The automaton of an array that is not {@linkplain ArraySet#isPlain plain}. */
    ArrayAutomaton of(ArraySet array) {
        return arrays.computeIfAbsent(array, key -> ArrayAutomaton.of(key, kinds, fuel));
    }

    /** The labels of an object. */
    MemberLabels of(ObjectSet object) {
        return objects.computeIfAbsent(object, key -> MemberLabels.of(key, kinds, languages, fuel));
    }
}
