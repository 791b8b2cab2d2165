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
        {"type":"integer","minimum":-3,"maximum":12} | -3.0 12.000 0 -0 -0.0 10 1e1 1.20E+01 -3e0 -3e-0 0e7                      | -4.0 12.5 13 1.3e1 -3.1 -4e0 1.25e1 12e0 2e1
        {"type":"number"}                      | 1e+16 1e-05 1.5e+300 100.0 -0.0 2.2250738585072014e-308 0.10 1e+22              | 1e400 5e-324 1e308 00 1.
        {"type":"number","minimum":0}          | 1e-05 -0 -0.0 0 1.5E3                                                           | -1e-05 -0.1
        {"type":"number","exclusiveMinimum":0} | 1e-05 0.50                                                                      | 0 -0 0.0 0e1
        {"type":"number","exclusiveMaximum":0} | -1e-05 -0.50                                                                    | 0 -0 -0.0 1
        {"type":"number","minimum":0.5,"maximum":1} | 0.5 0.50 1.0 1.000 0.9999 5e-1 1e0 1.0e-0 9.99e-1                          | 0.49 1.01 4.9e-1 50e-2 1.01e0 1e1
        {"multipleOf":0.25}                    | 0.25 0.250 5 5.0 5.75000 -0 1e1 2.5e-1 -1e0 1.75e0 1e300 0e0                    | 0.3 0.2501 2e-1 1.1e0 2.25e-1 10e0
        {"multipleOf":1000,"minimum":0}        | 1000 1000.0 -0 12345000 1e3 1.234500E7 1e300                                    | 1001 1000.5 -1000 1e2 1.2345e6 -1e3
        {"type":"number","maximum":1e20}       | 5.07e+16 1e20 1.0E+20 9e19 -1e300 1e-05 9.99999999999999e+19                     | 1.1e20 1e21 12e3 1.00000000000001e+20
        {"type":"number","exclusiveMaximum":1e20} | 9.999e19 5e-300                                                              | 1e20 1.000e20 1e020 2e20
        {"type":"number","exclusiveMinimum":-0.00015} | -1e-4 -1.49e-4 -1.5e-5 1e5 12e5 1e-323                                   | -1.5e-4 -1.50e-04 -2e-4 -1e0
        {"type":"number","minimum":1e-5,"maximum":3e-4} | 1e-05 1.0e-5 2.99e-4 0.0002                                            | 9e-6 3.01e-4 0e0 -1e-5
        {"type":"number","maximum":9e250}      | 9e250 8.99E250 -1.7976931348623157e308                                          | 9.1e250 1e251 -1.8e308 -1e309
        {"type":"number","minimum":-1}         | 1e308 1.5e300 15e3 -1e0 -9.5e-1                                                 | -1.1e0 -1e1 -12e-2
        {"type":"integer","minimum":10000}     | 1e4 5.07e+16 1.2345e4 1e308 1.23450000e+5                                       | 9.999e3 1.23456e4 1e3 12e3 1e-4
        {"type":"integer","maximum":9007199254740993} | 9.007199254740993e15 9e15 -1e300                                         | 9.007199254740994e15 1e16 9.0071992547409925e15
        {"multipleOf":420,"minimum":1000}      | 4.2e3 1.26e3 5.04e+16 2.1e307                                                   | 4.1e3 4.2e2 5.05e+16 4.20e3 1e307
        {"multipleOf":0.01,"maximum":5}        | 1e-2 5e0 4.99e0 1.2e-1 -1e17                                                    | 1e-3 5.01e0 1.234e0 1.25e-1
        {"multipleOf":0.3,"minimum":0.3}       | 3e-1 1.2e0 3.0e-1 9e5                                                           | 1e-1 1e0 3e-2
        {"type":"integer","minimum":4,"not":{"multipleOf":6}} | 4e0 1e1 1e300 1.3e1 2.0e1                                        | 6e0 1.2e1 3e1 1.26e3 4e-1
        {"type":"number","not":{"multipleOf":0.5},"maximum":9} | 1e-1 2.6e0 -1.23e1 5.25e-1                                      | 5e-1 2.5e0 1e1 -1e2 0e0
        {"const":100}                          | 100 100.0 1e2 1E+02 1.0e2 100.0000                                              | 100.5 101 1e3 -100 10e1
        {"const":1.5}                          | 1.5 1.50 1.5e0 1.5E-0                                                           | 1.05 1.51 15 -1.5
        {"enum":[0,0.00001]}                   | 0 -0 0.0 -0.0 0e0 1e-05 0.00001 0.0000100                                       | 0.0001 1 1e-06
        {"const":10000000000000000}            | 1e+16 10000000000000000 1e16                                                    | 1e+15
        {"not":{"multipleOf":2},"type":"integer","minimum":0} | 1 1.0 3.00                                                       | 2 2.0 0 -0 1.5
        {"not":{"multipleOf":256},"type":"number","minimum":1024} | 1025 1024.5 1025.00 1024.0000001 99999 | 1024 1024.0 1280 1280.00 1023 -1
        {"not":{"multipleOf":0.25},"type":"number"} | 0.1 0.251 -7.3 0.2500001 3.01 | 0.25 0.250 -7.5 0 -0 0.0 3 3.00
        {"not":{"anyOf":[{"multipleOf":4},{"multipleOf":0.3}]},"type":"number"} | 0.1 5 5.00 -2 4.1 0.31 | 0.3 0.30 4 4.0 8 -0.6 9 0
        {"not":{"multipleOf":6},"type":"integer","minimum":9} | 9 10 10.0 13.00 | 12 12.0 9.5 8 -13
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
        {"type":"integer","minimum":5,"maximum":40}       | 5 7 40                              | 7.0 4 41 1e1
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
