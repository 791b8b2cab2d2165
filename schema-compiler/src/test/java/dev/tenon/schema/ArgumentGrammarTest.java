package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments that are not written as JSON. */
class ArgumentGrammarTest {
    private static final String END = "</p>";

    private static final ArgumentSyntax TAGS = new ArgumentSyntax(
            "<p=",
            ">",
            ArgumentSyntax.Names.LINES,
            new Expr.Empty(),
            new Expr.Empty(),
            JsonSyntax.literal(END),
            Optional.of(new ArgumentSyntax.RawText(new Expr.Empty(), END, JsonSyntax.literal(END))),
            ArgumentSyntax.Literals.JSON);

    private static final ArgumentSyntax PYTHON = new ArgumentSyntax(
            "",
            "=",
            ArgumentSyntax.Names.IDENTIFIERS,
            JsonSyntax.literal(", "),
            new Expr.Empty(),
            new Expr.Empty(),
            Optional.empty(),
            ArgumentSyntax.Literals.PYTHON);

    private static SchemaLanguage language(String schema, ArgumentSyntax syntax) {
        return SchemaLanguage.of(SchemaCompiler.compileArguments(
                SchemaLanguage.json(schema), syntax, SchemaOptions.defaults(), CompileLimits.defaults()));
    }

    private static void check(SchemaLanguage language, String accepted, String rejected) {
        assertAll(Arrays.stream(accepted.split(" ; ", -1))
                .map(text -> () -> assertTrue(language.contains(text.strip()), text)));
        assertAll(Arrays.stream(rejected.split(" ; ", -1))
                .map(text -> () -> assertFalse(language.contains(text.strip()), text)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false} | <p=a>x</p> ; <p=a></p> ; <p=a>"x" & <b></p> | <p=a>x</p ; <p=b>x</p> ; <p=a>x</p><p=a>y</p>
        {"type":"object","properties":{"a":{"type":"string","minLength":2,"maxLength":3}},"additionalProperties":false} | <p=a>xy</p> ; <p=a>äöü</p> | <p=a>x</p> ; <p=a>äöüß</p>
        {"type":"object","properties":{"a":{"type":"string","pattern":"^<.*>$"}},"required":["a"]} | <p=a><b></p> ; <p=a></></p> | <p=a></p></p>
        {"type":"object","properties":{"a":{"enum":["x","</p>",3]}},"required":["a"]} | <p=a>x</p> ; <p=a>3</p> | <p=a></p></p> ; <p=a>4</p>
        {"type":"object","properties":{"a":{"type":["integer","string"],"maxLength":2}},"required":["a"]} | <p=a>12345</p> ; <p=a>xy</p> ; <p=a>-</p> | <p=a>xyz</p> ; <p=a>1.5x</p>
        {"type":"object","properties":{"a":{"type":"boolean"},"b":{"type":"array","items":{"type":"string"}}}} | <p=a>true</p> ; <p=b>["x", "</p>"]</p> ; <p=a>false</p><p=b>[]</p> ; <p=c>anything at all</p> | <p=a>True</p> ; <p=b>x</p> ; <p=c>x</p><p=c>y</p> ; <p=c>1</p>x
        {"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":{"type":"integer"},"minProperties":2} | <p=a>1</p><p=b>2</p> ; <p=x y>1</p><p=z>2</p> | <p=a>1</p> ; <p=a>1</p><p=b>x</p>
        {"type":"object","properties":{"a":true,"b":true},"dependentRequired":{"a":["b"]},"additionalProperties":false} | <p=b>1</p> ; <p=a>1</p><p=b>2</p> | <p=a>1</p>
        {"type":"object","properties":{"n":{"$ref":"#"}},"additionalProperties":false} | <p=n>{"n": {}}</p> ; <p=n>{}</p> | <p=n>{"m": 1}</p> ; <p=n>x</p>
        """)
    void membersAreTagsAndStringsAreRaw(String schema, String accepted, String rejected) {
        check(language(schema, TAGS), accepted, rejected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"object","properties":{"a":{"type":"string"},"b":{"type":"boolean"}},"required":["a"],"additionalProperties":false} | a="x" ; a="x", b=True ; a="\\"", b=False | a='x' ; a="x", b=true ; b=True ; a="x"b=True ; a="x",
        {"type":"object","properties":{"a":{"type":["null","array"],"items":{"type":["boolean","null"]}}},"required":["a"],"additionalProperties":false} | a=None ; a=[] ; a=[True, None] | a=null ; a=[true] ; a=[None,
        {"type":"object","properties":{"a":{"type":"object","additionalProperties":{"type":"boolean"}}},"additionalProperties":false} | a={} ; a={"x y": True, "z": False} | a={x: True} ; a={"x": true}
        {"type":"object","additionalProperties":{"type":"integer"}} | x=1 ; _y2=-5, z=0 | 2x=1 ; x y=1 ; x=1, x=2 ; x=1.5
        """)
    void membersAreKeywordArguments(String schema, String accepted, String rejected) {
        check(language(schema, PYTHON), accepted, rejected);
    }

    @Test
    void noArgumentsAreNoText() {
        String schema = "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";
        assertTrue(language(schema, TAGS).contains(""));
        assertFalse(language(schema, TAGS).contains("<p=a>1</p>"));
    }

    @Test
    void namesThatCannotBeWrittenAreRefused() {
        String schema = "{\"type\":\"object\",\"properties\":{\"x-y\":{\"type\":\"integer\"}}}";
        assertTrue(language(schema, TAGS).contains("<p=x-y>1</p>"));
        SchemaException.Unsupported e = assertThrows(SchemaException.Unsupported.class, () -> language(schema, PYTHON));
        assertEquals("properties", e.keyword());
        assertTrue(String.valueOf(e.getMessage()).contains("x-y"), e::getMessage);
    }

    /** Whatever may be written as JSON may be written as tags, and nothing else. */
    @Test
    void agreesWithJson() {
        SplittableRandom random = new SplittableRandom(6);
        int checked = 0;
        for (int i = 0; i < 400; i++) {
            String schema = "{\"type\":\"object\",\"allOf\":[" + RandomSchema.draw(random) + "]}";
            Optional<SchemaLanguage> json = languageOrNone(() -> SchemaLanguage.of(schema));
            Optional<SchemaLanguage> tags = languageOrNone(() -> language(schema, TAGS));
            for (JsonSample value : JsonSample.draw(random, 12)) {
                for (String text : value.orders()) {
                    if (SchemaLanguage.json(text) instanceof ObjectNode object) {
                        boolean valid =
                                json.isPresent() && readings(object).stream().anyMatch(json.get()::contains);
                        boolean written = tags.isPresent() && tags.get().contains(tags(object));
                        assertEquals(valid, written, () -> schema + " and " + text);
                        checked++;
                    }
                }
            }
        }
        assertTrue(checked > 1000, () -> "too few objects were drawn");
    }

    private static Optional<SchemaLanguage> languageOrNone(Supplier<SchemaLanguage> made) {
        try {
            return Optional.of(made.get());
        } catch (SchemaException e) {
            return Optional.empty();
        }
    }

    /** Written raw, the string "1" and the number 1 are one text. */
    private static List<String> readings(ObjectNode object) {
        List<String> readings = List.of("");
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode value = member.getValue();
            String raw = value.isTextual() ? value.textValue() : value.toString();
            List<String> spelled = new ArrayList<>(List.of(new TextNode(raw).toString()));
            if (!value.isTextual()) {
                spelled.add(raw);
            }
            List<String> longer = new ArrayList<>();
            for (String reading : readings) {
                for (String one : spelled) {
                    longer.add(reading + (reading.isEmpty() ? "" : ",") + '"' + member.getKey() + "\":" + one);
                }
            }
            readings = longer;
        }
        return readings.stream().map(reading -> '{' + reading + '}').toList();
    }

    private static String tags(ObjectNode object) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode value = member.getValue();
            text.append("<p=").append(member.getKey()).append('>');
            text.append(value.isTextual() ? value.textValue() : value.toString())
                    .append(END);
        }
        return text.toString();
    }

    @Test
    void textsAreSampledWithoutDeadEnds() {
        List<String> schemas = List.of(
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"maxLength\":5}},\"minProperties\":2}",
                "{\"type\":\"object\",\"patternProperties\":{\"^x\":{\"type\":\"string\",\"pattern\":\"</\"}}}");
        SplittableRandom random = new SplittableRandom(1);
        for (String schema : schemas) {
            SchemaLanguage language = language(schema, TAGS);
            for (int i = 0; i < 50; i++) {
                String text = language.sample(random, 60);
                assertTrue(language.contains(text), text);
            }
        }
    }
}
