package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Positions at which the same tokens may come have one mask, wherever they are. */
final class SharedMasksTest {
    private static final Vocabulary VOCABULARY = SyntheticVocabulary.ofSize(2_000, 7);

    private static Expr literal(String text) {
        return new Expr.Lexeme(ByteDfa.literal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Expr sequence(Expr... items) {
        return new Expr.Sequence(List.of(items));
    }

    private static Expr array(Expr element, int least, int most) {
        return sequence(literal("["), new Expr.Repetition(element, literal(","), least, most), literal("]"));
    }

    private static Expr string() {
        return new Expr.Lexeme(RandomGrammars.quoted(true));
    }

    private static Matcher after(GrammarCompiler compiler, Expr root, String text) {
        Matcher matcher = compiler.compile(Grammar.of(root)).matcher();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(bytes.length, matcher.acceptBytes(bytes, 0, bytes.length));
        return matcher;
    }

    private static GrammarCompiler compiler() {
        return new GrammarCompiler(VOCABULARY, CompileLimits.defaults());
    }

    @Test
    void masksThatAreFoundAreNotCountedAsMade() {
        Expr root = array(string(), 0, 1_000);
        GrammarCompiler compiler = compiler();
        after(compiler, root, "[\"b\",\"c\",\"x").mask();
        MaskStatistics first = compiler.maskStatistics();
        after(compiler, root, "[" + "\"a\",".repeat(9) + "\"x").mask();
        MaskStatistics second = compiler.maskStatistics();
        assertEquals(first.positions() + 1, second.positions());
        assertEquals(first.made(), second.made());
        assertTrue(first.made() > 0 && second.bytes() > 0);
    }

    @Test
    void theTenthElementHasTheMaskOfTheThird() {
        Expr root = array(string(), 0, 1_000);
        String nine = "\"a\",".repeat(9);
        GrammarCompiler compiler = compiler();
        assertSame(
                after(compiler, root, "[\"b\",\"c\",\"x").mask(),
                after(compiler, root, "[" + nine + "\"x").mask());
    }

    @Test
    void theSameElementOfAnotherGrammarHasTheSameMask() {
        GrammarCompiler compiler = compiler();
        TokenMask one = after(compiler, array(string(), 0, 50), "[\"x").mask();
        TokenMask other =
                after(compiler, array(string(), 0, Expr.UNBOUNDED), "[\"x").mask();
        assertSame(one, other);
    }

    @Test
    void theLastElementAllowsNoOtherAfterIt() {
        GrammarCompiler compiler = compiler();
        TokenMask last = after(compiler, array(string(), 0, 2), "[\"a\",\"x\"").mask();
        TokenMask earlier =
                after(compiler, array(string(), 0, 3), "[\"a\",\"x\"").mask();
        assertFalse(last.contains(','));
        assertEquals(true, earlier.contains(','));
    }

    @Test
    void aMaskIsTheSameOnceMore() {
        GrammarCompiler compiler = compiler();
        CompiledGrammar grammar = compiler.compile(Grammar.of(array(string(), 0, 9)));
        assertSame(grammar.matcher().mask(), grammar.matcher().mask());
    }

    @Test
    void aBatchHasTheMasksOfItsMatchersInTheirOrder() {
        GrammarCompiler compiler = compiler();
        Matcher one = after(compiler, array(string(), 0, 9), "[");
        Matcher other = after(compiler, array(string(), 0, 9), "[\"a\"");
        List<TokenMask> masks = Matcher.masks(List.of(one, other, one.fork()));
        assertEquals(3, masks.size());
        assertSame(one.mask(), masks.get(0));
        assertSame(other.mask(), masks.get(1));
        assertSame(one.mask(), masks.get(2));
    }

    @Test
    void aBatchOfNoneHasNoMasks() {
        assertEquals(List.of(), Matcher.masks(List.of()));
    }
}
