package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StringFormatsTest {
    /** All that is written in a format is that format to an independent validator. */
    @ParameterizedTest
    @ValueSource(strings = {"date", "time", "date-time", "uuid", "ipv4"})
    void writesOnlyWhatTheValidatorAccepts(String format) {
        assertSamplesAreValid("{\"type\":\"string\",\"format\":\"" + format + "\"}");
    }

    /** The validator knows the top-level domains of its day, which are no matter of RFC 5321. */
    @Test
    void writesOnlyAddressesThatTheValidatorAccepts() {
        assertSamplesAreValid("{\"type\":\"string\",\"format\":\"email\",\"pattern\":\"\\\\.(com|org|de)$\"}");
    }

    @Test
    void knowsTheLeapSecondsThatThereWere() {
        SchemaLanguage language = SchemaLanguage.of("{\"type\":\"string\",\"format\":\"date-time\"}");
        assertTrue(language.contains("\"1998-12-31T23:59:60Z\""));
        assertTrue(language.contains("\"2015-06-30T23:59:60.5+00:00\""));
        assertFalse(language.contains("\"2015-12-31T23:59:60Z\""));
        assertFalse(language.contains("\"1998-12-31T22:59:60Z\""));
    }

    private static void assertSamplesAreValid(String schema) {
        Schema validator = SchemaLanguage.validator(schema);
        SchemaLanguage language = SchemaLanguage.of(schema);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 300; i++) {
            String text = language.sample(random, random.nextInt(30));
            assertTrue(SchemaLanguage.isValid(validator, text), text);
        }
    }
}
