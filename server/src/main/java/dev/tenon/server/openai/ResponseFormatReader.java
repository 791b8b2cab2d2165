package dev.tenon.server.openai;

import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.ReplyFormat;
import java.util.List;
import java.util.Locale;

/**
 * Reads what the content of an answer is to be: OpenAI's three types. In {@code response_format} of a chat completion there
 * are two forms more, which other servers taught clients: a {@code schema} beside {@code json_object}, and a {@code schema}
 * that is not nested in {@code json_schema}. In {@code text.format} of a response nothing is nested.
 */
final class ResponseFormatReader {
    private static final String UNNAMED = "response";
    private static final List<String> TYPES = List.of("text", "json_object", "json_schema");

    private ResponseFormatReader() {}

    static ReplyFormat read(RequestNode format, ApiOptions.Profile profile) {
        if (!format.object().isPresent()) {
            return new ReplyFormat.Text();
        }
        RequestNode type = format.field("type");
        String word = type.required(type.word(TYPES));
        if (word.equals("json_schema")
                && format.field("json_schema").isPresent()
                && format.field("schema").isPresent()) {
            throw ApiException.invalid(
                    "invalid_value",
                    format.field("schema").path(),
                    "'response_format.schema' and 'response_format.json_schema' cannot be used together.");
        }
        return switch (word) {
            case "text" -> {
                refuseBeside(word, format.field("schema"));
                refuseBeside(word, format.field("json_schema"));
                yield new ReplyFormat.Text();
            }
            case "json_object" -> {
                refuseBeside(word, format.field("json_schema"));
                refuseFlat(format, profile);
                yield flat(format);
            }
            default ->
                format.field("json_schema").isPresent()
                        ? nested(format.field("json_schema"), profile)
                        : bare(format, profile);
        };
    }

    /** A schema that would constrain nothing is a mistake in the type beside it. */
    private static void refuseBeside(String type, RequestNode schema) {
        if (schema.isPresent()) {
            throw ApiException.invalid(
                    "invalid_value",
                    schema.path(),
                    "Invalid '" + schema.path() + "': it is only allowed with the type 'json_schema', and the type is '"
                            + type + "'.");
        }
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
                RequestStyle.CHAT.format(),
                RequestStyle.CHAT.badFormat());
        return schema(name, definition.field("schema"));
    }

    /** Reads {@code text.format}. */
    static ReplyFormat readText(RequestNode format, ApiOptions.Profile profile) {
        if (!format.object().isPresent()) {
            return new ReplyFormat.Text();
        }
        RequestNode type = format.field("type");
        return switch (type.required(type.word(TYPES))) {
            case "text" -> {
                refuseBeside("text", format.field("schema"));
                yield new ReplyFormat.Text();
            }
            case "json_object" -> {
                refuseBeside("json_object", format.field("schema"));
                yield new ReplyFormat.JsonObject();
            }
            default -> {
                String name = format.field("name").name(ToolsReader.NAME, ToolsReader.MAX_NAME_LENGTH);
                format.field("description").string();
                RequestNode schema = format.field("schema").orMissing();
                StrictSubset.require(
                        profile,
                        format.field("strict"),
                        schema,
                        "response_format '" + name + "'",
                        RequestStyle.RESPONSES.format(),
                        RequestStyle.RESPONSES.badFormat());
                yield schema(name, schema);
            }
        };
    }

    /**
     * OpenAI's rule for JSON mode, since its models write white space for ever when nobody told them to write JSON.
     *
     * @param own how the request's format is called
     */
    static void requireJsonIsSpokenOf(RequestNode format, String own, RequestStyle style, List<ChatMessage> messages) {
        if (format.field("type").string().orElse("").equals("json_object")
                && messages.stream()
                        .noneMatch(message ->
                                message.content().toLowerCase(Locale.ROOT).contains("json"))) {
            throw ApiException.invalid(
                    null,
                    style.conversation(),
                    "'" + style.conversation() + "' must contain the word 'json' in some form, to use '" + own
                            + "' of type 'json_object'.");
        }
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
