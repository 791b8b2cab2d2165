package dev.tenon.schema;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StringSchemasTest {
    static Stream<SchemaCase> spelling() {
        return Stream.of(
                SchemaCase.of("{\"type\":\"string\"}")
                        .accepts("\"\"", "\"a\\\"b\\\\c\\n\\t\\u0001/\u007f\"", "\"\u00e9\u20ac\ud83d\ude00\"")
                        .rejects("\"", "a", "\"\n\"", "\"\\x\"", "\"a\"b")
                        .neverSpells("\"\\u0041\"", "\"\\/\"", "\"\\u000a\"", "\"\\u001F\""),
                SchemaCase.of("{\"const\":\"<|im_end|>\\u0001\\\\\"}")
                        .accepts("\"<|im_end|>\\u0001\\\\\"")
                        .rejects("\"<|im_end|>\"", "\"\""));
    }

    static Stream<SchemaCase> lengths() {
        return Stream.of(
                SchemaCase.of("{\"type\":\"string\",\"minLength\":2,\"maxLength\":3}")
                        .accepts("\"ab\"", "\"abc\"", "\"\\\"\\n\"", "\"\ud83d\ude00\u00e9\ud83d\ude00\"")
                        .rejects("\"a\"", "\"abcd\"", "\"\"", "\"\ud83d\ude00\""),
                SchemaCase.of("{\"type\":\"string\",\"maxLength\":0}")
                        .accepts("\"\"")
                        .rejects("\"a\""),
                SchemaCase.of("{\"type\":\"string\",\"maxLength\":65536}")
                        .accepts("\"abc\"")
                        .rejects("1"),
                SchemaCase.of("{\"type\":\"string\",\"minLength\":2.0}")
                        .accepts("\"ab\"")
                        .rejects("\"a\""));
    }

    static Stream<SchemaCase> patterns() {
        return Stream.of(
                SchemaCase.of("{\"type\":\"string\",\"pattern\":\"b\"}")
                        .accepts("\"b\"", "\"abc\"", "\"\ud83d\ude00b\"")
                        .rejects("\"a\"", "\"\""),
                SchemaCase.of("{\"type\":\"string\",\"pattern\":\"^a+$\",\"maxLength\":3}")
                        .accepts("\"a\"", "\"aaa\"")
                        .rejects("\"\"", "\"aaaa\"", "\"ab\""),
                SchemaCase.of("{\"type\":\"string\",\"pattern\":\"^(aa)*$\",\"minLength\":3,\"maxLength\":4}")
                        .accepts("\"aaaa\"")
                        .rejects("\"aa\"", "\"aaa\"", "\"\""),
                SchemaCase.of("{\"type\":\"string\",\"pattern\":\"^\\\"?[a-z]\\\"?$\"}")
                        .accepts("\"a\"", "\"\\\"a\\\"\"")
                        .rejects("\"\\\"\\\"\"", "\"ab\""),
                SchemaCase.of("{\"allOf\":[{\"pattern\":\"^a\"},{\"pattern\":\"b$\"}],\"type\":\"string\"}")
                        .accepts("\"ab\"", "\"axb\"")
                        .rejects("\"a\"", "\"b\"", "\"ba\""),
                SchemaCase.of("{\"enum\":[\"ab\",\"b\",\"abc\",\"x\"],\"pattern\":\"b\",\"minLength\":2}")
                        .accepts("\"ab\"", "\"abc\"")
                        .rejects("\"b\"", "\"x\"", "\"bb\""),
                SchemaCase.of("{\"anyOf\":[{\"const\":\"x\"},{\"type\":\"string\",\"pattern\":\"^[0-9]+$\"},"
                                + "{\"type\":\"string\",\"minLength\":4,\"maxLength\":4}]}")
                        .accepts("\"x\"", "\"1\"", "\"123456\"", "\"abcd\"")
                        .rejects("\"y\"", "\"abcde\"", "\"\""));
    }

    static Stream<SchemaCase> formats() {
        return Stream.of(
                // With the whole last label, since the validator knows all there are.
                SchemaCase.of("{\"type\":\"string\",\"format\":\"email\",\"maxLength\":20,\"pattern\":\"[.]org$\"}")
                        .accepts("\"joe@example.org\"")
                        .rejects("\"joe@example.com\"", "\"@example.org\"", "\"joe.org\"", "\".joe@example.org\""),
                SchemaCase.of("{\"type\":\"string\",\"format\":\"no-such-format\"}")
                        .accepts("\"x\"")
                        .rejects("1"));
    }

    @ParameterizedTest
    @MethodSource({"spelling", "lengths", "patterns", "formats"})
    void acceptsTheStringsOfTheSchemaAndNoOthers(SchemaCase row) {
        row.check();
    }
}
