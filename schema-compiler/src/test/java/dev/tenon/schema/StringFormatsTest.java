package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StringFormatsTest {
    private static final String LONG_LABEL = "a".repeat(63);

    /**
     * Words of a format, words that are not of it, and words that are neither written nor excluded.
     *
     * @param open not known to be of the format or not
     */
    record Row(String format, List<String> accepted, List<String> rejected, List<String> open) {
        static Row of(String format) {
            return new Row(format, List.of(), List.of(), List.of());
        }

        Row accepts(String... words) {
            return new Row(format, List.of(words), rejected, open);
        }

        Row rejects(String... words) {
            return new Row(format, accepted, List.of(words), open);
        }

        Row leavesOpen(String... words) {
            return new Row(format, accepted, rejected, List.of(words));
        }

        @Override
        public String toString() {
            return format;
        }
    }

    static Stream<Row> dates() {
        return Stream.of(
                Row.of("date")
                        .accepts("2024-02-29", "2000-02-29", "1999-12-31", "2023-04-30", "0000-01-01")
                        .rejects("2023-02-29", "1900-02-29", "2023-04-31", "2023-13-01", "2023-1-1", "2023-01-01T"),
                Row.of("time")
                        .accepts(
                                "12:00:00Z",
                                "23:59:59.123456789012+05:30",
                                "23:59:60Z",
                                "00:59:60.5+01:00",
                                "12:14:60-11:45",
                                "12:00:00-00:00",
                                "12:00:00+23:59")
                        .rejects("24:00:00Z", "12:60:00Z", "12:00:00", "12:00:61Z", "12:00:00.Z", "12:00:00+24:00")
                        .leavesOpen("12:00:60Z", "00:06:60+00:07"),
                Row.of("date-time")
                        .accepts(
                                "2024-02-29T12:00:00Z",
                                "1985-04-12t23:20:50.52-23:59",
                                "1998-12-31T23:59:60Z",
                                "1999-01-01T00:59:60+01:00",
                                "2015-06-30T15:59:60.25-08:00")
                        .rejects("2023-02-29T12:00:00Z", "2024-02-28", "2024-02-28T12:00:00", "2024-02-28 12:00:00Z")
                        .leavesOpen("2015-12-31T23:59:60Z", "1998-12-31T22:59:60Z", "1998-12-31T00:59:60+01:00"),
                Row.of("duration")
                        .accepts("P1Y", "P3M2D", "PT5H", "P1DT1M2S", "P52W", "P1Y2M3DT4H5M6S")
                        .rejects("P", "PT", "P1", "1Y", "P1YT", "P1Y3D", "PT1H1S", "P1W2D", "P1.5D", "P-1D", "p1d"));
    }

    static Stream<Row> addresses() {
        return Stream.of(
                Row.of("email")
                        .accepts(
                                "ann@example.org",
                                "a.b+c=d/e@x",
                                "\"a b\\\"@\"@example.org",
                                "a@[192.0.2.1]",
                                "a@[IPv6:2001:db8::1]",
                                "a".repeat(64) + "@b.c")
                        .rejects(
                                "ann", "ann@", "@b.c", ".a@b.c", "a.@b.c", "a..b@c.d", "a@b_c", "a@[1.2.3]@", "a b@c.d")
                        .leavesOpen(
                                "a".repeat(65) + "@b.c",
                                "a@" + "b".repeat(64),
                                "a@[192.0.2.256]",
                                "a@[IPv6:1:2:3:4:5:6:7::]",
                                "a@" + (LONG_LABEL + ".").repeat(4) + "de"),
                Row.of("idn-email")
                        .accepts("\u00e4@\u00f6.example", "ann@example.org", "\"\u00e4 \"@b.c", "a@" + LONG_LABEL)
                        .rejects("\u00e4", "@\u00f6", "\u00e4@"),
                Row.of("hostname")
                        .accepts(
                                "localhost",
                                "a.b-c.1d",
                                "192.0.2.1",
                                "r3---sn.example",
                                LONG_LABEL + ".org",
                                "xn--mnchen-3ya.de",
                                "www.xn--fiqs8s",
                                "xn--9n2bp8q.xn--9t4b11yi5a",
                                "xn--zca29lwxobi7a",
                                "xn--11b2ezcw70k",
                                "xn--ngba5hb2804a",
                                "0a.xn--0-gyc")
                        .rejects("", ".", "a.", ".a", "a..b", "-a", "a-", "a_b", "\u00e4.org", LONG_LABEL + "a", "a b")
                        .leavesOpen(
                                "xn--a",
                                "a.XN--x",
                                "xn--mnchen-3yA.de",
                                "0a.xn--4dbc",
                                "xn--al-0ea",
                                (LONG_LABEL + ".").repeat(4) + "org"),
                Row.of("ipv4")
                        .accepts("0.0.0.0", "255.249.199.9", "10.20.30.40")
                        .rejects("256.0.0.1", "1.2.3", "01.2.3.4", "1.2.3.4.5", "1.2.3.4/8", "1.2.3.\u0664"),
                Row.of("ipv6")
                        .accepts("::", "1::", "::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "AB::1.2.3.4", "1:2:3::8")
                        .rejects("1", ":1", "1:", ":::", "1::2::3", "1:2:3:4:5:6:7:8:9", "12345::", "::1.2.3", "::%a"));
    }

    static Stream<Row> names() {
        return Stream.of(Row.of("idn-hostname")
                .accepts(
                        "example.org",
                        "b\u00fccher.example",
                        "\u4f8b\u3048\u3002\u30c6\u30b9\u30c8",
                        "\u05d0\u05f3\u05d1.\u05d0\u05d1",
                        "\u0628\u064a\u200c\u0628\u064a",
                        "col\u00b7lega",
                        "\u0915\u094d\u200d\u0937",
                        "xn--mnchen-3ya.de")
                .rejects("", "a_b", "a b", "a/b", "a@b")
                .leavesOpen(
                        ".a",
                        "a.",
                        "a\u00b7b",
                        "\u00b7l",
                        "ab--c\u00fc",
                        "-\u00fc",
                        "\u00fc-",
                        "\u00dcber.org",
                        "\u093eb",
                        "a\u05d0",
                        "0a.\u05d0",
                        "\u30fb",
                        "\u0628\u0660\u06f0",
                        "\u0915\u200d\u0937",
                        "xn--7a",
                        "\u00fc".repeat(13),
                        "\u00fc.\u00fc.\u00fc.\u00fc"));
    }

    static Stream<Row> resources() {
        return Stream.of(
                Row.of("uri")
                        .accepts(
                                "a:",
                                "http://a.b:80/c;d=e?f#g",
                                "urn:x:y",
                                "x://[::1]:/",
                                "x://[v1.a:b]",
                                "mailto:a@b",
                                "x:/a//b",
                                "x://u:p@%41/%C3%A9?/?#/?")
                        .rejects(
                                "",
                                "a",
                                "/a",
                                "//a",
                                "1:a",
                                "a b:",
                                "a:%4",
                                "a:%4g",
                                "a:[",
                                "a:#b#c",
                                "a:\u00e9",
                                "x://[::1",
                                "x://a:b/",
                                "x://[1.2.3.4]",
                                "a:\\b"),
                Row.of("uri-reference")
                        .accepts("", "a", "./a:b", "/a", "//a/b", "?", "#", "a?b#c", "x:y")
                        .rejects("1:a", "a b", "#a#", "\u00e9", "/[", "//a:b", "%", "\\"),
                Row.of("iri")
                        .accepts("a:\u00e9", "http://\u00e9.b/\ud83d\ude00?\ue000#\u00e9", "a:b")
                        .rejects("\u00e9", "\u00e9:b", "a:\ue000", "a:\ufdd0", "a:#\ue000", "a:\uffff"),
                Row.of("iri-reference")
                        .accepts("", "\u00e9", "/\u00e9?\ue000", "a:\u00e9")
                        .rejects("\ue000", "\u00e9:b", "\u00e9 ", "a\u0085"),
                Row.of("uri-template")
                        .accepts("", "a", "{a}", "/x{/a,b*}{?c:3}", "{%41_1.b}", "it's", "\u00e9", "{=a}", "[]")
                        .rejects(
                                "{", "}", "{}", "{a", "{a:0}", "{a:10000}", "{a.}", "{a b}", "%", "a b", "{-a}", "\""));
    }

    static Stream<Row> identifiers() {
        return Stream.of(
                Row.of("uuid")
                        .accepts("2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2EB8AA08-AA98-11EA-B4AA-73B441D16380")
                        .rejects(
                                "2eb8aa08aa9811eab4aa73b441d16380",
                                "2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
                                "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}"),
                Row.of("json-pointer")
                        .accepts("", "/", "/a/0", "/~0~1", "/\u00e9#\n\"\\", "//")
                        .rejects("a", "~", "/~", "/~2", "#/a", " /"),
                Row.of("relative-json-pointer")
                        .accepts("0", "10#", "1/a/~1", "2/")
                        .rejects("", "01", "-1", "/a", "0a", "0##", "0#/a", "1/~2")
                        .leavesOpen("1+2/a", "0-1#"),
                Row.of("regex")
                        .accepts(
                                "",
                                "^a*?$",
                                "[a-z\\d_-]{2,3}|\\.",
                                "(?:a|(b(c)))+",
                                "(?<=a+)b(?!c)",
                                "^(?<year>[0-9]{4})",
                                "(?<n>a)\\k<n>",
                                "^(?<quote>['\"]).*?\\k<quote>{2}$",
                                "(?<tag>a|[b\\]])|c\\k<tag>(?:c)",
                                "[^]",
                                "[-a-]",
                                "\\p{Lu}\\u00e9\\cA\\x41",
                                "\u00e9+")
                        .rejects("*", "+a", "?")
                        .leavesOpen(
                                "\\k<n>",
                                "(?<n>a)\\k<m>",
                                "(?<n>a)\\k<name>",
                                "(?<n>a)(b)\\k<n>",
                                "(?<year>a)\\k<year>",
                                "(?<n>a)[\\k<n>]",
                                "(?<n>a)\\k<n",
                                "(?<n>a)\\k",
                                "(",
                                ")",
                                "a)",
                                "[a",
                                "[z-a]",
                                "a{2,1}",
                                "a{30,20}",
                                "a**",
                                "\\",
                                "\\y",
                                "\\p{Xx}",
                                "(?=a)*",
                                "(?<n>a)(?<n>b)",
                                "(((())))",
                                "a{",
                                "]",
                                "(?i)a"));
    }

    @ParameterizedTest
    @MethodSource({"dates", "addresses", "names", "resources", "identifiers"})
    void takesTheWordsOfTheFormatAndNoOthers(Row row) {
        StringFormat format = StringFormats.find(row.format());
        assertNotNull(format);
        assertAll(row.accepted().stream()
                .map(word -> () -> assertTrue(format.strings().contains(word), word)));
        assertAll(row.rejected().stream()
                .map(word -> () -> assertFalse(format.strings().possible().contains(word), word)));
        assertAll(Stream.concat(row.open().stream(), row.rejected().stream())
                .map(word -> () -> assertFalse(format.strings().contains(word), word)));
        assertAll(Stream.concat(row.open().stream(), row.accepted().stream())
                .map(word -> () -> assertTrue(format.strings().possible().contains(word), word)));
        assertEquals(format.isExact(), row.open().isEmpty() && !row.format().equals("idn-email"));
    }

    /** A table of states lasts as long as the process, and its masks are made state by state. */
    @Test
    void noFormatHasManyStates() {
        for (String name : StringFormats.names()) {
            StringFormat format = StringFormats.find(name);
            assertNotNull(format);
            assertTrue(
                    format.text().stateCount() < 8000,
                    () -> name + ": " + format.text().stateCount());
            assertTrue(
                    format.outer().stateCount() < 500,
                    () -> name + ": " + format.outer().stateCount());
        }
    }

    @Test
    void isCompiledOnce() {
        assertSame(StringFormats.find("date"), StringFormats.find("date"));
        assertNull(StringFormats.find("no-such-format"));
        assertNull(StringFormats.find("int32"));
    }

    @Test
    void meetsPatternsAndLengths() {
        SchemaLanguage language = SchemaLanguage.of("{\"type\":\"string\",\"format\":\"hostname\",\"minLength\":4,"
                + "\"maxLength\":300,\"pattern\":\"^a\"}");
        List<String> accepted = List.of("\"abcd\"", "\"a.b.c\"", "\"" + ("a".repeat(62) + ".").repeat(4) + "a\"");
        List<String> rejected = List.of("\"abc\"", "\"bcde\"", "\"" + ("a".repeat(62) + ".").repeat(4) + "aa\"");
        accepted.forEach(text -> assertTrue(language.contains(text), text));
        rejected.forEach(text -> assertFalse(language.contains(text), text));
    }

    /** What cannot be told is written neither where the format is demanded nor where it is excluded. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"string","format":"hostname"}                                          | a.b  | xn--a
        {"type":"string","format":"hostname"}                                          | xn--qmbc.a | 0.xn--qmbc
        {"type":"string","format":"hostname","minLength":1,"maxLength":255}            | xn--qmbc | xn--a
        {"type":"string","format":"hostname","maxLength":12}                           | a.b  | xn--qmbc.abcd
        {"type":"string","allOf":[{"format":"hostname"},{"format":"idn-hostname"}]}    | xn--qmbc | xn--a
        {"format":"hostname","enum":["a","xn--qmbc","xn--a"]}                          | xn--qmbc | xn--a
        {"type":"string","anyOf":[{"format":"hostname"},{"format":"date"}]}            | xn--qmbc | xn--a
        {"type":"string","not":{"format":"hostname"}}                                  | a_b  | xn--qmbc
        {"type":"string","not":{"not":{"format":"hostname"}}}                          | a.b  | xn--a
        {"oneOf":[{"type":"string","format":"hostname"},{"const":"xn--qmbc"}]}         | a.b  | xn--qmbc
        {"type":"string","if":{"format":"hostname"},"then":{"const":"a"}}              | a    | xn--qmbc
        {"type":"string","not":{"format":"hostname"}}                                  | a_b  | xn--a
        {"type":"string","not":{"format":"hostname"}}                                  | a_b  | a.b
        {"type":"string","not":{"not":{"format":"hostname"}}}                          | a.b  | xn--a
        {"type":"string","not":{"not":{"format":"hostname"}}}                          | a.b  | a_b
        {"oneOf":[{"type":"string","format":"hostname"},{"const":"xn--a"}]}            | a.b  | xn--a
        {"oneOf":[{"format":"hostname","pattern":"^x"},{"type":"string","pattern":"^x"}]} | x_   | xn--a
        {"type":"string","not":{"format":"hostname","enum":["xn--a","b"]}}             | c    | xn--a
        {"type":"string","not":{"format":"hostname","enum":["xn--a","b"]}}             | b_   | b
        {"type":"string","if":{"format":"hostname"},"then":{"const":"a"}}              | a_b  | xn--a
        {"type":"string","if":{"format":"hostname"},"then":{"const":"a"}}              | a    | b
        {"type":"string","if":{"format":"date"},"else":{"maxLength":3}}                | 2024-02-29 | 2024-02-30
        """)
    void neverTakesWhatCannotBeTold(String schema, String accepted, String rejected) {
        SchemaLanguage language = SchemaLanguage.of(schema);
        assertTrue(language.contains('"' + accepted + '"'));
        assertFalse(language.contains('"' + rejected + '"'));
    }

    @Test
    void saysWhereNothingIsSurelyOfTheFormat() {
        for (String schema : List.of(
                "{\"type\":\"string\",\"format\":\"hostname\",\"pattern\":\"^xn--\"}",
                "{\"const\":\"xn--a\",\"format\":\"hostname\"}")) {
            assertThrows(SchemaException.Unsatisfiable.class, () -> SchemaLanguage.of(schema), schema);
        }
        assertThrows(
                SchemaException.Unsupported.class,
                () -> SchemaLanguage.of("{\"type\":\"object\",\"propertyNames\":{\"format\":\"hostname\"}}"));
        SchemaLanguage exact = SchemaLanguage.of("{\"type\":\"object\",\"propertyNames\":{\"format\":\"ipv4\"}}");
        assertTrue(exact.contains("{\"1.2.3.4\":1}"));
        assertFalse(exact.contains("{\"1.2.3\":1}"));
    }

    @Test
    void restrictsNothingAsAnAnnotation() {
        SchemaOptions options = SchemaOptions.defaults().with(SchemaOptions.Formats.ANNOTATED);
        for (String schema :
                Arrays.asList("{\"format\":\"date\"}", "{\"format\":\"int32\"}", "{\"format\":\"no-such-format\"}")) {
            CompiledSchema compiled =
                    SchemaCompiler.compile(SchemaLanguage.json(schema), options, CompileLimits.defaults());
            SchemaLanguage language = SchemaLanguage.of(compiled);
            assertTrue(language.contains("\"x\""), schema);
            assertTrue(language.contains("5000000000"), schema);
            assertEquals(List.of(), compiled.warnings());
        }
    }
}
