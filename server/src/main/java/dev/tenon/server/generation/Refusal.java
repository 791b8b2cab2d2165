package dev.tenon.server.generation;

import dev.tenon.toolcalls.ConstraintException;
import java.time.Duration;

/** Why a request is not run, or not to its end. All but the last three, and a model that is broken, are the client's to mend. */
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

    /** There is no model of this name. */
    record UnknownModel(String name) implements Refusal {}

    /** The model is there and cannot be loaded; it is tried again when its file has changed. */
    record BrokenModel(String id, String reason) implements Refusal {}

    /** The model is there and cannot do this. */
    record NotCapable(String id, Capability lacking) implements Refusal {}

    /** There is nothing to go on from: no token, and none that the model begins with. */
    record EmptyPrompt() implements Refusal {}

    /** The model was not taught to fill gaps. */
    record NoInfill() implements Refusal {}

    /** The prompt is a text that the model's vocabulary cannot spell. */
    record BadPrompt(String reason) implements Refusal {}

    /** Too many requests wait already; it is worth trying again after this time. */
    record QueueFull(Duration retryAfter) implements Refusal {}

    /** It was not finished within this time. */
    record TimedOut(Duration time) implements Refusal {}

    /** The server is stopping. */
    record Stopping() implements Refusal {}
}
