package dev.tenon.schema;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NumberSchemasTest {
    static Stream<SchemaCase> integers() {
        return Stream.of(
                SchemaCase.of("{\"type\":\"integer\"}")
                        .accepts("0", "-1", "9007199254740991", "-9007199254740991")
                        .rejects("1.5", "\"1\"", "01", "+1", "")
                        .neverSpells("-0", "1.0", "1e2", "9007199254740992", "-9007199254740992"),
                SchemaCase.of("{\"type\":\"integer\",\"minimum\":3,\"maximum\":17}")
                        .accepts("3", "9", "10", "17")
                        .rejects("2", "18", "30", "-3"),
                SchemaCase.of("{\"type\":\"integer\",\"minimum\":-250,\"exclusiveMaximum\":-7}")
                        .accepts("-250", "-8", "-99")
                        .rejects("-251", "-7", "0", "8"),
                SchemaCase.of("{\"type\":\"integer\",\"exclusiveMinimum\":-2.5,\"maximum\":2.5}")
                        .accepts("-2", "0", "2")
                        .rejects("-3", "3"),
                SchemaCase.of("{\"type\":\"integer\",\"minimum\":100000000000000000000}")
                        .accepts("100000000000000000000", "999999999999999999999")
                        .rejects("99999999999999999999", "1"),
                SchemaCase.of("{\"type\":\"integer\",\"multipleOf\":7,\"exclusiveMinimum\":0}")
                        .accepts("7", "14", "7000000")
                        .rejects("0", "15", "-7", "1"),
                SchemaCase.of("{\"type\":\"integer\",\"multipleOf\":1.5}")
                        .accepts("0", "3", "-6")
                        .rejects("1", "2", "4"),
                SchemaCase.of("{\"allOf\":[{\"multipleOf\":4},{\"multipleOf\":6}],\"type\":\"integer\"}")
                        .accepts("12", "-24", "0")
                        .rejects("4", "6", "18"),
                SchemaCase.of("{\"type\":\"integer\",\"multipleOf\":1000003,\"minimum\":1,\"maximum\":3000009}")
                        .accepts("1000003", "2000006", "3000009")
                        .rejects("1000004", "0"),
                SchemaCase.of("{\"type\":\"integer\",\"format\":\"int32\"}")
                        .accepts("2147483647", "-2147483648")
                        .neverSpells("2147483648", "-2147483649"));
    }

    static Stream<SchemaCase> decimals() {
        return Stream.of(
                SchemaCase.of("{\"type\":\"number\"}")
                        .accepts("0", "-0.5", "1e5", "1.25E-10", "-3e+7", "123456789012345678901")
                        .rejects("01", ".5", "1.", "NaN", "\"1\"")
                        .neverSpells("1e400", "1e280"),
                SchemaCase.of("{\"type\":\"number\",\"minimum\":-1.5,\"exclusiveMaximum\":2.25}")
                        .accepts("-1.5", "-1.50", "-1.49", "0", "0.000001", "2", "2.2499999")
                        .rejects("-1.51", "-2", "2.25", "2.250", "3", "20"),
                SchemaCase.of("{\"type\":\"number\",\"minimum\":0}")
                        .accepts("0", "0.0", "17.5", "1e9", "2.5e-3")
                        .rejects("-1", "-0.1", "-1e-5"),
                SchemaCase.of("{\"type\":\"number\",\"exclusiveMinimum\":0}")
                        .accepts("0.1", "1e-9", "5")
                        .rejects("0", "0.00", "0e5", "-1"),
                SchemaCase.of("{\"type\":\"number\",\"exclusiveMaximum\":0}")
                        .accepts("-0.1", "-1e9")
                        .rejects("0", "0.1", "1e-9"),
                SchemaCase.of("{\"type\":\"number\",\"maximum\":-0.125}")
                        .accepts("-0.125", "-0.1251", "-7", "-100.5")
                        .rejects("-0.124", "0", "-0.1"),
                SchemaCase.of("{\"type\":\"number\",\"minimum\":0.1,\"maximum\":0.1}")
                        .accepts("0.1", "0.100")
                        .rejects("0.11", "0", "0.09"),
                SchemaCase.of("{\"type\":\"number\",\"minimum\":9.5,\"maximum\":10.5}")
                        .accepts("9.5", "9.9", "10", "10.5", "10.50")
                        .rejects("9.4", "10.51", "11", "95"),
                SchemaCase.of("{\"type\":\"number\",\"multipleOf\":0.25}")
                        .accepts("0.25", "-1.5", "1.50", "7", "0")
                        .rejects("0.3", "1.26"),
                SchemaCase.of("{\"type\":\"number\",\"multipleOf\":5}")
                        .accepts("5", "-10", "0")
                        .rejects("5.5", "7"),
                SchemaCase.of("{\"type\":\"number\",\"multipleOf\":0.01,\"minimum\":0,\"maximum\":1}")
                        .accepts("0.01", "0.99", "1", "0.5")
                        .rejects("0.001", "1.01"),
                SchemaCase.of("{\"type\":\"number\",\"maximum\":1.7976931348623157e308}")
                        .accepts("1e9", "5.5")
                        .rejects("\"\"", "null"));
    }

    static Stream<SchemaCase> constants() {
        return Stream.of(
                SchemaCase.of("{\"type\":\"integer\",\"enum\":[1.0,2.5,3,\"4\"]}")
                        .accepts("1", "3")
                        .rejects("2.5", "\"4\"", "2")
                        .neverSpells("1.0"),
                SchemaCase.of("{\"enum\":[1,2,3,4,5],\"multipleOf\":2}")
                        .accepts("2", "4")
                        .rejects("1", "5"),
                SchemaCase.of("{\"const\":-0.5}").accepts("-0.5").rejects("0.5", "-0.05"),
                SchemaCase.of("{\"const\":0.0}").accepts("0").rejects("1"),
                SchemaCase.of("{\"anyOf\":[{\"type\":\"integer\",\"maximum\":3},{\"const\":7.5},"
                                + "{\"type\":\"integer\",\"minimum\":10,\"maximum\":12}]}")
                        .accepts("3", "-100", "7.5", "11")
                        .rejects("4", "7", "13"));
    }

    @ParameterizedTest
    @MethodSource({"integers", "decimals", "constants"})
    void acceptsTheNumbersOfTheSchemaAndNoOthers(SchemaCase row) {
        row.check();
    }
}
