package dev.tenon.server.template;

import dev.tenon.toolcalls.TemplateException.Blame;

/** Ends a rendering from inside of it. */
final class TemplateRaised extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Blame blame;
    private final String reason;

    /** The template asks for what it is not given. */
    TemplateRaised(String message) {
        this(Blame.TEMPLATE, message);
    }

    TemplateRaised(Blame blame, String message) {
        super(message);
        this.blame = blame;
        this.reason = message;
    }

    Blame blame() {
        return blame;
    }

    String reason() {
        return reason;
    }
}
