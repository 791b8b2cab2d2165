package dev.tenon.schema;

import dev.tenon.automaton.grammar.Expr;
import java.util.function.Predicate;

/**
 * Strings that are told step by step because no automaton of a reasonable size tells them: they can be written and
 * recognised, and nothing else can be done with them.
 *
 * @param text the grammar of their spelling in JSON, quotes included; perhaps not of all of them
 * @param word whether a string is one of them
 * @param least a number of code points that none of them falls below
 * @param most one that none of them exceeds
 */
record SteppedStrings(Expr text, Predicate<String> word, int least, int most) {
    boolean contains(String string) {
        return word.test(string);
    }

    /** Whether all of them are in a set that only length bounds restrict. */
    boolean areWithin(StringSet set) {
        return set instanceof StringSet.Language language
                && language.text() == null
                && language.min() <= least
                && language.max() >= most;
    }
}
