package dev.tenon.server.template;

import dev.tenon.server.template.Arguments.Bound;
import dev.tenon.server.template.Value.Sequence;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Jinja's filters, as chat templates are given them: those on text and numbers are here, those on lists in
 * {@link SequenceFilters}. {@code tojson} writes as the models' own library does, without escapes for HTML; {@code from_json}
 * is not Jinja's, but templates of DeepSeek use it.
 */
final class Filters {
    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

    private Filters() {}

    static Value apply(String name, Value value, Arguments arguments, Budget budget) {
        budget.steps(1);
        return switch (name) {
            case "capitalize" -> Value.of(PythonStrings.capitalize(text(value, name, arguments, budget)));
            case "lower" -> Value.of(text(value, name, arguments, budget).toLowerCase(Locale.ROOT));
            case "upper" -> Value.of(text(value, name, arguments, budget).toUpperCase(Locale.ROOT));
            case "string", "safe" -> Value.of(text(value, name, arguments, budget));
            case "title" -> Value.of(title(text(value, name, arguments, budget)));
            case "wordcount" ->
                Value.of(WORD.matcher(text(value, name, arguments, budget))
                        .results()
                        .count());
            case "trim" -> {
                String chars = arguments.bind(name, 0, "chars").textOrNone(0);
                yield Value.of(PythonStrings.strip(string(value, budget), chars, true, true));
            }
            case "replace" -> replace(value, arguments, budget);
            case "indent" -> indent(value, arguments, budget);
            case "center" -> {
                int width = arguments.bind(name, 0, "width").number(0, 80);
                yield Value.of(PythonStrings.pad(string(value, budget), width, " ", 1, 1, budget));
            }
            case "format" -> {
                Value given = arguments.named().isEmpty()
                        ? new Sequence(Sequence.Kind.TUPLE, arguments.positional())
                        : Values.dict(arguments.named());
                yield Value.of(Formats.percent(string(value, budget), given, budget));
            }
            case "escape", "e" -> escape(text(value, name, arguments, budget), budget);
            case "default", "d" -> {
                Bound given = arguments.bind(name, 0, "default_value", "boolean");
                boolean absent = value instanceof Value.Missing || (given.truth(1, false) && !Operators.isTrue(value));
                yield absent ? given.get(0, Value.of("")) : value;
            }
            case "abs" -> {
                arguments.bind(name, 0);
                yield Operators.signed(Operators.holds(Expr.Relation.LESS, value, Value.of(0), budget), value);
            }
            case "int" -> integer(value, arguments);
            case "float" -> {
                Double real = real(value);
                yield real == null
                        ? arguments.bind(name, 0, "default").get(0, new Value.Real(0))
                        : new Value.Real(real);
            }
            case "round" -> round(value, arguments);
            case "attr" -> {
                String member = arguments.bind(name, 1, "name").text(0);
                yield value instanceof Value.Dict
                        ? new Value.Missing("a dict has no attribute '" + member + "'")
                        : Members.attribute(value, member, budget);
            }
            case "tojson" -> tojson(value, arguments, budget);
            case "from_json", "fromjson" -> {
                arguments.bind(name, 0);
                yield Values.parse(string(value, budget), budget);
            }
            default -> SequenceFilters.apply(name, value, arguments, budget);
        };
    }

    private static String string(Value value, Budget budget) {
        String text = PythonWriter.string(value, budget);
        budget.text(text.length());
        return text;
    }

    private static String text(Value value, String name, Arguments arguments, Budget budget) {
        arguments.bind(name, 0);
        return string(value, budget);
    }

    /** Jinja's own title, which is not Python's: a word begins after white space, a hyphen or an opening bracket. */
    private static String title(String text) {
        StringBuilder title = new StringBuilder(text.length());
        boolean begins = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            title.append(begins ? Character.toUpperCase(c) : Character.toLowerCase(c));
            begins = PythonStrings.isSpace(c) || "-({[<".indexOf(c) >= 0;
        }
        return title.toString();
    }

    private static Value replace(Value value, Arguments arguments, Budget budget) {
        Bound given = arguments.bind("replace", 2, "old", "new", "count");
        int limit = given.number(2, -1);
        return Value.of(PythonStrings.replace(
                string(value, budget),
                string(given.get(0, Value.None.NONE), budget),
                string(given.get(1, Value.None.NONE), budget),
                limit < 0 ? Integer.MAX_VALUE : limit,
                budget));
    }

    private static Value indent(Value value, Arguments arguments, Budget budget) {
        if (!(value instanceof Value.Text plain)) {
            throw new TemplateRaised(
                    "indent takes a text, not a " + Operators.present(value).type());
        }
        String text = plain.value();
        Bound given = arguments.bind("indent", 0, "width", "first", "blank");
        String indent = given.get(0) instanceof Value.Text by
                ? by.value()
                : PythonStrings.pad("", given.number(0, 4), " ", 1, 0, budget);
        boolean blank = given.truth(2, false);
        // An empty line at the end stays one, as in Jinja.
        List<String> lines = PythonStrings.lines(text + "\n", false);
        budget.text(text.length() + (long) lines.size() * (indent.length() + 1));
        StringBuilder indented = new StringBuilder(given.truth(1, false) ? indent : "").append(lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            indented.append('\n').append(blank || !line.isEmpty() ? indent : "").append(line);
        }
        return Value.of(indented.toString());
    }

    private static Value escape(String text, Budget budget) {
        budget.text(text.length() * 5L);
        return Value.of(text.replace("&", "&amp;")
                .replace(">", "&gt;")
                .replace("<", "&lt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;"));
    }

    private static Value integer(Value value, Arguments arguments) {
        Bound given = arguments.bind("int", 0, "default", "base");
        BigInteger whole = Numbers.whole(value);
        if (whole == null && value instanceof Value.Text text) {
            whole = Numbers.parse(text.value(), given.number(1, 10));
        }
        Double real = whole == null ? real(value) : null;
        if (real != null && !Double.isNaN(real) && !Double.isInfinite(real)) {
            whole = new BigDecimal(real).toBigInteger();
        }
        return whole == null ? given.get(0, Value.of(0)) : new Value.Int(whole);
    }

    private static @Nullable Double real(Value value) {
        return value instanceof Value.Text text
                ? Numbers.parseReal(text.value())
                : Numbers.real(Operators.present(value));
    }

    private static Value round(Value value, Arguments arguments) {
        Bound given = arguments.bind("round", 0, "precision", "method");
        int precision = Math.max(-400, Math.min(given.number(0, 0), 400));
        RoundingMode mode = switch (given.text(1, "common")) {
            case "common" -> RoundingMode.HALF_EVEN;
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            default -> throw new TemplateRaised("round takes common, ceil or floor");
        };
        Double real = Numbers.real(Operators.present(value));
        if (real == null || Double.isNaN(real) || Double.isInfinite(real)) {
            throw new TemplateRaised("round takes a number");
        }
        BigInteger whole = Numbers.whole(value);
        if (whole != null && mode == RoundingMode.HALF_EVEN) {
            return new Value.Int(
                    new BigDecimal(whole).setScale(Math.min(precision, 0), mode).toBigInteger());
        }
        return new Value.Real(new BigDecimal(real).setScale(precision, mode).doubleValue());
    }

    private static Value tojson(Value value, Arguments arguments, Budget budget) {
        // Jinja takes an indent by place, the models' own library ensure_ascii: by their types, both are understood.
        boolean isIndent =
                !arguments.positional().isEmpty() && arguments.positional().get(0) instanceof Value.Int;
        Bound given = isIndent
                ? arguments.bind("tojson", 0, "indent", "ensure_ascii", "separators", "sort_keys")
                : arguments.bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys");
        Value indent = given.get(isIndent ? 0 : 1, Value.None.NONE);
        String by = switch (indent) {
            case Value.None none -> null;
            case Value.Text text -> text.value();
            case Value other -> PythonStrings.pad("", given.number(isIndent ? 0 : 1, 0), " ", 1, 0, budget);
        };
        String item = by == null ? ", " : ",";
        String key = ": ";
        if (given.get(2, Value.None.NONE) instanceof Sequence separators) {
            if (separators.items().size() != 2
                    || !(separators.items().get(0) instanceof Value.Text first)
                    || !(separators.items().get(1) instanceof Value.Text second)) {
                throw new TemplateRaised("tojson takes two texts as separators");
            }
            item = first.value();
            key = second.value();
        }
        return Value.of(PythonWriter.json(
                value,
                new PythonWriter.JsonStyle(item, key, by, given.truth(isIndent ? 1 : 0, false), given.truth(3, false)),
                budget));
    }
}
