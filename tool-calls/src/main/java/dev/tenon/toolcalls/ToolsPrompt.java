package dev.tenon.toolcalls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/** What models are told about tools whose template does not tell them. */
final class ToolsPrompt {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final ToolCall EXAMPLE = new ToolCall("", "<function name>", "");

    private ToolsPrompt() {}

    /** The tools, and how a call of the dialect looks. */
    static String describe(List<ToolDefinition> tools, ToolCallFormat format) {
        String signatures = tools.stream().map(ToolsPrompt::signature).collect(Collectors.joining("\n"));
        return """
            # Tools

            Functions that you may call are listed between <tools> and </tools>, one a line, each with a JSON \
            Schema of its arguments:
            <tools>
            %s
            </tools>

            When a function helps with the request, answer with one block of this form for each call, and fill in \
            the function's name and its arguments:
            %s
            The results come back between <tool_response> and </tool_response>.\
            """.formatted(signatures, format.writeCalls(List.of(EXAMPLE)));
    }

    static String signature(ToolDefinition tool) {
        return PythonJson.write(toolNode(tool));
    }

    /** The definition in the shape that requests have it in. */
    static ObjectNode toolNode(ToolDefinition tool) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("type", "function");
        ObjectNode function = node.putObject("function");
        function.put("name", tool.name());
        String description = tool.description();
        if (description != null) {
            function.put("description", description);
        }
        function.set("parameters", tool.parameters());
        return node;
    }

    /** The result of a call. */
    static String result(String name, String content) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (!name.isEmpty()) {
            result.put("name", name);
        }
        result.set("content", orText(content));
        return "<tool_response>\n" + PythonJson.write(result) + "\n</tool_response>";
    }

    /** Arguments as the model would have spaced them; as they came where they are no JSON. */
    static String arguments(ToolCall call) {
        return call.arguments().isBlank() ? "{}" : PythonJson.write(orText(call.arguments()));
    }

    /** Arguments one by one; none where they are no JSON object. */
    static ObjectNode members(ToolCall call) {
        return orText(call.arguments()) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /** The JSON that a text is, or else the text as a JSON string. */
    private static JsonNode orText(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isContainerNode() ? node : JsonNodeFactory.instance.textNode(text);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
