package dev.tenon.automaton.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcmaRegexParserTest {
    private static final CompileLimits LIMITS = CompileLimits.defaults();

    @ParameterizedTest
    @MethodSource("languages")
    void findsThePatternExactlyWhereItIs(String pattern, List<String> accept, List<String> reject) {
        ByteDfa dfa = RegexCompiler.compile(EcmaRegexParser.parseSearch(pattern, LIMITS), LIMITS);
        for (String text : accept) {
            assertTrue(matches(dfa, text), () -> pattern + " should be found in \"" + text + "\"");
        }
        for (String text : reject) {
            assertFalse(matches(dfa, text), () -> pattern + " should not be found in \"" + text + "\"");
        }
    }

    static Stream<Arguments> languages() {
        return Stream.of(
                // Search and anchors.
                row("b", List.of("b", "abc"), List.of("", "ac")),
                row("", List.of("", "x"), List.of()),
                row("^a", List.of("a", "ab"), List.of("", "ba")),
                row("a$", List.of("a", "ba"), List.of("", "ab", "a\n")),
                row("^a|b$", List.of("a", "ax", "b", "xb"), List.of("", "xa", "bx")),
                row("(^|x)y", List.of("y", "yz", "axyz"), List.of("ay", "x")),
                row("y($|x)", List.of("y", "ay", "yxa"), List.of("ya", "x")),
                row("a$b", List.of(), List.of("", "ab", "a", "b")),
                row("a^b", List.of(), List.of("ab", "b")),
                row("(?:^)*a", List.of("a", "ba"), List.of("", "b")),
                row("(?:^)+a", List.of("a", "ab"), List.of("ba")),
                row("(?:^a){2}", List.of(), List.of("a", "aa")),
                row("(?:^|a){2}b", List.of("b", "ab", "aab", "xaab"), List.of("xb", "xab")),
                row("(?:a|$){3}", List.of("", "a", "b", "aaa", "aaab"), List.of()),
                row("^(?:a|$){3}$", List.of("", "a", "aa", "aaa"), List.of("b", "aaaa")),
                row("$^", List.of(""), List.of("a", "\n")),
                row("^$", List.of(""), List.of("a", "\n")),
                row("^(^a$)?$", List.of("", "a"), List.of("aa", "b")),
                row("^[^]*$", List.of("", "a\n\u2028", "\uD83D\uDE00"), List.of()),
                row("(?:a*^)b", List.of("b", "bc"), List.of("ab", "")),
                // Repetition.
                row("^a{2}$", List.of("aa"), List.of("a", "aaa")),
                row("^a{2,}$", List.of("aa", "aaaa"), List.of("a", "")),
                row("^a{0,2}$", List.of("", "a", "aa"), List.of("aaa")),
                row("^a{0}$", List.of(""), List.of("a")),
                row("^a{002}$", List.of("aa"), List.of("a", "aaa")),
                row("^(?:ab?)+?$", List.of("a", "aba"), List.of("", "b", "abb")),
                row("^a*?b??$", List.of("", "a", "ab"), List.of("abb")),
                // Groups.
                row("^(?:a|b)(?<name_1>c|)(d)$", List.of("acd", "bd"), List.of("cd", "abd")),
                row("^()$", List.of(""), List.of("a")),
                row("^(?:(?<n>a)|b(?<n>c))(?<m>d)$", List.of("ad", "bcd"), List.of("a", "bd")),
                // Classes.
                row("^[a-c]$", List.of("a", "b", "c"), List.of("d", "", "-", "A")),
                row("^[^a-c]$", List.of("d", "\n", "\uD83D\uDE00"), List.of("a", "dd")),
                row("^[]$", List.of(), List.of("", "a")),
                row("^[a-]$", List.of("a", "-"), List.of("b")),
                row("^[-a]$", List.of("a", "-"), List.of("b")),
                row("^[a-b-d]$", List.of("a", "b", "-", "d"), List.of("c")),
                row("^[+--]$", List.of("+", ",", "-"), List.of("*", ".")),
                row("^[.*+?(){}|^$/]$", List.of(".", "*", "^", "$", "|", "/", "{"), List.of("a", "\\")),
                row("^[{1,2}]$", List.of("{", "1", ",", "}"), List.of("3")),
                row("^[[]$", List.of("["), List.of("]")),
                row("^[\\]\\\\]$", List.of("]", "\\"), List.of("[")),
                row("^[\\b]$", List.of("\b"), List.of("b")),
                row("^\\d\\D$", List.of("1a", "9\n"), List.of("11", "\u0661a")),
                row("^\\w\\W$", List.of("_-", "Z "), List.of("\u00e9-", "a_")),
                row("^\\s\\S$", List.of(" a", "\uFEFF\u0085", "\u2028x", "\u3000x"), List.of("aa", "  ", "\u0085a")),
                row("^[\\d\\s]$", List.of("1", " "), List.of("a")),
                row("^[^\\W\\d]$", List.of("a", "_"), List.of("1", "-")),
                row("^.$", List.of("a", "\u0085", "\uD83D\uDE00"), List.of("\n", "\r", "\u2028", "\u2029", "", "ab")),
                // Escapes.
                row("^\\n\\t\\r\\f\\x0B\\v\\0$", List.of("\n\t\r\f\u000B\u000B\0"), List.of("n")),
                row("^\\cJ\\cj$", List.of("\n\n"), List.of("J")),
                row("^\\x41\\u0042\\u{43}\\u{0000043}$", List.of("ABCC"), List.of("ABC")),
                row("^\\ud83d\\ude00$", List.of("\uD83D\uDE00"), List.of("\uD83D\uDE01")),
                row("^\\u{1F600}$", List.of("\uD83D\uDE00"), List.of("\uD83D")),
                row("^[\\ud83d\\ude00-\\ud83d\\ude4f]$", List.of("\uD83D\uDE05"), List.of("\uD83D\uDE50", "a")),
                row("^\\ud83d$", List.of(), List.of("\uD83D\uDE00", "?")),
                row("^\uD83D\uDE00+$", List.of("\uD83D\uDE00\uD83D\uDE00"), List.of("\uD83D\uDE00\uDE00")),
                row("^\\^\\$\\\\\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\/$", List.of("^$\\.*+?()[]{}|/"), List.of("")),
                // Properties.
                row("^\\p{L}+$", List.of("a\u00e9\u4e2d"), List.of("1", "", "a-")),
                row("^\\p{Lu}\\P{Lu}$", List.of("Aa", "\u00c91"), List.of("aA", "AA")),
                row("^[\\p{Nd}_]$", List.of("1", "\u0661", "_"), List.of("a")),
                row("^\\p{Script=Greek}$", List.of("\u03b1"), List.of("a")),
                row("^\\p{sc=Cyrl}$", List.of("\u0436"), List.of("a")),
                row("^\\p{General_Category=Decimal_Number}$", List.of("7"), List.of("a")),
                row("^\\p{Emoji_Presentation}$", List.of("\uD83D\uDE00"), List.of("a")),
                row("^\\p{White_Space}$", List.of(" ", "\u0085"), List.of("\uFEFF", "a")),
                row("^\\p{Dash}$", List.of("-", "\u2212", "\u2014"), List.of("_", "~")),
                row("^\\p{Hex}+$", List.of("fF9", "\uFF21\uFF10"), List.of("g", "\uFF27")),
                row("^\\p{Cased}$", List.of("a", "A", "\u01C5"), List.of("1", "\u4e2d")),
                row("^\\p{RI}{2}$", List.of("\uD83C\uDDE9\uD83C\uDDEA"), List.of("DE")),
                row("^\\p{Bidi_Mirrored}$", List.of("(", "["), List.of("|", "a")),
                row("^\\P{Join_Control}$", List.of("a", "\u200b"), List.of("\u200c", "\u200d")),
                row("^\\p{NChar}$", List.of("\uFFFF", "\uFDD0"), List.of("\uFFFD")),
                row(
                        "^\\p{sc=Old_Italic}|\\p{Script=SignWriting}$",
                        List.of("\uD800\uDF00", "\uD836\uDC00"),
                        List.of("a")),
                row("^\\p{ASCII}$", List.of("a"), List.of("\u00e9")),
                row("^\\p{ID_Continue}$", List.of("a", "_", "\u0301"), List.of("-", "\u200d")),
                // Annex B where u-mode has no reading.
                row("^\\-\\_\\@\\ \\\"\\'\\#\\%\\:\\,$", List.of("-_@ \"'#%:,"), List.of("-")),
                row("^[\\w-.]+$", List.of("a-b.c"), List.of("a/b", "")),
                row("^[.-\\w]+$", List.of("a-b.c"), List.of("a/b")),
                row("^a{$", List.of("a{"), List.of("a")),
                row("^{}$", List.of("{}"), List.of("")),
                row("^a{,2}$", List.of("a{,2}"), List.of("aa")),
                row("^a{1$", List.of("a{1"), List.of("a")),
                row("^]}$", List.of("]}"), List.of("")),
                row("^\\${x}$", List.of("${x}"), List.of("")),
                row("^\\c$", List.of("\\c"), List.of("c")),
                row("^[\\c]$", List.of("\\", "c"), List.of("a")),
                row("^\\1\\07$", List.of("\1\7"), List.of("1")),
                row("^[\\1\\101\\8]$", List.of("\1", "A", "8"), List.of("1")),
                row("^\\u00e9\\\u00e9$", List.of("\u00e9\u00e9"), List.of("\u00e9")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " >> ",
            quoteCharacter = '`',
            value = {
                "( >> 1 >> expected ) for the ( at 0",
                "a(b >> 3 >> expected ) for the ( at 1",
                "a) >> 1 >> no group is open",
                "[a >> 2 >> expected ] for the [ at 0",
                "([)] >> 4 >> expected ) for the ( at 0",
                "* >> 0 >> nothing to repeat",
                "a** >> 2 >> nothing to repeat",
                "a|+ >> 2 >> nothing to repeat",
                "^* >> 1 >> nothing to repeat",
                "{1} >> 0 >> nothing to repeat",
                "\\b+ >> 2 >> nothing to repeat",
                "(?<=a)* >> 6 >> nothing to repeat",
                "(?<!a){2} >> 6 >> nothing to repeat",
                "(?=a)** >> 6 >> nothing to repeat",
                "(?= >> 3 >> expected ) for the ( at 0",
                "a(?<!b(c) >> 9 >> expected ) for the ( at 1",
                "a{2,1} >> 1 >> smaller count first",
                "[b-a] >> 1 >> smaller character first",
                "\\ >> 0 >> expected a character after",
                "ab\\Z >> 2 >> no escape of ECMA-262",
                "\\A >> 0 >> no escape",
                "[\\B] >> 1 >> no escape",
                "\\xg1 >> 0 >> two hexadecimal digits",
                "\\u12 >> 0 >> four hexadecimal digits",
                "\\u{110000} >> 0 >> at most 10FFFF",
                "\\u{} >> 0 >> four hexadecimal digits",
                "\\p{Klingon} >> 0 >> not Klingon",
                "\\p{Script=Klingon} >> 0 >> name of a Unicode property",
                "\\p{script=Greek} >> 0 >> name of a Unicode property",
                "\\p{Script=GreeK} >> 0 >> not Script=GreeK",
                "\\p{Script=greek} >> 0 >> not Script=greek",
                "\\p{emoji} >> 0 >> not emoji",
                "\\pL >> 0 >> {property}",
                "(?P<n>a) >> 0 >> (?<name>",
                "(?<1>a) >> 0 >> (?<name>",
                "(?#x) >> 0 >> (?<name>",
                "\\k >> 0 >> \\k<name>",
                "(?<n>a)b(?<n>c) >> 8 >> a name that no other group",
                "(?<n>a(?<n>b)) >> 0 >> a name that no other group",
                "(?:(?<n>a)|b)(?:c|(?<n>d)) >> 13 >> a name that no other group",
                "(?=(?<n>a))(?<n>b) >> 11 >> a name that no other group",
                "(a)\\12345 >> 3 >> number of a group",
                "\uD83D\uDE00( >> 3 >> expected ) for the ( at 2",
                "\uD83D\uDE00** >> 3 >> nothing to repeat",
            })
    void namesThePlaceOfASyntaxError(String pattern, int position, String part) {
        var error = assertThrows(RegexSyntaxException.class, () -> EcmaRegexParser.parseSearch(pattern, LIMITS));
        assertEquals(position, error.position());
        assertTrue(error.reason().contains(part), error::reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " >> ",
            value = {
                "(a)\\1 >> 3 >> backreference",
                "(?<n>a)\\k<n> >> 7 >> backreference",
                "\\1(a) >> 0 >> backreference",
                "\uD83D\uDE00(a)\\1 >> 5 >> backreference",
                "(?=(a))\\1 >> 7 >> backreference",
                "(?i:a) >> 0 >> modifiers",
                "\\p{Script_Extensions=Greek} >> 0 >> Script_Extensions",
                "a[\\P{scx=Grek}] >> 2 >> Script_Extensions",
                "a\\p{XID_Start} >> 1 >> \\p{XID_Start}",
                "[\\P{Gr_Base}] >> 1 >> \\p{Gr_Base}",
            })
    void refusesWhatIsNotEnforcedWithItsPlace(String pattern, int position, String construct) {
        var error = assertThrows(RegexUnsupportedException.class, () -> EcmaRegexParser.parseSearch(pattern, LIMITS));
        assertEquals(position, error.position());
        assertEquals(construct, error.construct());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(((a{1000}){1000}){1000})",
                "a{99999999999}",
                "a{0,4294967297}",
                "(?:(?:^a|b){300}){1000}",
            })
    void refusesWhatExpandsBeyondTheLimit(String pattern) {
        var error = assertThrows(GrammarTooComplexException.class, () -> EcmaRegexParser.parseSearch(pattern, LIMITS));
        assertEquals("maxRegexSize", error.limitName());
    }

    @Test
    void refusesNestingAtOnePastTheLimitOnly() {
        String deepest = "(".repeat(250) + "a" + ")".repeat(250);
        assertTrue(matches(RegexCompiler.compile(EcmaRegexParser.parseSearch(deepest, LIMITS), LIMITS), "a"));
        String deeper = "(" + deepest + ")";
        var error = assertThrows(GrammarTooComplexException.class, () -> EcmaRegexParser.parseSearch(deeper, LIMITS));
        assertEquals("maxRegexDepth", error.limitName());
    }

    @Test
    void compilesTheDeepestNestingOfEveryKind() {
        String deepest = "(?:a|b(?:c".repeat(125) + ")d)*".repeat(125);
        ByteDfa dfa = RegexCompiler.compile(EcmaRegexParser.parseSearch("^" + deepest, LIMITS), LIMITS);
        assertTrue(matches(dfa, ""));
    }

    @Test
    void survivesHostilePatterns() {
        List<String> hostile = List.of(
                "(".repeat(60_000) + ")".repeat(60_000),
                "(?:".repeat(60_000),
                "[".repeat(100_000),
                "a".repeat(3_000_000),
                "^$".repeat(60_000),
                "(^|$)".repeat(3_000),
                "\\".repeat(99_999),
                "(?:(?:(?:(?:(?:(?:a*)*)*)*)*)*)*b".repeat(20),
                "((".repeat(60) + "^a|b$" + "){1,9}|c)*".repeat(60),
                "\\p{L}\\P{Lu}".repeat(2_000) + "$",
                String.join("|", Collections.nCopies(15_000, cjk(0, 3))),
                IntStream.range(0, 15_000).mapToObj(i -> cjk(i, i + 3)).collect(Collectors.joining("|")),
                IntStream.range(1, 9_000)
                        .mapToObj(i -> "[\u4e00-" + cjk(i, i + 1) + "]")
                        .collect(Collectors.joining()),
                ("(" + "^a".repeat(30)).repeat(240) + ")".repeat(240),
                ("(" + "\\ba".repeat(30)).repeat(240) + ")".repeat(240));
        for (String pattern : hostile) {
            assertTimeoutPreemptively(Duration.ofMinutes(2), () -> refuseOrCompile(pattern));
        }
    }

    /** CPU time, not time: a busy machine must not fail the test, and work that no limit counts must. */
    private static void refuseOrCompile(String pattern) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        try {
            RegexCompiler.compile(EcmaRegexParser.parseSearch(pattern, LIMITS), LIMITS);
        } catch (RegexException | GrammarTooComplexException expected) {
            assertTrue(expected.toString().length() < 300);
        }
        long millis = (threads.getCurrentThreadCpuTime() - before) / 1_000_000;
        assertTrue(millis < 5_000, () -> millis + " ms for " + pattern.substring(0, 20));
    }

    /** Some of 20,000 different characters. */
    private static String cjk(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Character.toString(0x4E00 + i))
                .collect(Collectors.joining());
    }

    private static boolean matches(ByteDfa dfa, String text) {
        return dfa.matches(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Arguments row(String pattern, List<String> accept, List<String> reject) {
        return Arguments.of(pattern, accept, reject);
    }
}
