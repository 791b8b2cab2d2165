package dev.tenon.server.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import dev.tenon.toolcalls.TemplateException.Blame;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** The functions that chat templates are given beside Jinja's own. */
public final class TemplateFunctions {
    private TemplateFunctions() {}

    static List<ELFunctionDefinition> all() {
        return List.of(
                definition("range", "range", Object[].class),
                definition("raise_exception", "raiseException", Object.class),
                definition("strftime_now", "strftimeNow", Object.class));
    }

    private static ELFunctionDefinition definition(String name, String method, Class<?> parameter) {
        return new ELFunctionDefinition("", name, TemplateFunctions.class, method, parameter);
    }

    /** Whole numbers: {@code range(end)}, {@code range(first, end)}, {@code range(first, end, step)}. */
    public static Object range(Object... bounds) {
        if (bounds.length < 1 || bounds.length > 3) {
            throw new TemplateRaised("range takes one to three numbers");
        }
        long first = bounds.length == 1 ? 0 : number(bounds[0]);
        long end = number(bounds[bounds.length == 1 ? 0 : 1]);
        long step = bounds.length == 3 ? number(bounds[2]) : 1;
        if (step == 0) {
            throw new TemplateRaised("range takes a step that is not 0");
        }
        List<Long> numbers = new ArrayList<>();
        for (long at = first; step > 0 ? at < end : at > end; at += step) {
            if (numbers.size() == JinjaRenderer.MAX_ITEMS) {
                throw new TemplateRaised("range of more than " + JinjaRenderer.MAX_ITEMS + " numbers");
            }
            numbers.add(at);
        }
        return numbers;
    }

    private static long number(Object value) {
        if (value instanceof Number number && Math.abs(number.longValue()) <= Integer.MAX_VALUE) {
            return number.longValue();
        }
        throw new TemplateRaised("range takes whole numbers, not " + value);
    }

    /** Refuses the conversation: {@code raise_exception(message)}. */
    public static Object raiseException(Object message) {
        throw new TemplateRaised(Blame.CONVERSATION, String.valueOf(message));
    }

    /** The time now in Python's format: {@code strftime_now("%d %b %Y")}. */
    public static Object strftimeNow(Object format) {
        JinjavaInterpreter interpreter = JinjavaInterpreter.getCurrent();
        long millis = interpreter.getConfig().getDateTimeProvider().getCurrentTimeMillis();
        ZonedDateTime now =
                Instant.ofEpochMilli(millis).atZone(interpreter.getConfig().getTimeZone());
        return Strftime.format(now, String.valueOf(format));
    }
}
