package dev.tenon.toolcalls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message of a conversation. Immutable. */
public sealed interface ChatMessage {

    /** The text; empty where there is none. */
    String content();

    /**
     * Instructions.
     *
     * @param content the text
     * @param name who speaks, where the request says so
     */
    @SuppressWarnings("AvoidCommonTypeNames") // The role's own name; nobody imports it without its interface.
    record System(String content, @Nullable String name) implements ChatMessage {
        /** Instructions of nobody in particular. */
        public System(String content) {
            this(content, null);
        }
    }

    /**
     * Instructions under the newer name for them; templates that know no such role are given a system message.
     *
     * @param content the text
     * @param name who speaks, where the request says so
     */
    record Developer(String content, @Nullable String name) implements ChatMessage {
        /** Instructions of nobody in particular. */
        public Developer(String content) {
            this(content, null);
        }
    }

    /**
     * What the user says.
     *
     * @param content the text
     * @param name who speaks, where the request says so
     */
    record User(String content, @Nullable String name) implements ChatMessage {
        /** The words of an unnamed user. */
        public User(String content) {
            this(content, null);
        }
    }

    /**
     * An earlier reply.
     *
     * @param content the text; empty where it only made calls
     * @param toolCalls the calls it made
     * @param name who speaks, where the request says so
     */
    record Assistant(
            String content,
            List<ToolCall> toolCalls,
            @Nullable String name) implements ChatMessage {
        /** Copies the list. */
        public Assistant {
            toolCalls = List.copyOf(toolCalls);
        }

        /** A reply of nobody in particular. */
        public Assistant(String content, List<ToolCall> toolCalls) {
            this(content, toolCalls, null);
        }
    }

    /**
     * What a call came to.
     *
     * @param toolCallId the call that it answers
     * @param content the result
     */
    record Tool(String toolCallId, String content) implements ChatMessage {}
}
