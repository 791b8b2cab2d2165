package dev.tenon.server.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jinja's {@code items}: the pairs of a mapping; of nothing, nothing. */
final class ItemsFilter implements Filter {
    @Override
    public String getName() {
        return "items";
    }

    @Override
    public Object filter(@Nullable Object value, JinjavaInterpreter interpreter, String... arguments) {
        if (value == null) {
            return List.of();
        } else if (value instanceof Map<?, ?> map) {
            return TemplateValues.items(map);
        }
        throw new TemplateRaised("items is for mappings");
    }
}
