package dev.tenon.server.openai;

import dev.tenon.server.generation.ReplyEvent;

/** What events add to the text of a completion. */
final class CompletionTexts {
    private CompletionTexts() {}

    static String of(ReplyEvent event) {
        return switch (event) {
            case ReplyEvent.Content content -> content.text();
            case ReplyEvent.Finished finished -> "";
            case ReplyEvent.Reasoning reasoning -> throw new IllegalStateException("a completion has no reasoning");
            case ReplyEvent.CallOpened call -> throw new IllegalStateException("a completion has no calls");
            case ReplyEvent.Arguments arguments -> throw new IllegalStateException("a completion has no calls");
        };
    }
}
