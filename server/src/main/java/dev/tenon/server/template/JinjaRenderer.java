package dev.tenon.server.template;

import dev.tenon.toolcalls.TemplateException;
import dev.tenon.toolcalls.TemplateException.Blame;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A template, read once and rendered many times, each within a {@link Budget}. Immutable and thread-safe.
 *
 * <p>A source that is no template is refused when it is rendered, not before: a model whose template is broken can still
 * complete text.
 */
final class JinjaRenderer {
    /** Longest source in characters; the longest templates in use have 20,000. */
    static final int MAX_SOURCE_LENGTH = 1 << 18;

    private final Clock clock;
    private final List<Stmt> body;
    private final Set<String> read;
    private final @Nullable TemplateException broken;

    JinjaRenderer(String source, Clock clock) {
        if (source.length() > MAX_SOURCE_LENGTH) {
            throw new TemplateException(Blame.TEMPLATE, 0, "longer than " + MAX_SOURCE_LENGTH + " characters");
        }
        TemplateParser.Parsed parsed = new TemplateParser.Parsed(List.of(), Set.of());
        TemplateException refusal = null;
        try {
            parsed = TemplateParser.parse(source);
        } catch (TemplateRaised e) {
            refusal = e.refusal();
        }
        this.clock = clock;
        this.body = parsed.body();
        this.read = parsed.read();
        this.broken = refusal;
    }

    /** Whether the template reads a variable of this name. */
    boolean reads(String variable) {
        return read.contains(variable);
    }

    String render(Map<String, ? extends @Nullable Object> variables) {
        if (broken != null) {
            throw new TemplateException(broken.blame(), broken.line(), broken.reason());
        }
        try {
            Budget budget = new Budget(clock);
            Scope globals = new Scope(null);
            GlobalFunctions.define(globals, budget);
            Scope given = new Scope(globals);
            variables.forEach((name, value) -> given.set(name, variable(name, Values.of(value, budget))));
            return new Rendering(budget).run(body, given);
        } catch (TemplateRaised e) {
            throw e.refusal();
        }
    }

    /**
     * Templates that write their tools as a whole ({@code tools | string}) are for models that were shown JSON there, not
     * what Python makes of a list.
     */
    private static Value variable(String name, Value value) {
        return name.equals("tools") && value instanceof Value.Sequence tools
                ? Value.Sequence.jsonList(tools.items())
                : value;
    }
}
