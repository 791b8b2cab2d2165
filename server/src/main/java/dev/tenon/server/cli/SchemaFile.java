package dev.tenon.server.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.schema.CompiledSchema;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaException;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaWarning;
import java.util.ArrayDeque;

/**
 * A JSON Schema that was read from a file. Read as strictly as the server reads requests: no key twice, nothing after
 * the value, bounded depth; numbers keep their exact value.
 *
 * @param name the file, for messages
 * @param schema what it holds
 */
record SchemaFile(String name, JsonNode schema) {
    private static final int MAX_DEPTH = 256;
    private static final int MAX_NUMBER_LENGTH = 1_000;
    private static final int MAX_EXPONENT = 10_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /**
     * Reads a file; {@code -} is standard input.
     *
     * @throws CommandFailure when it cannot be read or is no JSON
     */
    static SchemaFile read(String path, Console console) {
        return of(InputFile.name(path), InputFile.text(path, console));
    }

    /**
     * A schema from its text.
     *
     * @param name what messages call it
     * @throws CommandFailure when it is no JSON
     */
    static SchemaFile of(String name, String text) {
        try {
            JsonNode schema = MAPPER.readTree(text);
            if (schema.isMissingNode()) {
                throw CommandFailure.misuse(name + ": is empty; a schema is a JSON object");
            }
            requireReasonableExponents(name, schema);
            return new SchemaFile(name, schema);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : at.getLineNr() + ":" + at.getColumnNr() + ": ";
            throw CommandFailure.misuse(name + ":" + where + (where.isEmpty() ? " " : "") + "is no JSON ("
                    + e.getOriginalMessage().replaceAll("\\s+", " ") + ")");
        } catch (NumberFormatException e) {
            throw CommandFailure.misuse(name + ": a number's exponent is too large");
        }
    }

    /** A few characters can name a number of a billion digits. */
    private static void requireReasonableExponents(String name, JsonNode root) {
        ArrayDeque<JsonNode> left = new ArrayDeque<>();
        left.add(root);
        while (!left.isEmpty()) {
            JsonNode node = left.remove();
            if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MAX_EXPONENT) {
                throw CommandFailure.misuse(name + ": a number's exponent is beyond " + MAX_EXPONENT);
            }
            node.forEach(left::add);
        }
    }

    /**
     * Compiles it.
     *
     * @throws CommandFailure naming pointer and keyword when it cannot be enforced
     */
    CompiledSchema compile(SchemaOptions options) {
        try {
            return SchemaCompiler.compile(schema, options, CompileLimits.defaults());
        } catch (SchemaException e) {
            throw CommandFailure.misuse(name + ": " + Failures.describe(e));
        }
    }

    /** Writes the warnings to standard error, a line each. */
    void warn(CompiledSchema compiled, Console console) {
        for (SchemaWarning warning : compiled.warnings()) {
            console.err()
                    .println(name + ": " + Failures.pointer(warning.pointer()) + ": warning: " + warning.message());
        }
        console.err().flush();
    }
}
