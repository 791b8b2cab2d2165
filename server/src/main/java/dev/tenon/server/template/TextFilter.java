package dev.tenon.server.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A filter that is a method of Python's text. */
final class TextFilter implements AdvancedFilter {
    private final String name;
    private final String method;

    private TextFilter(String name, String method) {
        this.name = name;
        this.method = method;
    }

    /** All of them. */
    static List<TextFilter> all() {
        return List.of(
                new TextFilter("capitalize", "capitalize"),
                new TextFilter("lower", "lower"),
                new TextFilter("replace", "replace"),
                new TextFilter("title", "title"),
                new TextFilter("trim", "strip"),
                new TextFilter("upper", "upper"));
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Object filter(
            @Nullable Object value, JinjavaInterpreter interpreter, Object[] positional, Map<String, Object> named) {
        if (!named.isEmpty()) {
            throw new TemplateRaised(name + " takes no " + named.keySet());
        }
        return PythonStrings.call(Objects.toString(value, ""), method, positional);
    }
}
