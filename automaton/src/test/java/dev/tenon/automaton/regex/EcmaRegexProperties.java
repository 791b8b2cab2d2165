package dev.tenon.automaton.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.opentest4j.TestAbortedException;

/** The whole way from pattern to bytes, against the definition and against java.util.regex. */
class EcmaRegexProperties {
    private static final CompileLimits LIMITS = CompileLimits.defaults();

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void agreesWithTheDefinitionOnArbitraryTexts(
            @ForAll("patterns") SamplePattern pattern, @ForAll("texts") List<String> texts) {
        ByteDfa dfa = compile(pattern.ecma());
        for (String text : texts) {
            assertEquals(
                    pattern.isFoundIn(text), dfa.matches(utf8(text)), () -> pattern.ecma() + " in \"" + text + "\"");
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void agreesWithJavaOnArbitraryTexts(
            @ForAll("patterns") SamplePattern pattern, @ForAll("texts") List<String> texts) {
        ByteDfa dfa = compile(pattern.ecma());
        Pattern java = Pattern.compile(pattern.java());
        for (String text : texts) {
            assertEquals(
                    java.matcher(text).find(), dfa.matches(utf8(text)), () -> pattern.ecma() + " in \"" + text + "\"");
        }
    }

    @Property(tries = 700, edgeCases = EdgeCasesMode.NONE)
    void acceptsOnlyWhatJavaFinds(@ForAll("patterns") SamplePattern pattern, @ForAll Random random) {
        ByteDfa dfa = compile(pattern.ecma());
        Pattern java = Pattern.compile(pattern.java());
        for (int i = 0; i < 5 && !dfa.isEmpty(); i++) {
            String text = new String(randomWord(dfa, random), StandardCharsets.UTF_8);
            assertTrue(dfa.matches(utf8(text)), "not well-formed");
            assertTrue(java.matcher(text).find(), () -> pattern.ecma() + " in \"" + text + "\"");
        }
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void isMinimal(@ForAll("patterns") SamplePattern pattern) {
        ByteDfa dfa = compile(pattern.ecma());
        assertEquals(DfaAlgebra.minimize(dfa), dfa);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void printsWhatParsesBackToTheSameLanguage(@ForAll("patterns") SamplePattern pattern) {
        Regex regex = EcmaRegexParser.parseSearch(pattern.ecma(), LIMITS);
        String printed = RegexText.print(regex);
        Regex again = EcmaRegexParser.parseSearch("^(?:" + printed + ")$", LIMITS);
        assertEquals(compile(regex, LIMITS), compile(again, LIMITS), printed);
    }

    @Property(tries = 300, maxDiscardRatio = 1, edgeCases = EdgeCasesMode.NONE)
    void complementAndIntersectionOnTreesAgreeWithThoseOnBytes(
            @ForAll("patterns") SamplePattern a, @ForAll("patterns") SamplePattern b) {
        Regex left = EcmaRegexParser.parseSearch(a.ecma(), LIMITS);
        Regex right = EcmaRegexParser.parseSearch(b.ecma(), LIMITS);
        ByteDfa leftDfa = compile(left, LIMITS);
        ByteDfa rightDfa = compile(right, LIMITS);
        assertEquals(DfaAlgebra.complement(leftDfa), compile(new Regex.Complement(left), LIMITS));
        assertEquals(
                DfaAlgebra.intersect(leftDfa, rightDfa, LIMITS),
                compile(new Regex.Intersect(List.of(left, right)), LIMITS));
        assertEquals(
                DfaAlgebra.union(leftDfa, rightDfa, LIMITS),
                compile(new Regex.Alternate(List.of(left, right)), LIMITS));
    }

    @Provide
    Arbitrary<SamplePattern> patterns() {
        return SamplePattern.patterns(3);
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return SamplePattern.texts().list().ofSize(12);
    }

    private static ByteDfa compile(String pattern) {
        return compile(EcmaRegexParser.parseSearch(pattern, LIMITS), LIMITS);
    }

    /** A regex that is refused for its size is no sample; jqwik fails the property where too many are none. */
    private static ByteDfa compile(Regex regex, CompileLimits limits) {
        try {
            return RegexCompiler.compile(regex, limits);
        } catch (GrammarTooComplexException e) {
            throw new TestAbortedException("beyond the budget: " + e.getMessage());
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A random walk that turns to the nearest end after twenty bytes. */
    private static byte[] randomWord(ByteDfa dfa, Random random) {
        var word = new ByteArrayOutputStream();
        int state = dfa.start();
        while (true) {
            List<Integer> ways = ways(dfa, state, word.size() >= 20);
            if (dfa.isAccepting(state) && (ways.isEmpty() || random.nextInt(4) == 0)) {
                return word.toByteArray();
            }
            int b = ways.get(random.nextInt(ways.size()));
            word.write(b);
            state = dfa.step(state, b);
        }
    }

    private static List<Integer> ways(ByteDfa dfa, int state, boolean closerOnly) {
        return IntStream.range(0, 256)
                .filter(b -> dfa.step(state, b) != ByteDfa.DEAD)
                .filter(b -> !closerOnly || dfa.leastBytes(dfa.step(state, b)) < dfa.leastBytes(state))
                .boxed()
                .toList();
    }
}
