package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random schemas against JSON Schema by its letter. */
class SchemaProperties {
    private static final int SAMPLES = 6;

    /** The language, or nothing for a schema that no value satisfies. */
    private static Optional<SchemaLanguage> language(String schema) {
        try {
            return Optional.of(SchemaLanguage.of(schema));
        } catch (SchemaException.Unsatisfiable | EmptyLanguageException e) {
            return Optional.empty();
        } catch (SchemaException.Unsupported e) {
            assertEquals("uniqueItems", e.keyword(), e::getMessage);
            Assume.that(false);
            throw e;
        }
    }

    @Property(tries = 400)
    void acceptsAValueIffItIsValid(@ForAll("schemas") String schema, @ForAll("values") List<JsonSample> values) {
        Optional<SchemaLanguage> language = language(schema);
        JsonNode read = SchemaLanguage.json(schema);
        for (JsonSample value : values) {
            boolean valid = ReferenceValidator.isValid(read, SchemaLanguage.json(value.text()));
            boolean accepted = language.isPresent() && value.orders().stream().anyMatch(language.get()::contains);
            assertEquals(valid, accepted, () -> schema + " and " + value.text());
        }
    }

    @Property(tries = 300)
    void writesOnlyWhatIsValidAndNeverGetsStuck(@ForAll("schemas") String schema, @ForAll long seed) {
        JsonNode read = SchemaLanguage.json(schema);
        SplittableRandom random = new SplittableRandom(seed);
        language(schema).ifPresent(language -> {
            for (int i = 0; i < SAMPLES; i++) {
                String text = language.sample(random, random.nextInt(80));
                assertTrue(
                        ReferenceValidator.isValid(read, SchemaLanguage.json(text)), () -> schema + " wrote " + text);
            }
        });
    }

    /** The reference says what an independent validator says, but for the few mistakes that the latter makes. */
    @Example
    void theReferenceAgreesWithAnIndependentValidator() {
        SplittableRandom random = new SplittableRandom(20_201_2);
        int asked = 0;
        int different = 0;
        for (int i = 0; i < 300; i++) {
            String schema = RandomSchema.draw(random);
            Schema validator = SchemaLanguage.validator(schema);
            for (JsonSample value : JsonSample.draw(random, 20)) {
                boolean valid = ReferenceValidator.isValid(SchemaLanguage.json(schema), SchemaLanguage.json(value.text()));
                asked++;
                different += valid == SchemaLanguage.isValid(validator, value.text()) ? 0 : 1;
            }
        }
        assertTrue(different * 200 < asked, different + " of " + asked);
    }

    @Property(tries = 150)
    void conjunctionDoesNotDependOnTheOrder(
            @ForAll("schemas") String left,
            @ForAll("schemas") String right,
            @ForAll("values") List<JsonSample> values) {
        Optional<SchemaLanguage> one = language("{\"allOf\":[" + left + "," + right + "]}");
        Optional<SchemaLanguage> two = language("{\"allOf\":[" + right + "," + left + "]}");
        assertEquals(one.isPresent(), two.isPresent(), () -> left + " and " + right);
        Optional<SchemaLanguage> alone = language(left);
        Optional<SchemaLanguage> other = language(right);
        for (JsonSample value : values) {
            boolean inBoth = isIn(alone, value) && isIn(other, value);
            assertEquals(inBoth, isIn(one, value), () -> value.text() + " in " + left + " and " + right);
            assertEquals(inBoth, isIn(two, value), () -> value.text() + " in " + right + " and " + left);
        }
    }

    @Property(tries = 150)
    void unionHoldsWhatEitherHolds(
            @ForAll("schemas") String left,
            @ForAll("schemas") String right,
            @ForAll("values") List<JsonSample> values) {
        Optional<SchemaLanguage> both = language("{\"anyOf\":[" + left + "," + right + "]}");
        Optional<SchemaLanguage> alone = language(left);
        Optional<SchemaLanguage> other = language(right);
        for (JsonSample value : values) {
            assertEquals(
                    isIn(alone, value) || isIn(other, value),
                    isIn(both, value),
                    () -> value.text() + " in " + left + " or " + right);
        }
    }

    @Property(tries = 200)
    void complementHoldsWhatTheSchemaDoesNot(
            @ForAll("schemas") String schema, @ForAll("values") List<JsonSample> values) {
        Optional<SchemaLanguage> itself = language(schema);
        Optional<SchemaLanguage> opposite = language("{\"not\":" + schema + "}");
        Optional<SchemaLanguage> again = language("{\"not\":{\"not\":" + schema + "}}");
        Optional<SchemaLanguage> both = language("{\"allOf\":[" + schema + ",{\"not\":" + schema + "}]}");
        assertEquals(itself.isPresent(), again.isPresent(), schema);
        assertTrue(both.isEmpty(), () -> schema + " and its opposite");
        for (JsonSample value : values) {
            boolean in = isIn(itself, value);
            assertEquals(!in, isIn(opposite, value), () -> value.text() + " in not " + schema);
            assertEquals(in, isIn(again, value), () -> value.text() + " in not not " + schema);
        }
    }

    @Property(tries = 100)
    void theOppositeOfAConjunctionIsTheUnionOfTheOpposites(
            @ForAll("schemas") String left,
            @ForAll("schemas") String right,
            @ForAll("values") List<JsonSample> values) {
        Optional<SchemaLanguage> one = language("{\"not\":{\"allOf\":[" + left + "," + right + "]}}");
        Optional<SchemaLanguage> two = language("{\"anyOf\":[{\"not\":" + left + "},{\"not\":" + right + "}]}");
        assertEquals(one.isPresent(), two.isPresent(), () -> left + " and " + right);
        for (JsonSample value : values) {
            assertEquals(isIn(one, value), isIn(two, value), () -> value.text() + " of " + left + " and " + right);
        }
    }

    @Property(tries = 100)
    void exactlyOneIsOneWithoutTheOther(
            @ForAll("schemas") String left,
            @ForAll("schemas") String right,
            @ForAll("values") List<JsonSample> values) {
        Optional<SchemaLanguage> exactly = language("{\"oneOf\":[" + left + "," + right + "]}");
        Optional<SchemaLanguage> alone = language(left);
        Optional<SchemaLanguage> other = language(right);
        for (JsonSample value : values) {
            assertEquals(
                    isIn(alone, value) != isIn(other, value),
                    isIn(exactly, value),
                    () -> value.text() + " in one of " + left + " and " + right);
        }
    }

    private static boolean isIn(Optional<SchemaLanguage> language, JsonSample value) {
        return language.isPresent() && value.orders().stream().anyMatch(language.get()::contains);
    }

    @Provide
    Arbitrary<String> schemas() {
        return Arbitraries.randomValue(random -> RandomSchema.draw(new SplittableRandom(random.nextLong())));
    }

    @Provide
    Arbitrary<List<JsonSample>> values() {
        return Arbitraries.randomValue(random -> JsonSample.draw(new SplittableRandom(random.nextLong()), 25));
    }
}
