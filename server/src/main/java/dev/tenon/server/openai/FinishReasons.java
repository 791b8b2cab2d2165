package dev.tenon.server.openai;

import dev.tenon.server.generation.ReplyEvent;

/** The values of {@code finish_reason}. */
final class FinishReasons {
    private FinishReasons() {}

    static String of(ReplyEvent.End end, CallStyle calls) {
        return switch (end) {
            case STOP -> "stop";
            case TOOL_CALLS ->
                switch (calls) {
                    case TOOLS -> "tool_calls";
                    case FUNCTIONS -> "function_call";
                };
            case LENGTH -> "length";
        };
    }
}
