package dev.tenon.toolcalls;

/**
 * A chat template that refused a conversation, or could not be rendered. The message reads {@code chat template, line
 * N: reason}.
 */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String reason;
    private final Blame blame;

    /** Whose it is to mend. */
    public enum Blame {
        /** The template raised it: the conversation is not one that the model was made for. */
        CONVERSATION,
        /** The template is broken, or asks for what is not given to templates. */
        TEMPLATE
    }

    /**
     * A refusal.
     *
     * @param line line of the template, from 1, or 0 where it is not known
     * @param reason what is wrong
     */
    public TemplateException(Blame blame, int line, String reason) {
        super("chat template" + (line > 0 ? ", line " + line : "") + ": " + reason);
        this.blame = blame;
        this.line = line;
        this.reason = reason;
    }

    /** Whose it is to mend. */
    public Blame blame() {
        return blame;
    }

    /** Line of the template, from 1, or 0 where it is not known. */
    public int line() {
        return line;
    }

    /** What is wrong, without the line. */
    public String reason() {
        return reason;
    }
}
