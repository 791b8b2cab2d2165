package dev.tenon.server.openai;

import dev.tenon.toolcalls.ReplyFormat;
import java.util.List;

/**
 * Reads {@code response_format}: OpenAI's three types, and two forms that other servers taught clients, a {@code schema}
 * beside {@code json_object}, and a {@code schema} that is not nested in {@code json_schema}.
 */
final class ResponseFormatReader {
    private static final String UNNAMED = "response";

    private ResponseFormatReader() {}

    static ReplyFormat read(RequestNode format, ApiOptions.Profile profile) {
        if (!format.object().isPresent()) {
            return new ReplyFormat.Text();
        }
        RequestNode type = format.field("type");
        String word = type.required(type.word(List.of("text", "json_object", "json_schema")));
        return switch (word) {
            case "text" -> new ReplyFormat.Text();
            case "json_object" -> {
                refuseFlat(format, profile);
                yield flat(format);
            }
            default ->
                format.field("json_schema").isPresent()
                        ? nested(format.field("json_schema"), profile)
                        : bare(format, profile);
        };
    }

    private static ReplyFormat nested(RequestNode definition, ApiOptions.Profile profile) {
        String name = definition.object().field("name").name(ToolsReader.NAME, ToolsReader.MAX_NAME_LENGTH);
        definition.field("description").string();
        // Whatever the value of "strict", the answer is held to the schema.
        StrictSubset.require(
                profile,
                definition.field("strict"),
                definition.field("schema"),
                "response_format '" + name + "'",
                "response_format");
        return schema(name, definition.field("schema"));
    }

    private static ReplyFormat bare(RequestNode format, ApiOptions.Profile profile) {
        boolean isOpenAis = profile == ApiOptions.Profile.OPENAI;
        if (isOpenAis || !format.field("schema").isPresent()) {
            throw new ApiException(ApiError.invalid(
                    "missing_required_parameter",
                    format.path() + ".json_schema",
                    "Missing required parameter: '" + format.path() + ".json_schema'."));
        }
        return flat(format);
    }

    private static void refuseFlat(RequestNode format, ApiOptions.Profile profile) {
        RequestNode schema = format.field("schema");
        switch (profile) {
            case SUPERSET -> {}
            case OPENAI -> {
                if (schema.isPresent()) {
                    throw ApiException.invalid(
                            "unknown_parameter", schema.path(), "Unknown parameter: '" + schema.path() + "'.");
                }
            }
        }
    }

    private static ReplyFormat flat(RequestNode format) {
        RequestNode name = format.field("name");
        return schema(
                name.isPresent() ? name.name(ToolsReader.NAME, ToolsReader.MAX_NAME_LENGTH) : UNNAMED,
                format.field("schema"));
    }

    private static ReplyFormat schema(String name, RequestNode schema) {
        if (!schema.isPresent()) {
            return new ReplyFormat.JsonObject();
        }
        if (!schema.tree().isObject() && !schema.tree().isBoolean()) {
            throw schema.wrongType("an object");
        }
        return new ReplyFormat.JsonSchema(name, schema.tree());
    }
}
