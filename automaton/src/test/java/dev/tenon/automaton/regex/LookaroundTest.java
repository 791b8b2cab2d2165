package dev.tenon.automaton.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LookaroundTest {
    private static final CompileLimits LIMITS = CompileLimits.defaults();

    @ParameterizedTest
    @MethodSource("languages")
    void findsThePatternExactlyWhereItIs(String pattern, List<String> accept, List<String> reject) {
        ByteDfa dfa = compile(pattern);
        for (String text : accept) {
            assertTrue(matches(dfa, text), () -> pattern + " should be found in \"" + text + "\"");
        }
        for (String text : reject) {
            assertFalse(matches(dfa, text), () -> pattern + " should not be found in \"" + text + "\"");
        }
    }

    static Stream<Arguments> languages() {
        return Stream.of(
                // Lookahead.
                row("a(?=b)", List.of("ab", "cab", "aab"), List.of("a", "ba", "")),
                row("a(?!b)", List.of("a", "ac", "aba"), List.of("ab", "b", "")),
                row("^(?!foo$).*", List.of("", "fo", "fooo", "foo\n"), List.of("foo")),
                row("^(?!foo|bar)[a-z]+$", List.of("fo", "baz"), List.of("foo", "foox", "bar", "")),
                row("^(?!.*\\.\\.)[a-z.]+$", List.of("a.b.", "."), List.of("a..b", "", "A")),
                row(
                        "^(?=.*[A-Z])(?=.*[0-9]).{8,64}$",
                        List.of("Abcdefg1", "1".repeat(63) + "Z"),
                        List.of("abcdefg1", "Abcdefgh", "Abcdef1", "1".repeat(64) + "Z")),
                row("^(?=a{2,3}$)(?=(?:aa)*$)a*$", List.of("aa"), List.of("", "a", "aaa", "aaaa")),
                row("^(?=)a(?=)$", List.of("a"), List.of("", "b")),
                row("(?!)", List.of(), List.of("", "a")),
                row("(?=a)b|c(?=d)", List.of("cd"), List.of("ab", "b", "c")),
                row("^(?!(?!a))a", List.of("a", "ab"), List.of("", "b")),
                row("^(?=a(?=b(?!c)))", List.of("ab", "abd"), List.of("abc", "a", "b")),
                row("^(?!^lucene\\.|builtin\\.).*", List.of("lucene", "x"), List.of("lucene.x", "builtin.")),
                row("^(?:[a-z]|(?!--)-)+$", List.of("a-b-"), List.of("a--b", "")),
                row("^((?!--)[a-z-])+$", List.of("a-b", "-"), List.of("a--", "")),
                row("^(?:(?!ab).)*$", List.of("", "ba", "acb"), List.of("ab", "cabc", "\n")),
                row("^(?:(?!ab).)*b", List.of("b", "cb", "ccbab"), List.of("ab", "cab", "c")),
                row("^(?:(?=(a*))a){2}$", List.of("aa"), List.of("a", "aaa")),
                row("x(?=\uD83D\uDE00$)", List.of("x\uD83D\uDE00"), List.of("x\uD83D\uDE01", "x")),
                row("^(?=\\p{Lu}).(?!\\p{Lu})", List.of("Aa", "\u00c9"), List.of("AA", "a")),
                // Annex B: a lookahead may be repeated.
                row("^(?=a)*b", List.of("b"), List.of("ab", "")),
                row("^(?=a)+b", List.of(), List.of("b", "ab")),
                row("^(?!a){2}b?", List.of("b", ""), List.of("a")),
                row("^(?=a){0}b", List.of("b"), List.of("ab")),
                row("^(?=a)??b", List.of("b"), List.of("ab")),
                // Lookbehind.
                row("(?<!a)b", List.of("b", "cb", "abb"), List.of("ab", "a", "")),
                row("(?<=a)b", List.of("ab", "bab"), List.of("b", "cb", "a")),
                row("(?<=^|,)x", List.of("x", "a,x"), List.of("ax", ",")),
                row("(?<=a{2,})b", List.of("aab", "aaab"), List.of("ab", "b")),
                row("(?<=^.{2})b", List.of("aab"), List.of("ab", "aaab", "b")),
                row("^[a-z-]+(?<!-)$", List.of("a-b"), List.of("a-", "")),
                row("^(?!-)[a-z-]{1,63}(?<!-)$", List.of("a", "a-b"), List.of("-a", "a-", "a".repeat(64))),
                row("(?<=(?<!a)b)c", List.of("bc", "bbc"), List.of("abc", "c")),
                row("(?<!(?<=a)b)c", List.of("bc", "c", "abcc"), List.of("abc")),
                row("$(?<=ab)", List.of("ab", "xab"), List.of("aba", "")),
                row("(?<!)a", List.of(), List.of("a", "")),
                row("^(?:a(?<=(?:^|b)a)|b)*$", List.of("", "ab", "abab", "bba"), List.of("aa", "baa")),
                // The one inside the other.
                row("(?<=a(?=b))b", List.of("ab"), List.of("b", "a")),
                row("(?<!a(?=bc))b", List.of("ab", "xbc", "abb"), List.of("abc", "c")),
                row("(?<=a(?!b))[bc]", List.of("ac"), List.of("ab", "c")),
                row("(?<=(?=ab)a)b", List.of("ab"), List.of("b", "cb")),
                row("(?<!x(?=.*y))z$", List.of("z", "az", "xz"), List.of("y")),
                row("(?<!x(?=.*y))z", List.of("xz", "azy"), List.of("xzy")),
                row("(?=.*(?<!\\.)$)^x", List.of("x", "x.y"), List.of("x.", "y")),
                row("(?!.*(?<=a)b)c", List.of("c", "ca", "abc"), List.of("cab")),
                row("(?<=^(?=.*z).*)b", List.of("bz", "abz"), List.of("b", "z")),
                // Word boundaries.
                row("\\bfoo\\b", List.of("foo", "a foo.", "-foo-"), List.of("food", "afoo", "_foo", "foo1")),
                row("^\\bfoo\\b", List.of("foo", "foo bar"), List.of("foobar", "xfoo")),
                row("\\B", List.of("", "ab", " ", "a  "), List.of("a", "a b")),
                row("\\b", List.of("a", " a", "\u00e9_"), List.of("", " ", "\u00e9")),
                row("o\\B", List.of("oo", "fox"), List.of("o", "o o")),
                row("^a\\b\\b.\\B$", List.of("a "), List.of("ab", "a")),
                row("a\\bb", List.of(), List.of("ab", "a b")),
                row("^(?:a\\b ?)+$", List.of("a", "a a"), List.of("aa", " ")),
                row("(?<=\\bfoo)bar", List.of("foobar", "a foobar"), List.of("xfoobar", "bar")),
                row("(?<=foo\\b).", List.of("foo."), List.of("foob", "foo")),
                row("(?<!\\b)b", List.of("ab"), List.of("b", " b")),
                row("(?=\\B)b", List.of("ab"), List.of("b", "a")));
    }

    @Test
    void compilesWhatPeopleWriteToAFewStates() {
        assertEquals(3, compile("^(?!.*\\.\\.)[a-z.]+$").stateCount());
        assertEquals(3, compile("^((?!--)[a-z-])+$").stateCount());
        assertEquals(compile("^[a-z]+$"), compile("^(?=[a-z])[a-z]*(?<=[a-z])$"));
        assertEquals(compile(""), compile("\\b|\\B"));
    }

    @Test
    void manyLooksOfOneShapeAreNoMoreThanOne() {
        String fifty = IntStream.range(0, 50).mapToObj(i -> "(?!.*x" + i + "$)").collect(Collectors.joining());
        ByteDfa dfa = compile("^" + fifty + ".*$");
        assertTrue(matches(dfa, "x50"));
        assertFalse(matches(dfa, "ax49"));
    }

    /** CPU time, since a busy machine must not fail the test; one second each on a quiet one. */
    @ParameterizedTest
    @MethodSource("hostilePatterns")
    void refusesOrCompilesHostilePatternsInShortTime(String pattern) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        try {
            compile(pattern);
        } catch (GrammarTooComplexException expected) {
            assertTrue(expected.limit() > 0);
        }
        long millis = (threads.getCurrentThreadCpuTime() - before) / 1_000_000;
        assertTrue(millis < 3_000, () -> millis + " ms");
    }

    static Stream<String> hostilePatterns() {
        return Stream.of(
                "^"
                        + IntStream.range(0, 50)
                                .mapToObj(i -> "(?=.*" + (char) ('A' + i) + ")")
                                .collect(Collectors.joining()),
                IntStream.range(0, 50).mapToObj(i -> "(?<=x.{" + i + "})").collect(Collectors.joining()),
                "(?=(a|b)*".repeat(249) + "c" + ")".repeat(249),
                "(?!(a|b)*".repeat(249) + "c" + ")".repeat(249),
                "(?=a|b".repeat(249) + ")".repeat(249),
                "(?<=a|b".repeat(249) + ")".repeat(249),
                "(?<!a*(?!b*".repeat(124) + "))".repeat(124),
                "(?<!a".repeat(60) + "(?!b))".repeat(60),
                "(?!.*(?<!b*".repeat(124) + "))".repeat(124),
                "^(?:(?=[ab]*a[ab]{30}$)[ab])*",
                "^(?:(?=.*a.{12}b).)*$",
                "(?<=a.{30})b",
                "(?<!a.{12}(?=.{12}a))b",
                "^(?=(?:(?:a*)*)*b)(?=(a|b)*c)(?=(a|b)*d)((a*)*)*$",
                "(?:(?<!a.*b(?=.*c))x|(?<!b.*a(?=.*d))y)*(?<!(?=.*e)c.*)z$",
                "(?<!"
                        + IntStream.range(0, 20)
                                .mapToObj(i -> "(?=" + (char) ('a' + i) + ")(?=.*" + i + ")")
                                .collect(Collectors.joining("|"))
                        + ").*x",
                "((?=a){200}){900}",
                "(?=a)|".repeat(20_000),
                "(?<=a)x|".repeat(20_000),
                "(?<!a(?=b))|".repeat(10_000),
                IntStream.range(0, 5_000)
                        .mapToObj(i -> "(?<=" + Character.toString(0x4E00 + i) + ")")
                        .collect(Collectors.joining("|")),
                "(?:(?=(?:(?!a{30}).){30}b)a){30}");
    }

    @Test
    void refusesAsManyStatesAsIndependentLooksHave() {
        String looks = IntStream.range(0, 30)
                .mapToObj(i -> "(?=.*" + (char) ('A' + i) + ")")
                .collect(Collectors.joining());
        assertThrows(GrammarTooComplexException.class, () -> compile("^" + looks));
    }

    private static ByteDfa compile(String pattern) {
        return RegexCompiler.compile(EcmaRegexParser.parseSearch(pattern, LIMITS), LIMITS);
    }

    private static boolean matches(ByteDfa dfa, String text) {
        return dfa.matches(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Arguments row(String pattern, List<String> accept, List<String> reject) {
        return Arguments.of(pattern, accept, reject);
    }
}
