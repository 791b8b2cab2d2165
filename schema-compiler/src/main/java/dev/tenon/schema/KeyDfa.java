package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.DfaAlgebra;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The automaton of an object's keys, quotes included: the named keys as they are spelled, laid over the automaton of all
 * others, so that a key is told apart as it is read.
 */
final class KeyDfa {
    /** All strings as they are spelled, quotes included. */
    static final ByteDfa ANY = DfaAlgebra.minimize(JsonStringSpelling.spell(DfaAlgebra.anyText()));

    private static final ByteDfa NONE = DfaAlgebra.never();

    private KeyDfa() {}

    /**
     * The keys, each labelled by its index, and all others but the forbidden ones with the next label.
     *
     * @param keys different strings, all of them Unicode text
     * @param forbidden other strings
     * @param others whether there are others
     */
    static ByteDfa of(List<String> keys, Set<String> forbidden, Others others) {
        return switch (others) {
            case ALLOWED -> of(keys, forbidden, ANY);
            case NONE -> of(keys, Set.of(), NONE);
        };
    }

    /**
     * The keys, each labelled by its index, and the other keys of a language but the forbidden ones, each with its own
     * label raised by the number of keys.
     *
     * @param keys different strings, all of them Unicode text
     * @param forbidden other strings
     * @param others the language as it is spelled
     */
    static ByteDfa of(List<String> keys, Set<String> forbidden, ByteDfa others) {
        if (keys.isEmpty() && forbidden.isEmpty()) {
            return others;
        }
        return SharedLanguages.CACHE.get(
                new SharedLanguages.Key.Keys(List.copyOf(keys), Set.copyOf(forbidden), others),
                () -> DfaAlgebra.overlay(others, spelled(keys), spelled(forbidden)));
    }

    private static List<byte[]> spelled(Iterable<String> keys) {
        List<byte[]> words = new ArrayList<>();
        for (String key : keys) {
            if (StringSet.isText(key)) {
                words.add(JsonStringSpelling.spell(key));
            }
        }
        return words;
    }

    /** Whether keys that are not named may come. */
    enum Others {
        ALLOWED,
        NONE
    }
}
