package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringSpellingTest {
    private static final SchemaOptions ANY = SchemaOptions.defaults().with(SchemaOptions.Strings.ANY);

    private static final List<ByteDfa> TEXTS = List.of(
            DfaAlgebra.anyText(),
            FormatPattern.compile("[a-z\"/]*"),
            FormatPattern.compile("[\\u00E0-\\u0FFF\\n]+|\\u{1F600}[^]"),
            DfaAlgebra.ofStrings(List.of("a", "\u00e9\ud83d\ude00\"", "\\/", "\u0001\u007f", "\ud83d\ude01")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"string"}                  | "a" "\\u0061" "\\/" "/" "\\u00e9" "\\u00E9" "\\ud83d\\ude00" "\\uD83D\\uDE00" "\\n" "\\u000a" "\\"" "\\u0022" | "\\ud83d" "\\ude00" "\\ud83d\\u0061" "\\u00g0" "\\u00e" "\\x" "\\U0061"
        {"const":"a/\u00e9"}               | "a/\u00e9" "\\u0061\\/\\u00e9" "a\\u002F\u00e9"  | "a" "b/\u00e9" "\\u0062/\u00e9" "a/\\u00ea"
        {"type":"string","maxLength":2,"minLength":2} | "ab" "\\u0061\\u0062" "\\ud83d\\ude00a" "\\n\\/"  | "a" "\\u0061" "\\ud83d\\ude00" "abc" "\\u0061bc"
        {"type":"string","pattern":"^[a-c]$"} | "a" "\\u0062" "\\u0063"      | "\\u0064" "d" "\\u0061\\u0061"
        {"type":"object","properties":{"a":{"type":"string"}},"required":["a"]} | {"a":"\\u0061"} {"a":"","b":"\\/"} | {} {"\\u0061":""} {"a":"","\\u0061":""} {"a":"","\\u0062":2} {"a":"","b":2,"b":3}
        {"type":"object","properties":{"x":{}},"patternProperties":{"^a":{"type":"null"}},"additionalProperties":false} | {"x":"\\u0061","ab":null} | {"\\u0061b":null} {"b":1}
        """)
    void everyEscapeIsAcceptedForWhatItMeans(String schema, String accepted, String rejected) {
        SchemaLanguage language =
                SchemaLanguage.of(SchemaCompiler.compile(SchemaLanguage.json(schema), ANY, CompileLimits.defaults()));
        assertAll(Arrays.stream(accepted.split(" "))
                .map(text -> () -> assertTrue(language.contains(text), () -> schema + " accepts " + text)));
        assertAll(Arrays.stream(rejected.split(" "))
                .map(text -> () -> assertFalse(language.contains(text), () -> schema + " rejects " + text)));
    }

    /** What is written is JSON, in the language, and counts its code points. */
    @Property(tries = 400)
    void aSpellingMeansAWordOfTheLanguage(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteDfa text = TEXTS.get(random.nextInt(TEXTS.size()));
        ByteDfa spelled = JsonStringSpelling.spell(text, SchemaOptions.Strings.ANY, CompileLimits.defaults());
        String word = FormatWords.draw(StringFormat.exact(spelled), random);
        String meant = SchemaLanguage.json(word).textValue();
        assertTrue(text.matches(meant.getBytes(StandardCharsets.UTF_8)), word);
        int units = 0;
        int state = spelled.start();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            state = spelled.step(state, b & 0xFF);
            units += spelled.isUnit(state) ? 1 : 0;
        }
        assertEquals(meant.codePointCount(0, meant.length()), units, word);
    }

    /** Every way to write a word is in, and no way to write a word that is not. */
    @Property(tries = 400)
    void aRandomSpellingIsAcceptedIffItsWordIs(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteDfa text = TEXTS.get(random.nextInt(TEXTS.size()));
        String word = FormatWords.draw(StringFormat.exact(text), random);
        String other = random.nextBoolean() ? word : FormatWords.mutate(word, random);
        ByteDfa spelled = JsonStringSpelling.spell(text, SchemaOptions.Strings.ANY, CompileLimits.defaults());
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < other.length(); i++) {
            char unit = other.charAt(i);
            boolean mustEscape = unit < 0x20 || unit == '"' || unit == '\\';
            boolean pair = Character.isSurrogate(unit);
            if (mustEscape || pair || random.nextBoolean()) {
                json.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) unit));
            } else {
                json.append(unit);
            }
        }
        byte[] bytes = json.append('"').toString().getBytes(StandardCharsets.UTF_8);
        assertEquals(text.matches(other.getBytes(StandardCharsets.UTF_8)), spelled.matches(bytes), json::toString);
    }
}
