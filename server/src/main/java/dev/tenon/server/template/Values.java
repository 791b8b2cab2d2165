package dev.tenon.server.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.server.template.Value.Sequence;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way in: Java's plain values, and JSON text, as values of a template. */
final class Values {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Values() {}

    /**
     * A copy of a plain value.
     *
     * @throws IllegalArgumentException for what is no map, list, text, number, truth value or null: the caller's mistake
     */
    static Value of(@Nullable Object plain, Budget budget) {
        budget.enter();
        Value value = switch (plain) {
            case null -> Value.None.NONE;
            case String text -> Value.of(text);
            case Boolean truth -> Value.of(truth.booleanValue());
            case Integer number -> Value.of(number.longValue());
            case Long number -> Value.of(number.longValue());
            case BigInteger number -> new Value.Int(number);
            case Double number -> new Value.Real(number);
            case BigDecimal number -> new Value.Real(number.doubleValue());
            case List<?> list -> {
                List<Value> items = new ArrayList<>(list.size());
                list.forEach(item -> items.add(of(item, budget)));
                yield Sequence.list(items);
            }
            case Map<?, ?> map -> {
                Value.Dict dict = new Value.Dict();
                map.forEach((key, item) -> dict.put(Value.of(String.valueOf(key)), of(item, budget)));
                yield dict;
            }
            default -> throw new IllegalArgumentException("no plain value: " + plain.getClass());
        };
        budget.leave();
        return value;
    }

    /** A mapping with these names. */
    static Value.Dict dict(Map<String, Value> named) {
        Value.Dict dict = new Value.Dict();
        named.forEach((name, value) -> dict.put(Value.of(name), value));
        return dict;
    }

    /** What a JSON text says. */
    static Value parse(String json, Budget budget) {
        try {
            return of(MAPPER.readValue(json, Object.class), budget);
        } catch (JsonProcessingException e) {
            throw new TemplateRaised("from_json takes JSON: " + e.getOriginalMessage());
        }
    }
}
