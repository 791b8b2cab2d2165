package dev.tenon.server.template;

import dev.tenon.server.template.Value.Sequence;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as Python's {@code str}, {@code repr} and {@code json.dumps} do. Counts what it writes, so a value that is
 * small in memory and endless on paper, or that holds itself, ends at the budget.
 */
final class PythonWriter {
    private final Budget budget;
    private final StringBuilder text = new StringBuilder();
    private int counted;

    private PythonWriter(Budget budget) {
        this.budget = budget;
    }

    /**
     * How JSON is written.
     *
     * @param indent what one level is indented by; none where all is on one line
     * @param ascii whether all but ASCII is escaped
     * @param sorted whether pairs stand in the order of their keys
     */
    record JsonStyle(
            String itemSeparator,
            String keySeparator,
            @Nullable String indent,
            boolean ascii,
            boolean sorted) {
        /** All on one line, with Python's spaces. */
        static final JsonStyle LINE = new JsonStyle(", ", ": ", null, false, false);
    }

    /** What {@code str} gives. */
    static String string(Value value, Budget budget) {
        return switch (value) {
            case Value.Text plain -> plain.value();
            case Value.Missing missing -> "";
            case Value.None none -> "None";
            case Value.Bool truth -> truth.value() ? "True" : "False";
            case Value.Int number -> number.value().toString();
            case Value.Real number -> Numbers.write(number.value());
            case Sequence items when items.isJson() -> json(items, JsonStyle.LINE, budget);
            case Sequence items -> repr(items, budget);
            case Value.Dict pairs -> repr(pairs, budget);
            case Value.Namespace namespace -> repr(namespace, budget);
            case Value.Callable callable -> repr(callable, budget);
            case Value.Loop loop -> repr(loop, budget);
        };
    }

    /** What {@code repr} gives. */
    static String repr(Value value, Budget budget) {
        PythonWriter writer = new PythonWriter(budget);
        writer.repr(value);
        return writer.done();
    }

    /**
     * What {@code json.dumps} gives.
     *
     * @throws TemplateRaised when the value is, or holds, what JSON has no form for
     */
    static String json(Value value, JsonStyle style, Budget budget) {
        PythonWriter writer = new PythonWriter(budget);
        writer.json(value, style, style.indent() == null ? "" : "\n");
        return writer.done();
    }

    private String done() {
        count();
        return text.toString();
    }

    private void count() {
        budget.grown(counted, text.length());
        counted = text.length();
    }

    private void tick() {
        budget.steps(1);
        if (text.length() > counted + 4096) {
            count();
        }
    }

    private void repr(Value value) {
        budget.enter();
        tick();
        switch (value) {
            case Value.Text plain -> quote(plain.value());
            case Value.Missing missing -> text.append("Undefined");
            case Value.None none -> text.append("None");
            case Value.Bool truth -> text.append(truth.value() ? "True" : "False");
            case Value.Int number -> text.append(number.value());
            case Value.Real number -> text.append(Numbers.write(number.value()));
            case Sequence sequence -> reprItems(sequence);
            case Value.Dict dict -> reprPairs(dict);
            case Value.Namespace namespace -> text.append("<Namespace>");
            case Value.Callable callable ->
                text.append("<function ").append(callable.name()).append('>');
            case Value.Loop loop -> text.append("<LoopContext>");
        }
        budget.leave();
    }

    private void reprItems(Sequence sequence) {
        boolean isTuple = sequence.kind() == Sequence.Kind.TUPLE;
        text.append(isTuple ? '(' : '[');
        List<Value> items = sequence.items();
        for (int i = 0; i < items.size(); i++) {
            text.append(i > 0 ? ", " : "");
            repr(items.get(i));
        }
        text.append(isTuple && items.size() == 1 ? "," : "").append(isTuple ? ')' : ']');
    }

    private void reprPairs(Value.Dict dict) {
        text.append('{');
        String separator = "";
        for (Map.Entry<Value, Value> pair : dict.entries().entrySet()) {
            text.append(separator);
            repr(pair.getKey());
            text.append(": ");
            repr(pair.getValue());
            separator = ", ";
        }
        text.append('}');
    }

    private void quote(String plain) {
        char quote = plain.indexOf('\'') >= 0 && plain.indexOf('"') < 0 ? '"' : '\'';
        text.append(quote);
        plain.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c == quote) {
                        text.append('\\').append(quote);
                    } else if (isPrintable(c)) {
                        text.appendCodePoint(c);
                    } else {
                        text.append(
                                c < 0x100
                                        ? String.format("\\x%02x", c)
                                        : String.format(c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
                    }
                }
            }
        });
        text.append(quote);
    }

    /** Whether Python's {@code repr} writes the character itself. */
    private static boolean isPrintable(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }

    private void json(Value value, JsonStyle style, String newline) {
        budget.enter();
        tick();
        switch (value) {
            case Value.Text plain -> jsonText(plain.value(), style);
            case Value.None none -> text.append("null");
            case Value.Bool truth -> text.append(truth.value());
            case Value.Int number -> text.append(number.value());
            case Value.Real number -> text.append(jsonNumber(number.value()));
            case Sequence sequence -> jsonItems(sequence.items(), style, newline);
            case Value.Dict dict -> jsonPairs(dict, style, newline);
            case Value.Missing missing -> throw new TemplateRaised("tojson: " + missing.reason());
            case Value.Namespace namespace -> throw noJson(value);
            case Value.Callable callable -> throw noJson(value);
            case Value.Loop loop -> throw noJson(value);
        }
        budget.leave();
    }

    private static TemplateRaised noJson(Value value) {
        return new TemplateRaised("tojson: a " + value.type() + " is no JSON");
    }

    private static String jsonNumber(double number) {
        return Double.isNaN(number)
                ? "NaN"
                : Double.isInfinite(number) ? (number > 0 ? "Infinity" : "-Infinity") : Numbers.write(number);
    }

    private void jsonItems(List<Value> items, JsonStyle style, String newline) {
        String inner = newline.isEmpty() ? "" : newline + style.indent();
        text.append('[');
        for (int i = 0; i < items.size(); i++) {
            text.append(i > 0 ? style.itemSeparator() : "").append(inner);
            json(items.get(i), style, inner);
        }
        text.append(items.isEmpty() ? "" : newline).append(']');
    }

    private void jsonPairs(Value.Dict dict, JsonStyle style, String newline) {
        String inner = newline.isEmpty() ? "" : newline + style.indent();
        text.append('{');
        List<Map.Entry<Value, Value>> pairs = List.copyOf(dict.entries().entrySet());
        if (style.sorted()) {
            pairs = pairs.stream()
                    .sorted((a, b) -> Operators.order("<", a.getKey(), b.getKey(), budget))
                    .toList();
        }
        Iterator<Map.Entry<Value, Value>> rest = pairs.iterator();
        while (rest.hasNext()) {
            Map.Entry<Value, Value> pair = rest.next();
            text.append(inner);
            jsonText(jsonKey(pair.getKey()), style);
            text.append(style.keySeparator());
            json(pair.getValue(), style, inner);
            text.append(rest.hasNext() ? style.itemSeparator() : newline);
        }
        text.append('}');
    }

    private static String jsonKey(Value key) {
        return switch (key) {
            case Value.Text plain -> plain.value();
            case Value.None none -> "null";
            case Value.Bool truth -> truth.value() ? "true" : "false";
            case Value.Int number -> number.value().toString();
            case Value.Real number -> jsonNumber(number.value());
            case Value other -> throw new TemplateRaised("tojson: a " + other.type() + " is no key");
        };
    }

    private void jsonText(String plain, JsonStyle style) {
        text.append('"');
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (c < ' ' || (style.ascii() && c > '~')) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
