package dev.tenon.schema;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArraySchemasTest {
    static Stream<SchemaCase> arrays() {
        return Stream.of(
                SchemaCase.of("{\"type\":\"array\"}")
                        .accepts("[]", "[1,\"a\",null,[],{}]", "[ 1]".replace(" ", "\n  "))
                        .rejects("{}", "[1", "[1,]", "[,1]"),
                SchemaCase.of("{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":1,\"maxItems\":3}")
                        .accepts("[1]", "[1,2]", "[1, 2,3]")
                        .rejects("[]", "[1,2,3,4]", "[\"a\"]"),
                SchemaCase.of("{\"type\":\"array\",\"items\":{\"type\":\"null\"},\"minItems\":2,\"maxItems\":100000}")
                        .accepts("[null,null]", "[null" + ",null".repeat(500) + "]")
                        .rejects("[null]", "[]"),
                SchemaCase.of("{\"type\":\"array\",\"items\":false}")
                        .accepts("[]")
                        .rejects("[1]", "[null]"),
                SchemaCase.of("{\"type\":\"array\",\"items\":{\"type\":\"string\",\"minLength\":2,\"maxLength\":1}}")
                        .accepts("[]")
                        .rejects("[\"a\"]"),
                SchemaCase.of("{\"type\":\"array\",\"maxItems\":0}")
                        .accepts("[]")
                        .rejects("[1]"));
    }

    static Stream<SchemaCase> prefixes() {
        return Stream.of(
                SchemaCase.of("{\"type\":\"array\",\"prefixItems\":[{\"type\":\"integer\"},{\"type\":\"string\"}],"
                                + "\"items\":{\"type\":\"boolean\"},\"minItems\":1,\"maxItems\":4}")
                        .accepts("[1]", "[1,\"a\"]", "[1,\"a\",true]", "[1,\"a\",true,false]")
                        .rejects("[]", "[\"a\"]", "[1,2]", "[1,\"a\",3]", "[1,\"a\",true,false,true]"),
                SchemaCase.of(
                                "{\"type\":\"array\",\"prefixItems\":[{\"const\":1},{\"const\":2},{\"const\":3}],\"items\":false}")
                        .accepts("[]", "[1]", "[1,2]", "[1,2,3]")
                        .rejects("[2]", "[1,3]", "[1,2,3,4]"),
                SchemaCase.of("{\"type\":\"array\",\"prefixItems\":[{\"const\":1},false,{\"const\":3}]}")
                        .accepts("[]", "[1]")
                        .rejects("[1,2]", "[1,2,3]"),
                SchemaCase.of(
                                "{\"type\":\"array\",\"prefixItems\":[{\"const\":1},{\"const\":2}],\"items\":{\"const\":3},"
                                    + "\"minItems\":4}")
                        .accepts("[1,2,3,3]", "[1,2,3,3,3]")
                        .rejects("[1,2,3]", "[1,2]", "[1,2,3,4]"),
                SchemaCase.of("{\"allOf\":[{\"prefixItems\":[{\"type\":\"integer\"}]},{\"items\":{\"minimum\":3}}],"
                                + "\"type\":\"array\"}")
                        .accepts("[]", "[3]", "[4,\"a\"]")
                        .rejects("[2]", "[3,2]", "[\"a\"]"),
                SchemaCase.of("{\"enum\":[[1],[1,2],[\"a\"]],\"items\":{\"type\":\"integer\"},\"maxItems\":1}")
                        .accepts("[1]")
                        .rejects("[1,2]", "[\"a\"]", "[]"));
    }

    @ParameterizedTest
    @MethodSource({"arrays", "prefixes"})
    void acceptsTheArraysOfTheSchemaAndNoOthers(SchemaCase row) {
        row.check();
    }
}
