package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Members of the objects that say what an answer is to be, its format and its tools, of which nobody reads anything: a schema
 * under a name that is misspelt constrains nothing, and whoever wrote it is to learn of it. Messages are left alone, since clients
 * send back what servers of all kinds put into theirs.
 */
final class NestedFields {
    private static final Set<String> FORMAT = Set.of("type", "json_schema", "schema", "name", "description", "strict");
    private static final Set<String> SCHEMA = Set.of("name", "description", "schema", "strict");
    private static final Set<String> TOOL = Set.of("type", "function", "custom");
    private static final Set<String> FUNCTION = Set.of("name", "description", "parameters", "strict");
    private static final Set<String> CUSTOM = Set.of("name", "description", "format");
    private static final Set<String> FLAT_TOOL =
            Set.of("type", "name", "description", "parameters", "strict", "format");
    private static final Set<String> TEXT = Set.of("format", "verbosity");
    private static final Set<String> TEXT_FORMAT = Set.of("type", "name", "description", "schema", "strict");
    private static final Set<String> STREAM = Set.of("include_usage", "include_obfuscation");

    private final ApiOptions.UnknownFields unknownFields;
    private final List<String> unread = new ArrayList<>();

    private NestedFields(ApiOptions.UnknownFields unknownFields) {
        this.unknownFields = unknownFields;
    }

    /**
     * Those of a chat completion, or of a completion, by their paths.
     *
     * @throws ApiException where they are to be refused
     */
    static List<String> ofChat(RequestNode request, ApiOptions.UnknownFields unknownFields) {
        NestedFields fields = new NestedFields(unknownFields);
        JsonNode format = object(request, "response_format");
        fields.look("response_format", format, FORMAT);
        fields.look("response_format.json_schema", format.path("json_schema"), SCHEMA);
        JsonNode tools = object(request, "tools");
        for (int i = 0; i < tools.size(); i++) {
            String path = "tools[" + i + "]";
            fields.look(path, tools.path(i), TOOL);
            fields.look(path + ".function", tools.path(i).path("function"), FUNCTION);
            fields.look(path + ".custom", tools.path(i).path("custom"), CUSTOM);
        }
        fields.look("stream_options", object(request, "stream_options"), STREAM);
        return fields.unread;
    }

    /** Those of a response's request. */
    static List<String> ofResponses(RequestNode request, ApiOptions.UnknownFields unknownFields) {
        NestedFields fields = new NestedFields(unknownFields);
        JsonNode text = object(request, "text");
        fields.look("text", text, TEXT);
        fields.look("text.format", text.path("format"), TEXT_FORMAT);
        JsonNode tools = object(request, "tools");
        for (int i = 0; i < tools.size(); i++) {
            fields.look("tools[" + i + "]", tools.path(i), FLAT_TOOL);
        }
        return fields.unread;
    }

    private static JsonNode object(RequestNode request, String name) {
        RequestNode field = request.field(name);
        return field.isPresent() ? field.tree() : MissingNode.getInstance();
    }

    private void look(String path, JsonNode node, Set<String> known) {
        node.properties().forEach(member -> {
            if (!known.contains(member.getKey()) && !member.getValue().isNull()) {
                String name = path + "." + member.getKey();
                switch (unknownFields) {
                    case REPORTED -> unread.add(name);
                    case REFUSED -> throw FieldRules.unknown(name);
                }
            }
        });
    }
}
