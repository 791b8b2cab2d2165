package dev.tenon.server.generation;

import dev.tenon.toolcalls.ConstraintException;
import java.time.Duration;

/** Why a request is not run, or not to its end. All but the last three are the client's to mend. */
public sealed interface Refusal {
    /** The prompt leaves no room for a reply. */
    record PromptTooLong(int promptTokens, int contextLength) implements Refusal {}

    /** A schema cannot be enforced. */
    record BadConstraint(ConstraintException cause) implements Refusal {}

    /** The reply's grammar as a whole cannot be enforced, or this vocabulary cannot spell it. */
    record BadGrammar(String reason) implements Refusal {}

    /** The model's template does not take this conversation. */
    record BadConversation(String reason) implements Refusal {}

    /** A bias names a token that the model does not have. */
    record UnknownToken(int tokenId, int vocabularySize) implements Refusal {}

    /** Too many requests wait already; it is worth trying again after this time. */
    record QueueFull(Duration retryAfter) implements Refusal {}

    /** It was not finished within this time. */
    record TimedOut(Duration time) implements Refusal {}

    /** The server is stopping. */
    record Stopping() implements Refusal {}
}
