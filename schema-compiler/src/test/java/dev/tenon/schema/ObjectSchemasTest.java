package dev.tenon.schema;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectSchemasTest {
    private static final String INT = "{\"type\":\"integer\"}";

    static Stream<SchemaCase> members() {
        return Stream.of(
                SchemaCase.of("{\"type\":\"object\"}")
                        .accepts("{}", "{\"a\":1,\"b\":{\"a\":[]}}", "{\"\":null}", "{\"\\\"\\n\":1}")
                        .rejects("[]", "{\"a\"}", "{\"a\":1,}", "{a:1}")
                        .neverSpells("{\"a\":1,\"a\":2}", "{\"\\u0061\":1}"),
                SchemaCase.of("{\"type\":\"object\",\"properties\":{\"a\":" + INT + ",\"b\":" + INT + ",\"c\":" + INT
                                + "},\"required\":[\"b\"],\"additionalProperties\":false}")
                        .accepts("{\"b\":1}", "{\"a\":1,\"b\":2}", "{\"b\":2,\"c\":3}", "{\"a\":1,\"b\":2,\"c\":3}")
                        .rejects("{}", "{\"a\":1}", "{\"b\":\"x\"}", "{\"b\":1,\"d\":1}")
                        .neverSpells("{\"b\":1,\"a\":2}", "{\"b\":1,\"b\":2}"),
                SchemaCase.of("{\"type\":\"object\",\"required\":[\"b\"],\"properties\":{\"a\":true,\"b\":true}}")
                        .accepts("{\"a\":1,\"b\":1}", "{\"b\":1,\"x\":1,\"y\":2}")
                        .rejects("{\"a\":1}", "{}")
                        .neverSpells("{\"x\":1,\"b\":2}"),
                SchemaCase.of("{\"type\":\"object\",\"required\":[\"z\"],\"additionalProperties\":" + INT + "}")
                        .accepts("{\"z\":1}", "{\"z\":1,\"y\":2}")
                        .rejects("{}", "{\"y\":2}", "{\"z\":null}"),
                SchemaCase.of("{\"type\":\"object\",\"properties\":{\"a\":false,\"b\":" + INT + "}}")
                        .accepts("{}", "{\"b\":1}", "{\"b\":1,\"c\":[]}", "{\"aa\":1}")
                        .rejects("{\"a\":1}", "{\"b\":1,\"a\":1}"),
                SchemaCase.of("{\"type\":\"object\",\"additionalProperties\":false}")
                        .accepts("{}")
                        .rejects("{\"a\":1}"),
                SchemaCase.of("{\"type\":\"object\",\"properties\":{\"a/b\":" + INT + ",\"m~n\":" + INT + ",\"q\\\"\":"
                                + INT + "},\"required\":[\"q\\\"\"]}")
                        .accepts("{\"a/b\":1,\"m~n\":2,\"q\\\"\":3}")
                        .rejects("{\"a/b\":\"x\",\"q\\\"\":3}", "{}"));
    }

    static Stream<SchemaCase> counts() {
        return Stream.of(
                SchemaCase.of("{\"type\":\"object\",\"minProperties\":2,\"maxProperties\":3}")
                        .accepts("{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2,\"c\":3}")
                        .rejects("{}", "{\"a\":1}", "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}"),
                SchemaCase.of("{\"type\":\"object\",\"properties\":{\"a\":{},\"b\":{}},\"additionalProperties\":false,"
                                + "\"minProperties\":2}")
                        .accepts("{\"a\":1,\"b\":2}")
                        .rejects("{\"a\":1}", "{\"b\":1}", "{}"),
                SchemaCase.of("{\"type\":\"object\",\"properties\":{\"a\":{},\"b\":{}},\"required\":[\"b\"],"
                                + "\"maxProperties\":1}")
                        .accepts("{\"b\":2}")
                        .rejects("{\"a\":1,\"b\":1}", "{\"a\":1}", "{\"b\":1,\"c\":1}"),
                SchemaCase.of("{\"type\":\"object\",\"oneOf\":[{\"maxProperties\":0},"
                                + "{\"additionalProperties\":{\"maximum\":2}}]}")
                        .accepts("{\"a\":1}", "{\"a\":1,\"b\":\"x\"}")
                        .rejects("{}", "{\"a\":3}", "{\"a\":1,\"b\":3}"));
    }

    static Stream<SchemaCase> keyLanguages() {
        return Stream.of(
                SchemaCase.of("{\"type\":\"object\",\"patternProperties\":{\"^a\":" + INT + ",\"b$\":{\"minimum\":5}},"
                                + "\"additionalProperties\":false}")
                        .accepts("{\"a\":1}", "{\"ab\":6}", "{\"b\":\"x\"}", "{\"a\":1,\"aa\":2}")
                        .rejects("{\"ab\":1}", "{\"ab\":\"x\"}", "{\"c\":1}", "{\"b\":1}"),
                SchemaCase.of("{\"type\":\"object\",\"properties\":{\"ab\":{\"maximum\":9}},"
                                + "\"patternProperties\":{\"^a\":" + INT + "}}")
                        .accepts("{\"ab\":9}", "{\"ac\":10}", "{\"x\":null}")
                        .rejects("{\"ab\":10}", "{\"ab\":\"x\"}", "{\"ac\":\"x\"}"),
                SchemaCase.of("{\"type\":\"object\",\"patternProperties\":{\"^(x|y)$\":" + INT + "},"
                                + "\"additionalProperties\":false,\"minProperties\":2}")
                        .accepts("{\"x\":1,\"y\":2}")
                        .rejects("{\"x\":1}", "{\"x\":1,\"z\":2}"),
                SchemaCase.of("{\"type\":\"object\",\"propertyNames\":{\"pattern\":\"^[a-z]+$\",\"maxLength\":2},"
                                + "\"additionalProperties\":" + INT + "}")
                        .accepts("{}", "{\"ab\":1,\"c\":2}")
                        .rejects("{\"abc\":1}", "{\"A\":1}", "{\"ab\":null}"),
                SchemaCase.of("{\"type\":\"object\",\"propertyNames\":{\"enum\":[\"a\",\"b\",\"c\"]},"
                                + "\"properties\":{\"c\":" + INT + ",\"d\":" + INT + "}}")
                        .accepts("{\"c\":1}", "{\"c\":1,\"a\":null,\"b\":2}")
                        .rejects("{\"d\":1}", "{\"c\":null}", "{\"e\":1}"),
                SchemaCase.of("{\"type\":\"object\",\"propertyNames\":false}")
                        .accepts("{}")
                        .rejects("{\"a\":1}"));
    }

    @ParameterizedTest
    @MethodSource({"members", "counts", "keyLanguages"})
    void acceptsTheObjectsOfTheSchemaAndNoOthers(SchemaCase row) {
        row.check();
    }
}
