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

    static ReplyFormat read(RequestNode format) {
        if (!format.object().isPresent()) {
            return new ReplyFormat.Text();
        }
        RequestNode type = format.field("type");
        String word = type.required(type.word(List.of("text", "json_object", "json_schema")));
        return switch (word) {
            case "text" -> new ReplyFormat.Text();
            case "json_object" -> flat(format);
            default -> format.field("json_schema").isPresent() ? nested(format.field("json_schema")) : bare(format);
        };
    }

    private static ReplyFormat nested(RequestNode definition) {
        String name = definition.object().field("name").name(ToolsReader.NAME, ToolsReader.MAX_NAME_LENGTH);
        definition.field("description").string();
        // Whatever its value, the answer is held to the schema; its type is checked all the same.
        definition.field("strict").bool();
        return schema(name, definition.field("schema"));
    }

    private static ReplyFormat bare(RequestNode format) {
        if (!format.field("schema").isPresent()) {
            throw new ApiException(ApiError.invalid(
                    "missing_required_parameter",
                    format.path() + ".json_schema",
                    "Missing required parameter: '" + format.path() + ".json_schema'."));
        }
        return flat(format);
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
