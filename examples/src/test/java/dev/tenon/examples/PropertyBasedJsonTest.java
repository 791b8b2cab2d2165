package dev.tenon.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.sampler.TextSampler;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Tests a function with JSON that is drawn from a schema: every order that a client may send has a total. */
final class PropertyBasedJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SCHEMA = """
        {"type": "object", "required": ["lines"], "additionalProperties": false, "properties": {
          "note": {"type": "string", "maxLength": 200},
          "lines": {"type": "array", "minItems": 1, "maxItems": 20, "items": {
            "type": "object", "required": ["cents", "pieces"], "additionalProperties": false, "properties": {
              "cents": {"type": "integer", "minimum": 1, "maximum": 100000},
              "pieces": {"type": "integer", "minimum": 1, "maximum": 1000}}}}}}
        """;

    /** What is tested. */
    private static long total(JsonNode order) {
        long total = 0;
        for (JsonNode line : order.get("lines")) {
            total += line.get("cents").longValue() * line.get("pieces").longValue();
        }
        return total;
    }

    @Provide
    Arbitrary<String> orders() throws JsonProcessingException {
        Grammar grammar = SchemaCompiler.compile(
                        MAPPER.readTree(SCHEMA), SchemaOptions.defaults(), CompileLimits.defaults())
                .grammar();
        TextSampler sampler = TextSampler.overBytes(grammar, CompileLimits.defaults(), 4_000);
        return Arbitraries.randomValue(random -> new String(sampler.next(random), StandardCharsets.UTF_8));
    }

    @Property(tries = 100)
    void everyOrderHasATotal(@ForAll("orders") String order) throws JsonProcessingException {
        assertTrue(total(MAPPER.readTree(order)) > 0);
    }
}
