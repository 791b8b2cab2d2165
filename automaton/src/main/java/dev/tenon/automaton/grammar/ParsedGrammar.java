package dev.tenon.automaton.grammar;

import java.util.List;

/**
 * A grammar that was read from text.
 *
 * @param grammar what is enforced: exactly the texts of the grammar
 * @param warnings what in the text has no effect
 */
public record ParsedGrammar(Grammar grammar, List<GrammarWarning> warnings) {
    /** Takes a copy of the list. */
    public ParsedGrammar {
        warnings = List.copyOf(warnings);
    }
}
