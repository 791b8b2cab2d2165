package dev.tenon.server.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import dev.tenon.toolcalls.TemplateException.Blame;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;

/** The functions that chat templates are given beside Jinja's own. */
public final class TemplateFunctions {
    private TemplateFunctions() {}

    static List<ELFunctionDefinition> all() {
        return List.of(
                new ELFunctionDefinition(
                        "", "raise_exception", TemplateFunctions.class, "raiseException", Object.class),
                new ELFunctionDefinition("", "strftime_now", TemplateFunctions.class, "strftimeNow", Object.class));
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
