package dev.tenon.benchmarks.versus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayDeque;

/** Whether a text satisfies a schema, by Jackson and networknt alone. Thread-safe. */
final class SchemaJudge {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Schema withFormats;
    private final Schema withoutFormats;

    /** What it says. */
    enum Verdict {
        VALID,
        INVALID,
        /** Only a format is not met. */
        FORMAT,
        /** JSON, but for a key that comes twice. */
        KEY_TWICE,
        NO_JSON,
        /** Some number is beyond what a double can hold, which few readers of JSON bear. */
        NOT_FINITE,
        /** The validator fails. */
        NONE
    }

    /** For a schema, of the draft that it names, or else of 2020-12. */
    SchemaJudge(JsonNode schema) {
        withFormats = of(schema, true);
        withoutFormats = of(schema, false);
    }

    private static Schema of(JsonNode schema, boolean formats) {
        SpecificationVersion draft =
                SpecificationVersion.fromSchemaNode(schema).orElse(SpecificationVersion.DRAFT_2020_12);
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(formats)
                // By default an "id" that is no absolute address is no id to it.
                .schemaIdValidator((id, root, location, resolved, context) -> true)
                .build();
        return SchemaRegistry.withDefaultDialect(draft, builder -> builder.schemaRegistryConfig(config))
                .getSchema(schema);
    }

    Verdict judge(String text) {
        JsonNode value;
        try {
            value = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")
                    ? Verdict.KEY_TWICE
                    : Verdict.NO_JSON;
        } catch (NumberFormatException e) {
            // An exponent that does not even fit into an int.
            return Verdict.NOT_FINITE;
        }
        if (!isFinite(value)) {
            return Verdict.NOT_FINITE;
        }
        try {
            if (withFormats.validate(value).isEmpty()) {
                return Verdict.VALID;
            }
            return withoutFormats.validate(value).isEmpty() ? Verdict.FORMAT : Verdict.INVALID;
        } catch (RuntimeException e) {
            return Verdict.NONE;
        }
    }

    private static boolean isFinite(JsonNode value) {
        ArrayDeque<JsonNode> left = new ArrayDeque<>();
        left.add(value);
        while (!left.isEmpty()) {
            JsonNode node = left.remove();
            if (node.isNumber() && Double.isInfinite(node.doubleValue())) {
                return false;
            }
            node.forEach(left::add);
        }
        return true;
    }
}
