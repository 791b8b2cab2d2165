package dev.tenon.server.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Jinja's {@code indent(width=4, first=False, blank=False)}. */
final class IndentFilter implements AdvancedFilter {
    private static final int MAX_WIDTH = 100;
    private static final List<String> PARAMETERS = List.of("width", "first", "blank");

    @Override
    public String getName() {
        return "indent";
    }

    @Override
    public Object filter(
            @Nullable Object value, JinjavaInterpreter interpreter, Object[] positional, Map<String, Object> named) {
        if (!PARAMETERS.containsAll(named.keySet()) || positional.length > PARAMETERS.size()) {
            throw new TemplateRaised("indent takes width, first and blank");
        }
        Object width = argument(0, 4, positional, named);
        String indent = width instanceof Number number ? spaces(number.longValue()) : String.valueOf(width);
        boolean first = Boolean.TRUE.equals(argument(1, false, positional, named));
        boolean blank = Boolean.TRUE.equals(argument(2, false, positional, named));
        StringBuilder text = new StringBuilder();
        boolean isFirst = true;
        for (String line : Objects.toString(value, "").split("\n", -1)) {
            if (!isFirst) {
                text.append('\n');
            }
            if (isFirst ? first : blank || !line.isEmpty()) {
                text.append(indent);
            }
            text.append(line);
            isFirst = false;
        }
        return text.toString();
    }

    private static Object argument(int index, Object fallback, Object[] positional, Map<String, Object> named) {
        return index < positional.length ? positional[index] : named.getOrDefault(PARAMETERS.get(index), fallback);
    }

    private static String spaces(long width) {
        if (width < 0 || width > MAX_WIDTH) {
            throw new TemplateRaised("indent takes a width of 0 to " + MAX_WIDTH);
        }
        return " ".repeat((int) width);
    }
}
