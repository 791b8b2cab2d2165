package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a matcher gives up on undoing, and what it can still undo. */
final class ForgottenStepsTest {
    private static final String TEXT = "abcdef";

    private final GrammarCompiler compiler = new GrammarCompiler(letters(), CompileLimits.defaults());
    private final CompiledGrammar grammar =
            compiler.compile(Grammar.of(new Expr.Lexeme(DfaAlgebra.ofStrings(List.of(TEXT)))));

    private static Vocabulary letters() {
        List<byte[]> tokens = new ArrayList<>();
        for (char letter = 'a'; letter <= 'f'; letter++) {
            tokens.add(String.valueOf(letter).getBytes(StandardCharsets.UTF_8));
        }
        return Vocabulary.ofByteStrings(tokens);
    }

    private Matcher after(int letters) {
        Matcher matcher = grammar.matcher();
        for (int token = 0; token < letters; token++) {
            matcher.accept(token);
        }
        return matcher;
    }

    @ParameterizedTest(name = "{0} steps, the last {1} kept: {2} can be undone, {3} cannot")
    @CsvSource({"4, 0, 0, 1", "4, 1, 1, 2", "4, 3, 3, 4", "4, 4, 4, 5", "4, 9, 4, 5", "0, 0, 0, 1", "0, 3, 0, 1"})
    void onlyTheLastStepsCanBeUndone(int steps, int kept, int undone, int tooMany) {
        Matcher matcher = after(steps);

        matcher.forgetStepsBefore(kept);

        assertThrows(IllegalArgumentException.class, () -> matcher.rollback(tooMany));
        assertEquals(after(steps).mask(), matcher.mask());
        matcher.rollback(undone);
        assertEquals(after(steps - undone).mask(), matcher.mask());
    }

    @Test
    void stepsAfterwardsCanBeUndone() {
        Matcher matcher = after(3);
        matcher.rollback(1);

        matcher.forgetStepsBefore(0);
        matcher.accept(2);
        matcher.accept(3);
        matcher.rollback(2);

        assertEquals(after(2).mask(), matcher.mask());
        assertThrows(IllegalArgumentException.class, () -> matcher.rollback(1));
    }

    @Test
    void aForkKeepsNothingOfWhatWasForgotten() {
        Matcher matcher = after(3);
        Matcher fork = matcher.fork();

        matcher.forgetStepsBefore(0);
        fork.accept(3);
        fork.rollback(1);

        assertEquals(matcher.mask(), fork.mask());
    }

    @Test
    void negativeNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> after(1).forgetStepsBefore(-1));
    }
}
