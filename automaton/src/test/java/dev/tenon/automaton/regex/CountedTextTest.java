package dev.tenon.automaton.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.dfa.CompileLimits;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountedTextTest {
    private static final CompileLimits LIMITS = CompileLimits.defaults();

    @ParameterizedTest
    @CsvSource(
            delimiterString = " >> ",
            value = {
                "^.{0,65536}$ >> .* >> 0 >> 65536",
                "^[a-z]{1,9}$ >> [a-z]* >> 1 >> 9",
                "^(?:\\d){3}$ >> \\d* >> 3 >> 3",
                "^[ab]$ >> [ab]* >> 1 >> 1",
                "^\\S\\S{2,5}\\S$ >> [^\\t-\\r"
                    + " \\u{a0}\\u{1680}\\u{2000}-\\u{200a}\\u{2028}\\u{2029}\\u{202f}\\u{205f}\\u{3000}\\u{feff}]* >>"
                    + " 4 >> 7",
            })
    void takesTheLengthApart(String pattern, String text, int min, int max) {
        CountedText counted =
                CountedText.of(EcmaRegexParser.parseSearch(pattern, LIMITS)).orElseThrow();
        assertEquals(text, RegexText.print(counted.text()));
        assertEquals(min, counted.min());
        assertEquals(max, counted.max());
    }

    @Test
    void addsUpToNoBound() {
        CountedText counted = CountedText.of(EcmaRegexParser.parseSearch("^.{2,3}.+$", LIMITS))
                .orElseThrow();
        assertEquals(3, counted.min());
        assertEquals(Regex.UNBOUNDED, counted.max());
    }

    @ParameterizedTest
    @ValueSource(strings = {"^[a-z]{1,9}", "[a-z]{1,9}$", "^(?:ab){2}$", "^a[a-z]{1,9}$", "^a|b$", "^$", "^(?!a).{3}$"})
    void leavesEverythingElseAsItIs(String pattern) {
        assertEquals(Optional.empty(), CountedText.of(EcmaRegexParser.parseSearch(pattern, LIMITS)));
    }
}
