package dev.tenon.server.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.schema.SchemaException;
import dev.tenon.server.generation.Refusal;
import dev.tenon.toolcalls.ConstraintException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefusalsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                    | ()",
                "/not                  | ('not',)",
                "/properties/x         | ('properties', 'x')",
                "/properties/a~1b~0c/0 | ('properties', 'a/b~c', '0')",
            })
    void writesPointersAsTuples(String pointer, String tuple) {
        assertEquals(tuple, Refusals.context(pointer));
    }

    @Test
    void saysWhichSchemaIsAtFaultWhereAndWhy() {
        SchemaException cause = new SchemaException.Unsupported("/properties/x", "not", "'not' is not supported");
        ApiError format = Refusals.error(new Refusal.BadConstraint(
                new ConstraintException(new ConstraintException.Place.ResponseFormat("n"), cause)));
        assertEquals("response_format", format.param());
        assertEquals(
                "Invalid schema for response_format 'n': In context=('properties', 'x'), 'not' is not supported.",
                format.message());
        assertEquals(Map.of("pointer", "/properties/x", "keyword", "not"), format.details());
        ApiError tool = Refusals.error(
                new Refusal.BadConstraint(new ConstraintException(new ConstraintException.Place.Tool(3, "f"), cause)));
        assertEquals("tools[3].function.parameters", tool.param());
        assertEquals(
                "Invalid schema for function 'f': In context=('properties', 'x'), 'not' is not supported.",
                tool.message());
    }

    @Test
    void namesTheLimitOfWhatIsTooComplex() {
        SchemaException cause = new SchemaException.TooComplex("", "", "too much.", "maxDfaStates");
        ApiError error = Refusals.error(new Refusal.BadConstraint(
                new ConstraintException(new ConstraintException.Place.ResponseFormat("n"), cause)));
        assertEquals("maxDfaStates", error.details().get("limit"));
        assertEquals("Invalid schema for response_format 'n': In context=(), too much.", error.message());
    }

    @Test
    void hasAStatusForEachRefusal() {
        assertEquals(400, Refusals.error(new Refusal.PromptTooLong(9, 8)).status());
        assertEquals(400, Refusals.error(new Refusal.BadGrammar("x")).status());
        assertEquals(400, Refusals.error(new Refusal.BadConversation("x")).status());
        assertEquals(400, Refusals.error(new Refusal.UnknownToken(9, 8)).status());
        assertEquals(
                429,
                Refusals.error(new Refusal.QueueFull(Duration.ofSeconds(1))).status());
        assertEquals(503, Refusals.error(new Refusal.Stopping()).status());
    }
}
