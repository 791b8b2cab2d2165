package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.token.Vocabulary;

/** STUB. Per model. Compiles grammars for one vocabulary; thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class GrammarCompiler {
    public GrammarCompiler(Vocabulary vocabulary, CompileLimits limits) {}

    public Vocabulary vocabulary() {
        throw new IllegalStateException();
    }
    /**
     * No vocabulary work is done here.
     * @throws UnproductiveGrammarException (unchecked) the language is empty, or the vocabulary cannot spell it
     * @throws dev.tenon.automaton.dfa.GrammarTooComplexException beyond the limits
     */
    public CompiledGrammar compile(Grammar grammar) {
        throw new IllegalStateException();
    }
}
