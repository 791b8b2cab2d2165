package dev.tenon.server.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import dev.tenon.toolcalls.PythonJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code tojson} as chat templates expect it: Python's separators, no escapes but JSON's own, and {@code indent}. */
final class ToJsonFilter implements AdvancedFilter {
    @Override
    public String getName() {
        return "tojson";
    }

    @Override
    public Object filter(
            @Nullable Object value, JinjavaInterpreter interpreter, Object[] positional, Map<String, Object> named) {
        Object indent = named.get("indent");
        for (String option : named.keySet()) {
            boolean known = option.equals("indent")
                    || (option.equals("ensure_ascii") && Boolean.FALSE.equals(named.get(option)));
            if (!known) {
                throw new TemplateRaised("tojson does not take " + option + " = " + named.get(option));
            }
        }
        if (positional.length == 1 && indent == null) {
            indent = positional[0];
        } else if (positional.length > 0) {
            throw new TemplateRaised("tojson takes an indent and nothing else");
        }
        try {
            return indent instanceof Number spaces
                    ? PythonJson.write(value, spaces.intValue())
                    : PythonJson.write(value);
        } catch (IllegalArgumentException e) {
            throw new TemplateRaised("tojson: " + e.getMessage());
        }
    }
}
