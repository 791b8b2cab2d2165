package dev.tenon.server.template;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.TemplateException;
import dev.tenon.toolcalls.ToolCall;
import dev.tenon.toolcalls.ToolDefinition;
import java.util.List;
import java.util.function.Function;

/**
 * How a template wants an assistant's calls. Most take the arguments as an object and write it in their own way; some add
 * them to text and want JSON text. Most take empty content as empty text; some write calls only where there is no content.
 * Nothing in a template says so, so it is tried on a small conversation.
 *
 * @param argumentsAsText whether arguments are given as JSON text
 * @param withoutContent whether a message with calls and no text has {@code None} for content
 */
record CallStyle(boolean argumentsAsText, boolean withoutContent) {
    /** What most templates take. */
    static final CallStyle COMMON = new CallStyle(false, false);

    private static final List<CallStyle> IN_ORDER =
            List.of(COMMON, new CallStyle(true, false), new CallStyle(false, true), new CallStyle(true, true));

    private static final String TOOL = "probe_tool";
    private static final String KEY = "probe_key";
    private static final String VALUE = "probe_value";

    /** Mistral's templates want nine letters and digits. */
    private static final String ID = "probe1234";

    /**
     * The first style in which a template writes the call, its arguments in no spelling of Python's; {@link #COMMON} where
     * there is none.
     *
     * @param rendering renders a conversation in a style
     */
    static CallStyle of(Function<CallStyle, String> rendering) {
        return IN_ORDER.stream()
                .filter(style -> writesTheCall(style, rendering))
                .findFirst()
                .orElse(COMMON);
    }

    private static boolean writesTheCall(CallStyle style, Function<CallStyle, String> rendering) {
        try {
            String prompt = rendering.apply(style);
            return prompt.contains(TOOL)
                    && prompt.contains(VALUE)
                    && !prompt.contains("'" + KEY + "'")
                    && !prompt.contains("\\\"" + KEY);
        } catch (TemplateException e) {
            return false;
        }
    }

    /** A conversation with one call in it. */
    static List<ChatMessage> conversation() {
        ToolCall call = new ToolCall(ID, TOOL, "{\"" + KEY + "\": \"" + VALUE + "\"}");
        return List.of(
                new ChatMessage.User("probe"),
                new ChatMessage.Assistant("", List.of(call)),
                new ChatMessage.Tool(ID, "probe"));
    }

    /** Its tool, which does not name the argument, so that only a call does. */
    static List<ToolDefinition> tools() {
        return List.of(new ToolDefinition(
                TOOL,
                "probe",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "object")
                        .set("properties", JsonNodeFactory.instance.objectNode())));
    }
}
