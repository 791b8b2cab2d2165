package dev.tenon.server.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import dev.tenon.toolcalls.PythonJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code tojson} as chat templates expect it: Python's separators, no escapes but JSON's own, and {@code indent}. */
final class ToJsonFilter implements AdvancedFilter {
    private static final List<String> COMPACT = List.of(",", ":");
    private static final List<String> PYTHON = List.of(", ", ": ");

    @Override
    public String getName() {
        return "tojson";
    }

    @Override
    public Object filter(
            @Nullable Object value, JinjavaInterpreter interpreter, Object[] positional, Map<String, Object> named) {
        for (Map.Entry<String, Object> option : named.entrySet()) {
            requireKnown(option.getKey(), option.getValue());
        }
        if (positional.length > 1) {
            throw new TemplateRaised("tojson takes an indent and nothing else by place");
        }
        Object indent = positional.length == 1 ? positional[0] : named.get("indent");
        try {
            if (indent instanceof Number spaces) {
                return PythonJson.write(value, spaces.intValue());
            }
            return COMPACT.equals(named.get("separators")) ? PythonJson.compact(value) : PythonJson.write(value);
        } catch (IllegalArgumentException e) {
            throw new TemplateRaised("tojson: " + e.getMessage());
        }
    }

    private static void requireKnown(String option, @Nullable Object value) {
        boolean known = switch (option) {
            case "indent" -> value == null || value instanceof Number;
            case "ensure_ascii" -> Boolean.FALSE.equals(value);
            case "separators" -> COMPACT.equals(value) || PYTHON.equals(value);
            default -> false;
        };
        if (!known) {
            throw new TemplateRaised("tojson does not take " + option + " = " + value);
        }
    }
}
