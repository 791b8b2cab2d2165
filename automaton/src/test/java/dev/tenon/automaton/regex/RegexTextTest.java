package dev.tenon.automaton.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.dfa.CompileLimits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " >> ",
            quoteCharacter = '`',
            value = {
                "^abc$ >> abc",
                "^[a-z]+$ >> [a-z]+",
                "abc >> [^]*abc[^]*",
                "^a|b$ >> a|b|[^]*b|a[^]*",
                "^(a|b)$ >> a|b",
                "^(a|b)c$ >> (?:a|b)c",
                "^(ab)*$ >> (?:ab)*",
                "^(a*)*$ >> (?:a*)*",
                "^(?:a{2}b{2,}c{2,3}d?)$ >> a{2}b{2,}c{2,3}d?",
                "^a{1,1}?$ >> a{1}",
                "^\\d\\w\\s.$ >> \\d\\w\\s.",
                "^[0-9]\\D$ >> \\d[^0-9]",
                "^[abd]$ >> [abd]",
                "^[a-cx]$ >> [a-cx]",
                "^[^\"\\\\]$ >> [^\"\\\\]",
                "^[\\]^\\-]$ >> [\\-\\]\\^]",
                "^[]$ >> []",
                "^[^]$ >> [^]",
                "^a$b >> []",
                "$^ >> ``",
                "^\\.\\*\\/$ >> \\.\\*\\/",
                "^\\n\\0\\x7f\\u00e9\\u{1F600}$ >> \\n\\x00\\x7f\\u{e9}\\u{1f600}",
                "^(|a)b$ >> (?:|a)b",
                "a(?=b|^c)$ >> [^]*(?:a(?=b|^c)$)[^]*",
                "(?<!(a))\\B|(?!b{2})* >> [^]*(?:(?<!a)\\B|(?:(?!b{2}))*)[^]*",
                "(?:\\b(?<=c))+? >> [^]*(?:\\b(?<=c))+[^]*",
            })
    void printsInEcmaSyntax(String pattern, String printed) {
        assertEquals(printed, RegexText.print(EcmaRegexParser.parseSearch(pattern, CompileLimits.defaults())));
    }

    @Test
    void printsTheFormsThatEcmaLacks() {
        Regex a = Regex.literal("a");
        Regex ab = Regex.literal("ab");
        assertEquals("(a&ab)", RegexText.print(new Regex.Intersect(List.of(a, ab))));
        assertEquals("~(ab)*", RegexText.print(new Regex.Repeat(new Regex.Complement(ab), 0, Regex.UNBOUNDED)));
        assertEquals("([^]*)", RegexText.print(new Regex.Intersect(List.of())));
        assertEquals(
                "[]|[]",
                RegexText.print(new Regex.Alternate(List.of(new Regex.Never(), new Regex.Alternate(List.of())))));
        assertEquals("(?:)*", RegexText.print(new Regex.Repeat(Regex.EMPTY, 0, Regex.UNBOUNDED)));
    }
}
