package dev.tenon.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.Formats;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a text is JSON that satisfies a schema, by Jackson and networknt alone, with the {@link Corrections} and the
 * regular expressions of {@link EcmaScript}. Formats are asserted, a key may not come twice, nothing may follow the value, and
 * numbers keep all their digits. Thread-safe.
 */
public final class Judge {
    /** Strict JSON of RFC 8259. */
    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Schema schema;
    /** In draft 4 what is written with a fraction or an exponent is no integer (Core, section 3.5). */
    private final boolean byValue;

    /** A judge for one schema, of the draft that it names, or else of 2020-12, as the compiler takes it by default. */
    public Judge(JsonNode schema) {
        this(schema, SchemaOptions.defaults());
    }

    /** The same with formats asserted or not, and other documents at hand, as the options say. */
    public Judge(JsonNode schema, SchemaOptions options) {
        SpecificationVersion draft =
                SpecificationVersion.fromSchemaNode(schema).orElse(SpecificationVersion.DRAFT_2020_12);
        this.byValue = draft != SpecificationVersion.DRAFT_4;
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .regularExpressionFactory(EcmaScript.INSTANCE)
                .formatAssertionsEnabled(options.formats() == Formats.ASSERTED)
                // By default an "id" that is no absolute address is no id to it.
                .schemaIdValidator((id, root, location, resolved, context) -> true)
                .build();
        Map<String, String> documents = new HashMap<>();
        options.documents()
                .forEach((address, document) ->
                        documents.put(address, read(document).toString()));
        this.schema = SchemaRegistry.withDefaultDialect(
                        draft,
                        builder -> builder.schemaRegistryConfig(config)
                                .dialectRegistry(new Corrections())
                                .schemas(documents))
                .getSchema(read(schema));
    }

    /** What is wrong with a text, or nothing. */
    public Optional<String> fault(String text) {
        JsonNode value;
        try {
            value = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.of("no JSON: " + e.getOriginalMessage());
        }
        return value.isMissingNode() ? Optional.of("nothing") : fault(value);
    }

    /** What is wrong with a text in UTF-8, or nothing. */
    public Optional<String> fault(byte[] text) {
        try {
            return fault(UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
        } catch (CharacterCodingException e) {
            return Optional.of("no UTF-8");
        }
    }

    /** What is wrong with a value, or nothing. */
    public Optional<String> fault(JsonNode value) {
        return faults(value).stream().findFirst();
    }

    /** All that is wrong with a value. */
    public List<String> faults(JsonNode value) {
        return schema.validate(read(value)).stream().map(Object::toString).toList();
    }

    private JsonNode read(JsonNode value) {
        return byValue ? ByValue.of(value) : value;
    }
}
