package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * A row of a table: a schema, texts that are in its language, and texts that are not.
 *
 * @param accepted each is valid by an independent validator too
 * @param rejected each is invalid by an independent validator too, or no JSON
 * @param respelled valid JSON for the schema, but in a spelling that is never written
 */
record SchemaCase(String schema, List<String> accepted, List<String> rejected, List<String> respelled) {
    static SchemaCase of(String schema) {
        return new SchemaCase(schema, List.of(), List.of(), List.of());
    }

    SchemaCase accepts(String... texts) {
        return new SchemaCase(schema, List.of(texts), rejected, respelled);
    }

    SchemaCase rejects(String... texts) {
        return new SchemaCase(schema, accepted, List.of(texts), respelled);
    }

    SchemaCase neverSpells(String... texts) {
        return new SchemaCase(schema, accepted, rejected, List.of(texts));
    }

    /** Asks for every text, checks the table itself against the validator, and samples texts. */
    void check() {
        SchemaLanguage language = SchemaLanguage.of(schema);
        Schema validator = SchemaLanguage.validator(schema);
        List<Executable> checks = new ArrayList<>();
        for (String text : accepted) {
            checks.add(() -> assertTrue(language.contains(text), () -> "accepts " + text));
            checks.add(() -> assertTrue(SchemaLanguage.isValid(validator, text), () -> "valid: " + text));
        }
        for (String text : rejected) {
            checks.add(() -> assertFalse(language.contains(text), () -> "rejects " + text));
            checks.add(() -> assertFalse(isValidJson(validator, text), () -> "invalid: " + text));
        }
        for (String text : respelled) {
            checks.add(() -> assertFalse(language.contains(text), () -> "never spells " + text));
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(schema.hashCode());
        for (int i = 0; i < 5; i++) {
            String text = language.sample(random, 60);
            checks.add(() -> assertTrue(SchemaLanguage.isValid(validator, text), () -> "sampled: " + text));
        }
        assertAll(schema, checks);
    }

    private static boolean isValidJson(Schema validator, String text) {
        try {
            return SchemaLanguage.isValid(validator, text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return schema;
    }
}
