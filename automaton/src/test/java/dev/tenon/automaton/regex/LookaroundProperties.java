package dev.tenon.automaton.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.opentest4j.TestAbortedException;

/** Lookaround anywhere, nested in every way, against the definition and against java.util.regex. */
class LookaroundProperties {
    private static final CompileLimits LIMITS = CompileLimits.defaults();

    @Property(tries = 2500, edgeCases = EdgeCasesMode.NONE)
    void agreesWithTheDefinition(@ForAll("lookarounds") SamplePattern pattern, @ForAll("texts") List<String> texts) {
        ByteDfa dfa = compile(pattern.ecma());
        for (String text : texts) {
            boolean found = pattern.isFoundIn(text);
            Statistics.collect(found ? "found" : "not found");
            assertEquals(found, matches(dfa, text), () -> pattern.ecma() + " in \"" + text + "\"");
        }
        Statistics.coverage(coverage -> {
            coverage.check("found").percentage(share -> share > 20);
            coverage.check("not found").percentage(share -> share > 20);
        });
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void agreesWithJava(@ForAll("javaLookarounds") SamplePattern pattern, @ForAll("javaTexts") List<String> texts) {
        ByteDfa dfa = compile(pattern.ecma());
        Pattern java = Pattern.compile(pattern.java());
        for (String text : texts) {
            boolean found = java.matcher(text).find();
            Statistics.collect(found ? "found" : "not found");
            assertEquals(found, matches(dfa, text), () -> pattern.ecma() + " in \"" + text + "\"");
        }
        Statistics.coverage(coverage -> {
            coverage.check("found").percentage(share -> share > 20);
            coverage.check("not found").percentage(share -> share > 20);
        });
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void isMinimalAndPrintsWhatParsesBack(@ForAll("lookarounds") SamplePattern pattern) {
        ByteDfa dfa = compile(pattern.ecma());
        assertEquals(DfaAlgebra.minimize(dfa), dfa);
        String printed = RegexText.print(EcmaRegexParser.parseSearch(pattern.ecma(), LIMITS));
        assertEquals(dfa, compile("^(?:" + printed + ")$"), printed);
    }

    /** The two ways to the same language: by guards, and by resolving anchors. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void agreesWithTheResolutionOfAnchors(@ForAll("patterns") SamplePattern pattern) {
        assertEquals(compile(pattern.ecma()), compile(pattern.ecma() + "(?=)"));
    }

    /** A negative lookahead at the beginning is a complement, a positive one an intersection. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void looksAtTheWholeTextAreSetOperations(
            @ForAll("lookarounds") SamplePattern a, @ForAll("lookarounds") SamplePattern b) {
        ByteDfa left = compile(a.ecma());
        ByteDfa right = compile(b.ecma());
        assertEquals(DfaAlgebra.complement(left), compile("^(?![^]*" + a.ecma() + ")"));
        assertEquals(
                DfaAlgebra.intersect(left, right, LIMITS),
                compile("^(?=[^]*" + a.ecma() + ")(?=[^]*" + b.ecma() + ")"));
    }

    @Provide
    Arbitrary<SamplePattern> patterns() {
        return SamplePattern.patterns(3);
    }

    @Provide
    Arbitrary<SamplePattern> lookarounds() {
        return SamplePattern.lookarounds(3);
    }

    @Provide
    Arbitrary<SamplePattern> javaLookarounds() {
        return SamplePattern.javaLookarounds(3);
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return SamplePattern.texts().list().ofSize(12);
    }

    /** Without surrogate pairs: the JDK finds empty matches between the halves of one. */
    @Provide
    Arbitrary<List<String>> javaTexts() {
        return SamplePattern.texts()
                .map(text -> text.replace("\uD83D\uDE00", "\u20ac"))
                .list()
                .ofSize(12);
    }

    private static boolean matches(ByteDfa dfa, String text) {
        return dfa.matches(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A pattern that is refused for its size is no sample; jqwik fails the property where too many are none. */
    private static ByteDfa compile(String pattern) {
        try {
            return RegexCompiler.compile(EcmaRegexParser.parseSearch(pattern, LIMITS), LIMITS);
        } catch (GrammarTooComplexException e) {
            throw new TestAbortedException("beyond the budget: " + e.getMessage());
        }
    }
}
