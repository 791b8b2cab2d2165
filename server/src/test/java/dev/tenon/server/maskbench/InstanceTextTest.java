package dev.tenon.server.maskbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The right column is what CPython 3.11 printed. */
final class InstanceTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1|1",
                "-0|0",
                "-0.0|-0.0",
                "100.0|100.0",
                "1e2|100.0",
                "0.0001|0.0001",
                "0.00001|1e-05",
                "1e15|1000000000000000.0",
                "1e16|1e+16",
                "123456789012345680.0|1.2345678901234568e+17",
                "9007199254740993.0|9007199254740992.0",
                "1.5E+300|1.5e+300",
                "5e-324|5e-324",
                "4.9e-324|5e-324",
                "2e-323|2e-323",
                "2e23|2e+23",
                "9.5e-7|9.5e-07",
                "0.1|0.1",
                "0.30000000000000004|0.30000000000000004",
                "-1.10|-1.1",
                "1e22|1e+22",
                "1.7976931348623157e308|1.7976931348623157e+308",
                "1e999|Infinity",
                "123456789012345678901234567890|123456789012345678901234567890",
                "[1,2,[],{}]|[1, 2, [], {}]",
                "{\"a\":1,\"b\":[true,null]}|{\"a\": 1, \"b\": [true, null]}",
                "{\"a\":1,\"b\":2,\"a\":3}|{\"a\": 3, \"b\": 2}",
                "\"\\u00e9\\u2028\\/\\u007f\"|\"\u00e9\u2028/\u007f\"",
                "\"\\u0000\\u001F\\b\\f\\n\\r\\t\\\"\\\\\"|\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\\"",
                "\"\\ud83d\\ude00\"|\"\ud83d\ude00\"",
            })
    void writesWhatPythonWrites(String json, String expected) throws JsonProcessingException {
        assertEquals(expected, InstanceText.write(InstanceText.read(json)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1] 2", "01", "NaN", "'a'"})
    void readsNothingButJson(String text) {
        assertThrows(JsonProcessingException.class, () -> InstanceText.read(text));
    }

    @Test
    void goesAsDeepAsPythonAndNoDeeper() throws JsonProcessingException {
        String deep = "[".repeat(InstanceText.MAX_DEPTH) + "]".repeat(InstanceText.MAX_DEPTH);
        assertEquals(deep, InstanceText.write(InstanceText.read(deep)));
        assertThrows(JsonProcessingException.class, () -> InstanceText.read("[" + deep + "]"));
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.1", "972783798187987123879878123.188781371, 972783798187987123879878123.188781371"})
    void decimalsThatNoDoubleStandsForKeepTheirDigits(String value, String expected) {
        assertEquals(expected, InstanceText.write(DecimalNode.valueOf(new BigDecimal(value))));
    }
}
