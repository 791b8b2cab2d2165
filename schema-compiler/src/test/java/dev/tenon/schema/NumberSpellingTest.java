package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberSpellingTest {
    private static SchemaLanguage language(String schema, SchemaOptions.Numbers numbers) {
        SchemaOptions options = SchemaOptions.defaults().with(numbers);
        return SchemaLanguage.of(
                SchemaCompiler.compile(SchemaLanguage.json(schema), options, CompileLimits.defaults()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"integer"}                     | 5.0 5.00 -0 -0.0 2e2 1E+2 1e+16 1.5e+300 1.50e1 0.0 123456789012345678901234567890 | 5.5 1e-05 1.25e1 05 .5 5. 1e309 5e
        {"type":"integer"}                     | 9007199254740993 -18446744073709551616 1e007 0e5                                 | 1.5e0 12.5e1 0.5e1 +1
        {"type":"integer","minimum":0}         | 0 -0 -0.0 5.0 1e3                                                               | -1 -1.0 -1e3 0.5
        {"type":"integer","minimum":1}         | 1.0 9007199254740993.0                                                          | 0 -0 -1 0.9
        {"type":"integer","exclusiveMinimum":0}| 1.0 2e2                                                                         | 0 0.0 -0 0e5
        {"type":"integer","maximum":0}         | 0 -0 -5.0 -1e3 0.00                                                             | 1 1.0 1e0
        {"type":"integer","minimum":-3,"maximum":12} | -3.0 12.000 0 -0 -0.0 10                                                  | -4.0 12.5 13 1e1 -3.1
        {"type":"number"}                      | 1e+16 1e-05 1.5e+300 100.0 -0.0 2.2250738585072014e-308 0.10 1e+22              | 1e400 5e-324 1e308 00 1.
        {"type":"number","minimum":0}          | 1e-05 -0 -0.0 0 1.5E3                                                           | -1e-05 -0.1
        {"type":"number","exclusiveMinimum":0} | 1e-05 0.50                                                                      | 0 -0 0.0 0e1
        {"type":"number","exclusiveMaximum":0} | -1e-05 -0.50                                                                    | 0 -0 -0.0 1
        {"type":"number","minimum":0.5,"maximum":1} | 0.5 0.50 1.0 1.000 0.9999                                                  | 0.49 1.01 5e-1
        {"multipleOf":0.25}                    | 0.25 0.250 5 5.0 5.75000 -0                                                     | 0.3 0.2501 1e1
        {"multipleOf":1000,"minimum":0}        | 1000 1000.0 -0 12345000                                                         | 1001 1000.5 -1000
        {"const":100}                          | 100 100.0 1e2 1E+02 1.0e2 100.0000                                              | 100.5 101 1e3 -100 10e1
        {"const":1.5}                          | 1.5 1.50 1.5e0 1.5E-0                                                           | 1.05 1.51 15 -1.5
        {"enum":[0,0.00001]}                   | 0 -0 0.0 -0.0 0e0 1e-05 0.00001 0.0000100                                       | 0.0001 1 1e-06
        {"const":10000000000000000}            | 1e+16 10000000000000000 1e16                                                    | 1e+15
        {"not":{"multipleOf":2},"type":"integer","minimum":0} | 1 1.0 3.00                                                       | 2 2.0 0 -0 1.5
        """)
    void everySpellingOfAPermittedNumberIsAccepted(String schema, String accepted, String rejected) {
        SchemaLanguage any = language(schema, SchemaOptions.Numbers.ANY);
        assertAll(Arrays.stream(accepted.split(" "))
                .map(text -> () -> assertTrue(any.contains(text), () -> schema + " accepts " + text)));
        assertAll(Arrays.stream(rejected.split(" "))
                .map(text -> () -> assertFalse(any.contains(text), () -> schema + " rejects " + text)));
    }

    /** Core of draft 4, section 3.5: an integer is "a JSON number without a fraction or exponent part". */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"integer"}                                | 1 -5 0 -0 12345678901234567890123    | 1.0 1e2 -0.0 1.5
        {"type":"integer","minimum":5,"maximum":40}       | 5 7 40                              | 7.0 4 41
        {"type":"integer","enum":[1,2.5]}                 | 1                                   | 1.0 1e0 2.5
        {"type":"integer","not":{"multipleOf":2}}         | 1 3                                 | 1.0 2
        {"anyOf":[{"type":"integer","enum":[1]},{"enum":[2.5]}]} | 1 2.5 2.50                   | 1.0 2
        {"type":["number","integer"]}                     | 1 1.0 2.5 1e5                       | 1.
        {"type":"number","minimum":0}                     | 1 1.0 2.5                           | -1
        """)
    void integersOfDraftFourHaveNoFractionAndNoExponent(String schema, String accepted, String rejected) {
        String ofDraft4 = "{\"$schema\":\"http://json-schema.org/draft-04/schema#\"," + schema.substring(1);
        SchemaLanguage any = language(ofDraft4, SchemaOptions.Numbers.ANY);
        assertAll(Arrays.stream(accepted.split(" ")).map(text -> () -> assertTrue(any.contains(text), text)));
        assertAll(Arrays.stream(rejected.split(" ")).map(text -> () -> assertFalse(any.contains(text), text)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"integer"}             | 5 -5 0  | 5.0 -0 2e2 9007199254740993
        {"multipleOf":0.25}            | 0.25 5  | 0.250 5.000
        {"const":100}                  | 100     | 100.0 1e2
        {"type":"integer","minimum":0} | 0 7     | -0 0.0
        """)
    void plainNumbersHaveOneSpelling(String schema, String accepted, String rejected) {
        SchemaLanguage plain = language(schema, SchemaOptions.Numbers.PLAIN);
        assertAll(Arrays.stream(accepted.split(" ")).map(text -> () -> assertTrue(plain.contains(text), text)));
        assertAll(Arrays.stream(rejected.split(" ")).map(text -> () -> assertFalse(plain.contains(text), text)));
    }
}
