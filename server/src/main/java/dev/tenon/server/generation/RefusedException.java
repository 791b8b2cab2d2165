package dev.tenon.server.generation;

/** A request that is not run. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /** For a reason. */
    public RefusedException(Refusal refusal) {
        super(message(refusal));
        this.refusal = refusal;
    }

    /** Why. */
    public Refusal refusal() {
        return refusal;
    }

    private static String message(Refusal refusal) {
        return switch (refusal) {
            case Refusal.PromptTooLong it ->
                "the prompt has " + it.promptTokens() + " tokens, which leaves no room for a reply in a context of "
                        + it.contextLength();
            case Refusal.BadConstraint it -> String.valueOf(it.cause().getMessage());
            case Refusal.BadGrammar it -> "the reply cannot be constrained as asked: " + it.reason();
            case Refusal.BadConversation it -> "the model's chat template does not take the messages: " + it.reason();
            case Refusal.UnknownToken it ->
                "a bias names the token " + it.tokenId() + "; the ids of this model's tokens are 0 to "
                        + (it.vocabularySize() - 1);
            case Refusal.UnknownModel it -> "there is no model " + it.name();
            case Refusal.BrokenModel it -> "the model " + it.id() + " cannot be loaded: " + it.reason();
            case Refusal.NotCapable it ->
                "the model " + it.id() + " is not made for " + it.lacking().word();
            case Refusal.EmptyPrompt it -> "the prompt is empty, and the model has no token that begins a text";
            case Refusal.NoInfill it -> "the model's vocabulary has no tokens for filling gaps";
            case Refusal.BadPrompt it -> "the prompt cannot be tokenized: " + it.reason();
            case Refusal.QueueFull it ->
                "as many requests wait as may; one may be free in "
                        + it.retryAfter().toSeconds() + " s";
            case Refusal.TimedOut it ->
                "it was not finished within " + it.time().toSeconds() + " s";
            case Refusal.Stopping it -> "no more requests are taken: it is being closed";
        };
    }
}
