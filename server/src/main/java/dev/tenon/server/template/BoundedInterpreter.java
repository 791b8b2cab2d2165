package dev.tenon.server.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.InterpreterFactory;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.objects.collections.PyList;
import com.hubspot.jinjava.objects.collections.PyMap;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Jinjava's interpreter with a meter: it counts the nodes that one rendering visits, looks at the clock now and then,
 * and weighs every value that a variable gives out. Mutable, not thread-safe; one for each rendering.
 *
 * <p>Weight is the size of a value written out, so a list that holds another one twice weighs twice as much:
 * {@code {% set x = [x, x] %}}, forty times over, is small in memory and endless on paper. What the caller gave to the
 * template is not weighed again, however often it is looked at.
 */
final class BoundedInterpreter extends JinjavaInterpreter {
    private static final int STEPS_BETWEEN_LOOKS = 16;

    /** What an item weighs beside its text, at least: the quotes, commas and brackets of some spelling. */
    private static final int ITEM_WEIGHT = 8;

    private final JinjavaConfig config;
    private final Set<Object> given;
    private final long endMillis;
    private int steps;

    private BoundedInterpreter(Jinjava application, Context context, JinjavaConfig config) {
        super(application, context, config);
        this.config = config;
        this.given = containers(context.getScope().values());
        this.endMillis = config.getDateTimeProvider().getCurrentTimeMillis() + JinjaRenderer.MAX_MILLIS;
    }

    private BoundedInterpreter(BoundedInterpreter original) {
        super(original);
        this.config = original.config;
        this.given = original.given;
        this.endMillis = original.endMillis;
        this.steps = original.steps;
    }

    static InterpreterFactory factory() {
        return new InterpreterFactory() {
            @Override
            public JinjavaInterpreter newInstance(JinjavaInterpreter original) {
                return new BoundedInterpreter((BoundedInterpreter) original);
            }

            @Override
            public JinjavaInterpreter newInstance(Jinjava application, Context context, JinjavaConfig config) {
                return new BoundedInterpreter(application, context, config);
            }
        };
    }

    /**
     * Counts one node.
     *
     * @throws TemplateRaised when the rendering has had its share
     */
    void step() {
        steps++;
        boolean late =
                steps % STEPS_BETWEEN_LOOKS == 0 && config.getDateTimeProvider().getCurrentTimeMillis() > endMillis;
        if (late || steps > JinjaRenderer.MAX_STEPS) {
            throw new TemplateRaised("too much work");
        }
    }

    @Override
    public @Nullable Object retraceVariable(String variable, int lineNumber, int startPosition) {
        Object value = super.retraceVariable(variable, lineNumber, startPosition);
        weigh(value);
        return value;
    }

    /**
     * Looks how long a value is when it is written out. At most linear in the bound, whatever the value is.
     *
     * @throws TemplateRaised when it is longer than {@link JinjaRenderer#MAX_LENGTH}
     */
    void weigh(@Nullable Object value) {
        long weight = 0;
        Deque<Object> open = new ArrayDeque<>();
        push(open, value);
        while (!open.isEmpty()) {
            Object next = unwrap(open.pop());
            weight += ITEM_WEIGHT + (next instanceof CharSequence text ? text.length() : 0);
            if (weight > JinjaRenderer.MAX_LENGTH) {
                throw new TemplateRaised("a value is longer than " + JinjaRenderer.MAX_LENGTH);
            }
            if (given.contains(next)) {
                continue;
            }
            if (next instanceof Map<?, ?> map) {
                map.forEach((key, item) -> {
                    push(open, key);
                    push(open, item);
                });
            } else if (next instanceof List<?> list) {
                list.forEach(item -> push(open, item));
            }
        }
    }

    private static void push(Deque<Object> open, @Nullable Object value) {
        if (value != null) {
            open.push(value);
        }
    }

    /** Jinjava wraps a collection anew whenever it gives it out; what is wrapped stays the same. */
    private static Object unwrap(Object value) {
        return switch (value) {
            case PyList list -> list.toList();
            case PyMap map -> map.toMap();
            default -> value;
        };
    }

    private static Set<Object> containers(Collection<Object> roots) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        roots.forEach(root -> push(open, root));
        while (!open.isEmpty()) {
            Object next = open.pop();
            if (next instanceof Map<?, ?> map && seen.add(next)) {
                map.values().forEach(item -> push(open, item));
            } else if (next instanceof List<?> list && seen.add(next)) {
                list.forEach(item -> push(open, item));
            }
        }
        return seen;
    }
}
