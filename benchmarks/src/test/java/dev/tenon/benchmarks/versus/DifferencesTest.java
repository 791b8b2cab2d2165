package dev.tenon.benchmarks.versus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.KeyOrder;
import dev.tenon.schema.SchemaOptions.Numbers;
import dev.tenon.schema.SchemaOptions.Strings;
import dev.tenon.schema.SchemaOptions.Whitespace;
import dev.tenon.server.maskbench.MaskBench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The other engine is Tenon itself, made to differ in a way that is known. */
final class DifferencesTest {
    private static final Vocabulary VOCABULARY = vocabulary();
    private static final GrammarCompiler COMPILER = new GrammarCompiler(VOCABULARY, CompileLimits.defaults());

    private static Vocabulary vocabulary() {
        List<byte[]> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add(new byte[] {(byte) b});
        }
        for (String text :
                List.of("{\"", "\":", "ab", "abc", "abd", "ac", "\",", "12", "2.0", ".0", " \"", "\"a", "\"b")) {
            tokens.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return Vocabulary.ofByteStrings(tokens);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long[] words(TokenMask mask) {
        long[] words = new long[mask.wordCount()];
        for (int i = 0; i < words.length; i++) {
            words[i] = mask.word(i);
        }
        return words;
    }

    /** The classes of all differences at a prefix, between a schema and another one, or with other options. */
    private static Set<Difference> differences(
            String schemaText, String judgedText, String otherText, SchemaOptions otherOptions, String prefix)
            throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode schema = json.readTree(schemaText);
        TenonLanguage ours = new TenonLanguage(COMPILER, schema);
        SecondTenon theirs = new SecondTenon(COMPILER, otherText, otherOptions, bytes(prefix));
        Matcher matcher = ours.matcher();
        Matcher ordered = ours.orderedMatcher();
        assertEquals(prefix.length(), matcher.acceptBytes(bytes(prefix), 0, prefix.length()));
        boolean inOrder = ordered.acceptBytes(bytes(prefix), 0, prefix.length()) == prefix.length();
        PartingSearch search = new PartingSearch(VOCABULARY, theirs);
        search.search(matcher, matcher.mask(), words(theirs.matcher().mask()));
        assertEquals(List.of(), search.ourContradictions());
        assertEquals(List.of(), search.theirContradictions());
        assertEquals(
                search.tokens(),
                search.partings().stream().mapToInt(Parting::tokens).sum());
        Classifier classifier =
                new Classifier(ours, theirs, new SchemaJudge(json.readTree(judgedText)), new SchemaPlaces(schema));
        Set<Difference> found = EnumSet.noneOf(Difference.class);
        for (Parting parting : search.partings()) {
            found.add(classifier
                    .classify(bytes(prefix), parting, matcher, inOrder ? ordered : null)
                    .difference());
        }
        return found;
    }

    private static Set<Difference> byOptions(String schema, SchemaOptions other, String prefix) throws IOException {
        return differences(schema, schema, schema, other, prefix);
    }

    @Test
    void noDifferenceWhereThereIsNone() throws IOException {
        assertEquals(Set.of(), byOptions("{\"type\":\"string\"}", MaskBench.OPTIONS, "\"a"));
    }

    @Test
    void whiteSpaceIsToldByRule() throws IOException {
        assertEquals(
                Set.of(Difference.WHITE_SPACE),
                byOptions("{\"type\":\"object\"}", MaskBench.OPTIONS.with(Whitespace.COMPACT), "{\"a\":"));
    }

    @Test
    void keyOrderIsToldByOurOwnGrammarForIt() throws IOException {
        String schema = """
            {"properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"required":["a","b"],\
            "additionalProperties":false,"type":"object"}\
            """;
        assertEquals(Set.of(Difference.KEY_ORDER), byOptions(schema, MaskBench.OPTIONS.with(KeyOrder.SCHEMA), "{\""));
    }

    @Test
    void spellingOfNumbersIsToldByTheUsualOne() throws IOException {
        assertEquals(
                Set.of(Difference.SPELLING),
                byOptions("{\"type\":\"integer\"}", MaskBench.OPTIONS.with(Numbers.PLAIN), "1"));
    }

    @Test
    void spellingOfStringsIsToldByTheUsualOne() throws IOException {
        assertEquals(
                Set.of(Difference.SPELLING),
                byOptions("{\"type\":\"string\"}", MaskBench.OPTIONS.with(Strings.ANY), "\"a\\"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Ours, the truth, theirs.
                "[\"ab\"]|[\"ab\",\"ac\"]|[\"ab\",\"ac\"]|OURS_TOO_STRICT",
                "[\"ab\",\"ac\"]|[\"ab\"]|[\"ab\"]|OURS_TOO_LAX",
                "[\"ab\",\"ac\"]|[\"ab\",\"ac\"]|[\"ab\"]|THEIRS_TOO_STRICT",
                "[\"ab\"]|[\"ab\"]|[\"ab\",\"ac\"]|THEIRS_TOO_LAX",
                "[\"a\"]|[\"a\",\"ab\"]|[\"a\",\"ab\"]|OURS_TOO_STRICT",
            })
    void whoIsWrongIsToldByTheJudge(String ours, String truth, String theirs, Difference expected) throws IOException {
        assertEquals(
                Set.of(expected),
                differences(
                        "{\"enum\":" + ours + "}",
                        "{\"enum\":" + truth + "}",
                        "{\"enum\":" + theirs + "}",
                        MaskBench.OPTIONS,
                        "\"a"));
    }

    @Test
    void anEndThatOneAloneTakesIsJudged() throws IOException {
        assertEquals(
                Set.of(Difference.OURS_TOO_STRICT),
                differences("{\"enum\":[12]}", "{\"enum\":[1,12]}", "{\"enum\":[1,12]}", MaskBench.OPTIONS, "1"));
    }

    @Test
    void numbersBeyondADoubleAreToldByRule() throws IOException {
        Parting parting = new Parting(bytes("309"), false, 0, 1);
        String schema = "{\"type\":\"number\"}";
        JsonNode read = new ObjectMapper().readTree(schema);
        TenonLanguage ours = new TenonLanguage(COMPILER, read);
        Classifier classifier = new Classifier(
                ours,
                new SecondTenon(COMPILER, schema, MaskBench.OPTIONS, bytes("1e")),
                new SchemaJudge(read),
                new SchemaPlaces(read));
        assertEquals(
                Difference.BEYOND_DOUBLE,
                classifier.classify(bytes("1e"), parting, ours.matcher(), null).difference());
    }

    @Test
    void aMaskThatContradictsItsStepsIsFound() throws IOException {
        String schema = "{\"enum\":[\"ab\",\"abc\"]}";
        SecondTenon theirs = new SecondTenon(COMPILER, schema, MaskBench.OPTIONS, bytes("\"a"));
        long[] words = words(theirs.matcher().mask());
        int missing = 'b';
        int tooMuch = 'x';
        words[missing >> 6] &= ~(1L << missing);
        words[tooMuch >> 6] |= 1L << tooMuch;
        PartingSearch search = new PartingSearch(VOCABULARY, theirs);
        Matcher ours = theirs.matcher().fork();
        search.search(ours, ours.mask(), words);
        assertEquals(Set.of(missing, tooMuch), Set.copyOf(search.theirContradictions()));
        assertTrue(search.ourContradictions().isEmpty());
    }
}
