package dev.tenon.server.openai;

import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.ToolCall;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The deprecated messages of one conversation: {@code function_call} of an assistant, and results of the role
 * {@code function}, which name the function and no call. A result answers the last call of its function that has none yet; a call
 * may stay without one, as it might under the older protocol. Not thread-safe.
 */
final class FunctionMessages {
    private final Map<String, String> openCalls = new HashMap<>();
    private final Set<String> ids = new HashSet<>();

    /** Reads {@code function_call} of an assistant's message. */
    ToolCall call(RequestNode functionCall) {
        RequestNode name = functionCall.object().field("name");
        RequestNode arguments = functionCall.field("arguments");
        // Nine letters and digits, which is what the templates that look at ids ask of them.
        String id = String.format(Locale.ROOT, "call%05d", ids.size());
        ToolCall call = new ToolCall(id, name.required(name.string()), arguments.required(arguments.string()));
        ids.add(id);
        openCalls.put(call.name(), id);
        return call;
    }

    /**
     * Makes a message of the role {@code function} an answer to its call.
     *
     * @param content its text
     */
    ChatMessage result(RequestNode message, String content) {
        RequestNode name = message.field("name");
        String id = openCalls.remove(name.required(name.string()));
        if (id == null) {
            throw ApiException.invalid(
                    null,
                    message.field("role").path(),
                    "Invalid parameter: messages with role 'function' must be a response to a preceding message with a"
                            + " 'function_call' of that name.");
        }
        return new ChatMessage.Tool(id, content);
    }

    /** Whether a call was made by {@code function_call}. */
    boolean isOurs(String callId) {
        return ids.contains(callId);
    }
}
