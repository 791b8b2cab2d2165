package dev.tenon.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What networknt has wrong the judge has right, and nothing more is let through. */
final class JudgeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"pattern": "^\\\\s$"}                    | "\\ufeff"       | "\\u001c"
        {"pattern": "^\\\\d$"}                    | "1"             | "\\u0661"
        {"pattern": "^\\\\cA$"}                   | "\\u0001"       | "A"
        {"pattern": "^[[a-z]$"}                   | "["             | "{"
        {"pattern": "^a$"}                        | "a"             | "a\\n"
        {"pattern": "^.$"}                        | "\\u0085"       | "\\u2028"
        {"format": "regex"}                       | "[^]"           | "[z-a]"
        {"format": "email"}                       | "a@b.nowhere"   | "a@b..nowhere"
        {"format": "email"}                       | "a@[127.0.0.1]" | "a@[127.0.0.1"
        {"format": "idn-email"}                   | "é@b.nowhere"   | "é@"
        {"multipleOf": 0.0001}                    | 563807135.535   | 563807135.53555
        {"multipleOf": 3}                         | 30000000000000000000000000000000003 | 30000000000000000000000000000000004
        {"enum": [{"a": 12}]}                     | {"a": 1.2e1}    | {"a": 1.3e1}
        {"const": [1.0]}                          | [1]             | [1.5]
        {"uniqueItems": true}                     | [1, 2]          | [1, 1.0]
        {"type": "integer"}                       | 10e-1           | 1e-1
        {"maximum": 9}                            | 0.9e1           | 1e30
        {"contentEncoding": "base64", "type": "string"} | "%"       | 1
        """)
    void theSpecificationDecides(String schema, String valid, String invalid) throws JsonProcessingException {
        Judge judge = new Judge(Judge.JSON.readTree(schema));
        assertEquals(Optional.empty(), judge.fault(valid));
        assertTrue(judge.fault(invalid).isPresent(), invalid);
    }
}
