package dev.tenon.server.openai;

import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code instructions} and {@code input}: a text, or items as clients write them and as they come back from our own
 * replies. What an assistant said and called in one go comes as several items, and is one message here.
 *
 * <pre>
 * message, or no type but a role     a message of that role
 * function_call, custom_tool_call    a call of the assistant's message
 * ..._output                         a tool message
 * reasoning                          passed over: no template is told what a model thought before
 * </pre>
 */
final class ResponsesInput {
    private static final int MAX_ITEMS = 100_000;
    private static final int MAX_PARTS = 10_000;
    private static final List<String> ROLES = List.of("user", "assistant", "system", "developer");

    /** Items of what runs at OpenAI, or is stored there. */
    private static final Set<String> OTHERS = Set.of(
            "file_search_call",
            "web_search_call",
            "computer_call",
            "computer_call_output",
            "image_generation_call",
            "code_interpreter_call",
            "local_shell_call",
            "local_shell_call_output",
            "shell_call",
            "shell_call_output",
            "apply_patch_call",
            "apply_patch_call_output",
            "mcp_list_tools",
            "mcp_approval_request",
            "mcp_approval_response",
            "mcp_call",
            "tool_search_call",
            "tool_search_output",
            "additional_tools",
            "configuration_update",
            "compaction",
            "compaction_trigger",
            "program",
            "program_output");

    private final List<ChatMessage> messages = new ArrayList<>();

    /** The assistant's message that is being put together. */
    private final StringBuilder text = new StringBuilder();

    private final List<ToolCall> calls = new ArrayList<>();
    private boolean speaking;

    /** Calls that were made, and that have no output yet. */
    private final Set<String> open = new LinkedHashSet<>();

    private ResponsesInput() {}

    /** The conversation; each output answers a call, and no call is left without one. */
    static List<ChatMessage> read(RequestNode request) {
        ResponsesInput reader = new ResponsesInput();
        request.field("instructions").string().ifPresent(it -> reader.messages.add(new ChatMessage.System(it)));
        RequestNode input = request.field("input").orMissing();
        if (input.tree().isTextual()) {
            reader.messages.add(new ChatMessage.User(input.required(input.string())));
            return reader.messages;
        }
        if (!input.tree().isArray()) {
            throw input.wrongType("one of a string or array");
        }
        for (RequestNode item : input.items(1, MAX_ITEMS)) {
            reader.item(item.object().orMissing());
        }
        reader.endTurn();
        reader.requireAnswered();
        return reader.messages;
    }

    private void item(RequestNode item) {
        RequestNode type = item.field("type");
        String role = item.field("role").isPresent() ? "message" : "item_reference";
        String word = type.string().orElse(role);
        switch (word) {
            case "message" -> message(item);
            case "function_call" -> call(item, "arguments");
            case "custom_tool_call" -> call(item, "input");
            case "function_call_output", "custom_tool_call_output" -> output(item);
            case "reasoning" -> {}
            case "item_reference" -> throw notStored(item);
            default -> throw unknown(type, word);
        }
    }

    private static ApiException notStored(RequestNode item) {
        RequestNode id = item.field("id");
        String name = id.required(id.string());
        return ApiException.invalid(
                "item_not_found",
                id.path(),
                "Item with id '" + Text.shorten(name)
                        + "' not found. This server stores no items: set 'store' to false,"
                        + " so that the client sends the item itself.");
    }

    private static ApiException unknown(RequestNode type, String word) {
        List<String> supported = List.of(
                "message",
                "function_call",
                "function_call_output",
                "custom_tool_call",
                "custom_tool_call_output",
                "reasoning");
        if (OTHERS.contains(word)) {
            return type.unsupported("Unsupported value: '" + type.path() + "' does not support '" + word
                    + "' with this model. Supported values are: " + Text.list(supported) + ".");
        }
        return ApiException.invalid(
                "invalid_value",
                type.path(),
                "Invalid value: '" + Text.shorten(word) + "'. Supported values are: " + Text.list(supported) + ".");
    }

    private void message(RequestNode message) {
        RequestNode role = message.field("role");
        String word = role.required(role.word(ROLES));
        String content = content(message.field("content"), word.equals("assistant"));
        if (word.equals("assistant")) {
            if (calls.isEmpty()) {
                endTurn();
            }
            speak();
            text.append(content);
            return;
        }
        endTurn();
        requireAnswered();
        messages.add(
                switch (word) {
                    case "system" -> new ChatMessage.System(content);
                    case "developer" -> new ChatMessage.Developer(content);
                    default -> new ChatMessage.User(content);
                });
    }

    private void call(RequestNode call, String payload) {
        RequestNode id = call.field("call_id");
        RequestNode name = call.field("name");
        RequestNode arguments = call.field(payload);
        String callId = id.required(id.string());
        String called = name.required(name.string());
        String value = arguments.required(arguments.string());
        speak();
        calls.add(
                payload.equals("input") ? ToolCall.custom(callId, called, value) : new ToolCall(callId, called, value));
        if (!open.add(callId)) {
            throw id.invalid("invalid_value", "two calls cannot have one id.");
        }
    }

    private void output(RequestNode output) {
        RequestNode id = output.field("call_id");
        String callId = id.required(id.string());
        String content = content(output.field("output"), false);
        endTurn();
        if (!open.remove(callId)) {
            throw ApiException.invalid(
                    null,
                    id.path(),
                    "No tool call found for function call output with call_id " + Text.shorten(callId) + ".");
        }
        messages.add(new ChatMessage.Tool(callId, content));
    }

    /** The assistant goes on, or begins a message. */
    private void speak() {
        if (!speaking) {
            requireAnswered();
            speaking = true;
        }
    }

    private void endTurn() {
        if (speaking) {
            messages.add(new ChatMessage.Assistant(text.toString(), calls));
            text.setLength(0);
            calls.clear();
            speaking = false;
        }
    }

    /** The templates know outputs only right after the message that called for them. */
    private void requireAnswered() {
        if (!open.isEmpty()) {
            throw ApiException.invalid(
                    null,
                    "input",
                    "No tool output found for function call " + Text.shorten(String.join(", ", open))
                            + ": outputs must follow the calls that they answer, before anything else.");
        }
    }

    /** A string, or the texts of an array of parts, put together without a separator. */
    private static String content(RequestNode content, boolean isAssistants) {
        if (content.orMissing().tree().isTextual()) {
            return content.required(content.string());
        }
        if (!content.tree().isArray()) {
            throw content.wrongType("one of a string or array of objects");
        }
        StringBuilder text = new StringBuilder();
        for (RequestNode part : content.items(0, MAX_PARTS)) {
            text.append(part(part.object().orMissing(), isAssistants));
        }
        return text.toString();
    }

    private static String part(RequestNode part, boolean isAssistants) {
        RequestNode type = part.field("type");
        String word = type.required(
                type.word(List.of("input_text", "output_text", "refusal", "input_image", "input_file", "input_audio")));
        boolean isText = word.equals("input_text") || word.equals("output_text");
        if (!isText && !(isAssistants && word.equals("refusal"))) {
            throw type.unsupported("Invalid content part: '" + type.path() + "' is '" + word
                    + "', which this model does not take here. Only '" + (isAssistants ? "output_text" : "input_text")
                    + "' is supported.");
        }
        RequestNode value = part.field(isText ? "text" : "refusal");
        return value.required(value.string());
    }
}
