package dev.tenon.server.template;

import dev.tenon.toolcalls.TemplateException;
import dev.tenon.toolcalls.TemplateException.Blame;

/** Ends a reading or a rendering from inside of it; the innermost line that it passes on its way out is its line. */
final class TemplateRaised extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Blame blame;
    private final String reason;
    private int line;

    /** The template is broken, or asks for what it is not given. */
    TemplateRaised(String reason) {
        this(Blame.TEMPLATE, reason);
    }

    TemplateRaised(Blame blame, String reason) {
        super(reason, null, false, false);
        this.blame = blame;
        this.reason = reason;
    }

    /** The same, at this line unless it has one already. */
    TemplateRaised at(int where) {
        if (line == 0) {
            line = where;
        }
        return this;
    }

    TemplateException refusal() {
        return new TemplateException(blame, line, reason);
    }
}
