package dev.tenon.server.openai;

import dev.tenon.server.generation.ReplyEvent;

/** The values of {@code finish_reason}. */
final class FinishReasons {
    private FinishReasons() {}

    static String of(ReplyEvent.End end) {
        return switch (end) {
            case STOP -> "stop";
            case TOOL_CALLS -> "tool_calls";
            case LENGTH -> "length";
        };
    }
}
