package dev.tenon.automaton.dfa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dk.brics.automaton.Automaton;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Subset construction and minimisation against the definition, and against dk.brics on small inputs. */
class DeterminizerProperties {
    private static final int SYMBOLS = 4;

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void keepsEveryWordAndItsLeastLabel(@ForAll Random random) {
        Nfa nfa = SampleAutomata.nfa(random, SYMBOLS, 3);
        SymbolDfa dfa = Determinizer.determinize(nfa, budget());
        SymbolDfa minimal = Minimizer.minimize(dfa);
        for (int[] word : SampleAutomata.words(SYMBOLS, 4)) {
            assertEquals(SampleAutomata.label(nfa, word), SampleAutomata.label(dfa, word));
            assertEquals(SampleAutomata.label(nfa, word), SampleAutomata.label(minimal, word));
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void isAsSmallAsWhatBricsMinimises(@ForAll Random random) {
        Nfa nfa = SampleAutomata.nfa(random, SYMBOLS, 1);
        Automaton brics = BricsAutomata.toBrics(nfa, budget());
        brics.determinize();
        brics.minimize();
        SymbolDfa minimal = Minimizer.minimize(Determinizer.determinize(nfa, budget()));
        assertEquals(brics.getNumberOfStates(), minimal.stateCount());
        for (int[] word : SampleAutomata.words(SYMBOLS, 5)) {
            var text = new StringBuilder();
            for (int symbol : word) {
                text.append((char) symbol);
            }
            assertEquals(brics.run(text.toString()), SampleAutomata.label(minimal, word) == 0);
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void bricsIntersectsAsTheDefinitionDoes(@ForAll Random random) {
        Nfa a = SampleAutomata.nfa(random, SYMBOLS, 2);
        Nfa b = SampleAutomata.nfa(random, SYMBOLS, 2);
        Nfa both = BricsAutomata.intersect(a, b, budget()).orElseThrow();
        for (int[] word : SampleAutomata.words(SYMBOLS, 4)) {
            boolean expected = SampleAutomata.label(a, word) >= 0 && SampleAutomata.label(b, word) >= 0;
            assertEquals(expected, SampleAutomata.label(both, word) == 0);
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void complementAcceptsTheOtherWords(@ForAll Random random) {
        Nfa nfa = SampleAutomata.nfa(random, SYMBOLS, 2);
        SymbolDfa complement = Determinizer.determinize(nfa, budget()).complement(budget());
        for (int[] word : SampleAutomata.words(SYMBOLS, 4)) {
            assertEquals(SampleAutomata.label(nfa, word) < 0, SampleAutomata.label(complement, word) == 0);
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void embeddedAutomataAreAddedToTheLanguage(@ForAll Random random) {
        Nfa host = SampleAutomata.nfa(random, SYMBOLS, 1);
        Nfa guest = SampleAutomata.nfa(random, SYMBOLS, 2);
        var union = new Nfa(SYMBOLS);
        int end = union.addState();
        union.accept(end, 0);
        union.embed(host, 0, end);
        union.embed(Determinizer.determinize(guest, budget()), 0, end);
        for (int[] word : SampleAutomata.words(SYMBOLS, 4)) {
            boolean expected = SampleAutomata.label(host, word) >= 0 || SampleAutomata.label(guest, word) >= 0;
            assertEquals(
                    expected,
                    SampleAutomata.label(union, word) == 0,
                    () -> List.of(word).toString());
        }
    }

    private static WorkBudget budget() {
        return new WorkBudget(CompileLimits.defaults(), "a test");
    }
}
