package dev.tenon.automaton.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexCompilerTest {
    private static final CompileLimits LIMITS = CompileLimits.defaults();

    @ParameterizedTest
    @CsvSource(
            delimiterString = " >> ",
            value = {
                "^[a-z]+$ >> 2",
                "^[a-z]{1,63}$ >> 64",
                "^[a-z]{0,1000}$ >> 1001",
                "^(?:[A-Z]{3}-\\d{4}){1,20}$ >> 161",
                "^[^]*$ >> 8",
                "^\u00e9$ >> 3",
            })
    void hasTheLeastNumberOfStates(String pattern, int states) {
        assertEquals(states, compile(pattern).stateCount());
    }

    @Test
    void printsTheStatesOfASmallAutomaton() {
        assertEquals("""
            0 a->1 \\xc3->2
            1*0 a->1 \\xc3->2
            2 \\xa9->1
            """, compile("^[a\u00e9]+$").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " >> ",
            value = {
                "^(?:a|b)*$ >> ^[ab]*$",
                "^(?:ab|ac)$ >> ^a[bc]$",
                "^a{2,4}$ >> ^aaa?a?$",
                "^(?:a*b*)*$ >> ^(?:a|b)*$",
                "^(?:x|\u00e9|\u20ac)y|\u00e9z$ >> (^[x\u00e9\u20ac]y)|\u00e9z$",
            })
    void equalLanguagesAreEqualAutomata(String one, String other) {
        assertEquals(compile(one), compile(other));
        assertEquals(compile(one).hashCode(), compile(other).hashCode());
    }

    @Test
    void complementIsRelativeToWellFormedText() {
        ByteDfa notA = RegexCompiler.compile(new Regex.Complement(Regex.literal("a")), LIMITS);
        assertFalse(notA.matches(bytes("a")));
        assertTrue(notA.matches(bytes("")));
        assertTrue(notA.matches(bytes("aa")));
        assertTrue(notA.matches(bytes("\uD83D\uDE00")));
        assertFalse(notA.matches(new byte[] {(byte) 0xFF}));
        assertFalse(notA.matches(new byte[] {(byte) 0xC0, (byte) 0x80}));
        assertFalse(notA.matches(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}));
    }

    @Test
    void complementMayStandInsideASequence() {
        Regex quoted = new Regex.Concat(List.of(
                Regex.literal("<"),
                new Regex.Complement(new Regex.Concat(List.of(Regex.ANY_TEXT, Regex.literal(">"), Regex.ANY_TEXT))),
                Regex.literal(">")));
        assertEquals(compile("^<[^>]*>$"), RegexCompiler.compile(quoted, LIMITS));
    }

    @Test
    void emptyOperatorsHaveTheirNeutralMeaning() {
        assertTrue(RegexCompiler.compile(new Regex.Never(), LIMITS).isEmpty());
        assertTrue(RegexCompiler.compile(new Regex.Alternate(List.of()), LIMITS).isEmpty());
        assertTrue(RegexCompiler.compile(new Regex.Chars(List.of()), LIMITS).isEmpty());
        assertEquals(ByteDfa.literal(new byte[0]), RegexCompiler.compile(new Regex.Concat(List.of()), LIMITS));
        assertEquals(DfaAlgebra.anyText(), RegexCompiler.compile(new Regex.Intersect(List.of()), LIMITS));
        assertEquals(DfaAlgebra.anyText(), RegexCompiler.compile(Regex.ANY_TEXT, LIMITS));
        assertTrue(RegexCompiler.compile(new Regex.Complement(Regex.ANY_TEXT), LIMITS)
                .isEmpty());
    }

    @Test
    void surrogatesAreNoText() {
        Regex surrogate = new Regex.Chars(List.of(new Regex.Range(0xD800, 0xDFFF)));
        assertTrue(RegexCompiler.compile(surrogate, LIMITS).isEmpty());
    }

    @Test
    void refusesAnExponentialAutomatonInShortTime() {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            var error = assertThrows(GrammarTooComplexException.class, () -> compile("^[ab]*a[ab]{30}$"));
            assertEquals("maxDfaStates", error.limitName());
        });
    }

    @Test
    void intersectsBeforeItDeterminises() {
        Regex exponential = EcmaRegexParser.parseSearch("^[ab]*a[ab]{30}$", LIMITS);
        Regex shape = EcmaRegexParser.parseSearch("^abab*$", LIMITS);
        ByteDfa both = RegexCompiler.compile(new Regex.Intersect(List.of(exponential, shape)), LIMITS);
        assertTrue(both.matches(bytes("aba" + "b".repeat(30))));
        assertTrue(both.matches(bytes("aba" + "b".repeat(28))));
        assertFalse(both.matches(bytes("aba" + "b".repeat(29))));
    }

    @Test
    void intersectsLargeOperandsByAnotherWay() {
        Regex a = EcmaRegexParser.parseSearch("^(?:[a-m][a-z]){1,200}$", LIMITS);
        Regex b = EcmaRegexParser.parseSearch("^(?:[a-z]{3}[b-y]){1,300}$", LIMITS);
        // Too few steps for the product of the two as they are, enough for each of them alone.
        var limits = new CompileLimits(100_000, 300_000, 200_000, 250, 1);
        assertEquals(
                DfaAlgebra.intersect(RegexCompiler.compile(a, LIMITS), RegexCompiler.compile(b, LIMITS), LIMITS),
                RegexCompiler.compile(new Regex.Intersect(List.of(a, b)), limits));
    }

    @Test
    void multipliesOperandsInTheirMinimalForm() {
        Regex a = EcmaRegexParser.parseSearch("a.{6}b", LIMITS);
        Regex b = EcmaRegexParser.parseSearch("c.{6}d", LIMITS);
        // As nondeterministic automata they take ten times as many steps together.
        var limits = new CompileLimits(100_000, 300_000, 200_000, 250, 1);
        ByteDfa both = RegexCompiler.compile(new Regex.Intersect(List.of(a, b)), limits);
        assertEquals(
                DfaAlgebra.intersect(RegexCompiler.compile(a, LIMITS), RegexCompiler.compile(b, LIMITS), LIMITS), both);
        assertTrue(both.matches(bytes("acxxxxxbd")));
        assertFalse(both.matches(bytes("acxxxxxdb")));
    }

    @Test
    void aSearchIsALanguageLikeOthers() {
        Regex look = EcmaRegexParser.parseSearch("^(?!.*b)[a-c]+(?<!c)$", LIMITS);
        assertEquals(compile("^[ac]*a$"), RegexCompiler.compile(look, LIMITS));
        assertEquals(
                compile("^x[ac]*ay$"),
                RegexCompiler.compile(new Regex.Concat(List.of(Regex.literal("x"), look, Regex.literal("y"))), LIMITS));
        assertEquals(
                DfaAlgebra.complement(compile("^[ac]*a$")), RegexCompiler.compile(new Regex.Complement(look), LIMITS));
        assertEquals(
                compile("^aa$"),
                RegexCompiler.compile(
                        new Regex.Intersect(
                                List.of(look, EcmaRegexParser.parseSearch("^.a$", LIMITS), look, Regex.literal("aa"))),
                        LIMITS));
    }

    @Test
    void limitsHoldExactly() {
        Regex five = new Regex.Repeat(Regex.ANY_CHAR, 5, 5);
        var enough = new CompileLimits(100, 10_000, 6, 5, 1);
        RegexCompiler.compile(new Regex.Repeat(new Regex.Chars(List.of(new Regex.Range('a', 'b'))), 5, 5), enough);
        var tooSmall = new CompileLimits(100, 10_000, 5, 5, 1);
        assertEquals("maxRegexSize", refusal(five, tooSmall));
        assertEquals("maxDfaStates", refusal(five, new CompileLimits(20, 10_000, 100, 5, 1)));
        assertEquals("maxDeterminizeSteps", refusal(five, new CompileLimits(100, 5, 100, 5, 1)));
        Regex deep = Regex.literal("a");
        for (int i = 0; i < 100; i++) {
            deep = new Regex.Complement(deep);
        }
        assertEquals("maxRegexDepth", refusal(deep, new CompileLimits(100, 10_000, 1000, 5, 1)));
    }

    @Test
    void treesThatShareTheirPartsAreMeasuredOnce() {
        Regex shared = Regex.literal("a");
        for (int i = 0; i < 200; i++) {
            shared = new Regex.Concat(List.of(shared, shared));
        }
        assertEquals("maxRegexSize", refusal(shared, LIMITS));
    }

    @Test
    void compilesThousandsOfAlternatives() {
        List<Regex> words = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            texts.add(Integer.toString(i * 7919, 36));
            words.add(Regex.literal(texts.get(i)));
        }
        assertEquals(DfaAlgebra.ofStrings(texts), RegexCompiler.compile(new Regex.Alternate(words), LIMITS));
    }

    @Test
    void compilesThousandsOfAlternativesOfManyCharacters() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 15_000; i++) {
            texts.add(Character.toString(0x4E00 + i) + Character.toString(0x4E01 + i));
        }
        assertEquals(DfaAlgebra.ofStrings(texts), compile("^(?:" + String.join("|", texts) + ")$"));
    }

    private static String refusal(Regex regex, CompileLimits limits) {
        return assertThrows(GrammarTooComplexException.class, () -> RegexCompiler.compile(regex, limits))
                .limitName();
    }

    private static ByteDfa compile(String pattern) {
        return RegexCompiler.compile(EcmaRegexParser.parseSearch(pattern, LIMITS), LIMITS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
