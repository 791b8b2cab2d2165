package dev.tenon.server.template;

import dev.tenon.server.template.Value.Sequence;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's two ways to put values into a text: {@code '%s' % value} and {@code '{}'.format(value)}. */
final class Formats {
    private static final int MAX_WIDTH = 1000;

    private static final Pattern PERCENT = Pattern.compile(
            "%(?:\\((?<name>[^)]*)\\))?(?<flags>[-+ 0#]*)(?<width>\\d*)(?:\\.(?<precision>\\d*))?(?<type>.)",
            Pattern.DOTALL);

    private static final Pattern SPEC = Pattern.compile(
            "(?:(?<fill>.)?(?<align>[<>^=]))?(?<sign>[-+"
                    + " ])?(?<zero>0)?(?<width>\\d*)(?<comma>,)?(?:\\.(?<precision>\\d+))?(?<type>[a-zA-Z%])?",
            Pattern.DOTALL);

    private static final Pattern FIELD = Pattern.compile(
            "(?<name>[^!:.\\[{}]*)(?<path>(?:\\.[^!:.\\[{}]+|\\[[^\\]{}]+])*)(?:!(?<conversion>[rs]))?(?::(?<spec>[^{}]*))?");

    private static final Pattern STEP = Pattern.compile("\\.(?<name>[^.\\[]+)|\\[(?<index>[^\\]]+)]");

    private Formats() {}

    /** {@code format % value}: a tuple gives several, a mapping gives by name. */
    static String percent(String format, Value given, Budget budget) {
        List<Value> values = given instanceof Sequence several && several.kind() == Sequence.Kind.TUPLE
                ? several.items()
                : List.of(given);
        StringBuilder text = new StringBuilder();
        Matcher matcher = PERCENT.matcher(format);
        int from = 0;
        int used = 0;
        for (int at = format.indexOf('%'); at >= 0; at = format.indexOf('%', from)) {
            if (!matcher.region(at, format.length()).lookingAt()) {
                throw new TemplateRaised("a format that is not complete");
            }
            text.append(format, from, at);
            from = matcher.end();
            if (matcher.group("type").equals("%")) {
                text.append('%');
                continue;
            }
            Value value;
            if (matcher.group("name") != null) {
                Value named = given instanceof Value.Dict dict ? dict.get(matcher.group("name")) : null;
                value = named == null ? new Value.Missing("no '" + matcher.group("name") + "' to format") : named;
            } else if (used == values.size()) {
                throw new TemplateRaised("not enough values for the format");
            } else {
                value = values.get(used++);
            }
            text.append(percentField(matcher, value, budget));
            budget.text(text.length());
        }
        boolean mayRemain = given instanceof Value.Dict
                || given instanceof Value.Missing
                || (given instanceof Sequence several && several.kind() != Sequence.Kind.TUPLE);
        if (used < values.size() && !mayRemain) {
            throw new TemplateRaised("more values than the format takes");
        }
        return text.append(format.substring(from)).toString();
    }

    private static String percentField(Matcher field, Value value, Budget budget) {
        String flags = field.group("flags");
        int precision = field.group("precision") == null ? -1 : number("0" + field.group("precision"));
        char type = field.group("type").charAt(0);
        String sign = flags.contains("+") ? "+" : flags.contains(" ") ? " " : "-";
        boolean isText = type == 's' || type == 'r';
        String body;
        if (isText) {
            String whole = type == 's' ? PythonWriter.string(value, budget) : PythonWriter.repr(value, budget);
            body = precision < 0 ? whole : cut(whole, precision);
        } else {
            body = number(value, type == 'i' || type == 'u' ? 'd' : type, precision, sign, false);
        }
        char align = flags.contains("-") ? '<' : flags.contains("0") && !isText ? '=' : '>';
        return align(body, align, align == '=' ? "0" : " ", number("0" + field.group("width")), budget);
    }

    /** {@code format.format(...)}. */
    static String braces(String format, Arguments arguments, Budget budget) {
        StringBuilder text = new StringBuilder();
        int next = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '{' && c != '}') {
                text.append(c);
            } else if (i + 1 < format.length() && format.charAt(i + 1) == c) {
                text.append(c);
                i++;
            } else {
                int end = format.indexOf('}', i);
                Matcher field = FIELD.matcher(c == '}' || end < 0 ? "{" : format.substring(i + 1, end));
                if (!field.matches()) {
                    throw new TemplateRaised("a format that is not read here");
                }
                String name = field.group("name");
                Value value = argument(name.isEmpty() ? String.valueOf(next++) : name, arguments);
                text.append(bracesField(field, value, budget));
                i = end;
            }
            budget.grown(text.length() - 1L, text.length());
        }
        return text.toString();
    }

    private static Value argument(String name, Arguments arguments) {
        boolean isPlace = name.matches("\\d{1,6}");
        Value value = isPlace
                ? (Integer.parseInt(name) < arguments.positional().size()
                        ? arguments.positional().get(Integer.parseInt(name))
                        : null)
                : arguments.named().get(name);
        if (value == null) {
            throw new TemplateRaised("the format takes '" + name + "'");
        }
        return value;
    }

    private static String bracesField(Matcher field, Value base, Budget budget) {
        Value value = base;
        Matcher step = STEP.matcher(field.group("path"));
        while (step.find()) {
            String index = step.group("index");
            value = index == null
                    ? Members.attribute(value, step.group("name"), budget)
                    : Members.item(
                            value,
                            index.matches("\\d{1,9}") ? Value.of(Integer.parseInt(index)) : Value.of(index),
                            budget);
        }
        String conversion = field.group("conversion");
        Operators.present(value);
        if (conversion != null) {
            value = Value.of(
                    conversion.equals("r") ? PythonWriter.repr(value, budget) : PythonWriter.string(value, budget));
        }
        String spec = field.group("spec");
        return spec == null || spec.isEmpty() ? PythonWriter.string(value, budget) : spec(spec, value, budget);
    }

    private static String spec(String spec, Value value, Budget budget) {
        Matcher parts = SPEC.matcher(spec);
        if (!parts.matches()) {
            throw new TemplateRaised("a format that is not read here: '" + spec + "'");
        }
        int precision = parts.group("precision") == null ? -1 : number(parts.group("precision"));
        String sign = parts.group("sign") == null ? "-" : parts.group("sign");
        boolean isNumber = Numbers.isNumber(value) && !(value instanceof Value.Bool && parts.group("type") == null);
        String type = parts.group("type");
        String body;
        if (isNumber && !"s".equals(type)) {
            char kind = type != null
                    ? type.charAt(0)
                    : value instanceof Value.Real && precision < 0 ? 'r' : value instanceof Value.Real ? 'g' : 'd';
            body = number(value, kind, precision, sign, parts.group("comma") != null);
        } else if (type == null || type.equals("s")) {
            String whole = PythonWriter.string(value, budget);
            body = precision < 0 ? whole : cut(whole, precision);
        } else {
            throw new TemplateRaised("'" + type + "' formats no " + value.type());
        }
        boolean zero = parts.group("zero") != null;
        String given = parts.group("align");
        char align = given != null ? given.charAt(0) : isNumber ? (zero ? '=' : '>') : '<';
        String fill = parts.group("fill") != null ? parts.group("fill") : zero ? "0" : " ";
        return align(body, align, fill, number("0" + parts.group("width")), budget);
    }

    private static String cut(String text, int length) {
        return PythonStrings.place(text, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length));
    }

    private static int number(String digits) {
        if (digits.length() > 6 || Integer.parseInt(digits) > MAX_WIDTH) {
            throw new TemplateRaised("a format wider than " + MAX_WIDTH);
        }
        return Integer.parseInt(digits);
    }

    private static String number(Value value, char type, int precision, String sign, boolean grouped) {
        Double real = Numbers.real(value);
        BigInteger whole = Numbers.whole(value);
        if (real == null) {
            throw new TemplateRaised(
                    "'" + type + "' formats no " + Operators.present(value).type());
        }
        String digits = switch (type) {
            case 'd' -> integer(whole, real, type).toString();
            case 'x' -> integer(whole, real, type).toString(16);
            case 'X' -> integer(whole, real, type).toString(16).toUpperCase(Locale.ROOT);
            case 'o' -> integer(whole, real, type).toString(8);
            case 'b' -> integer(whole, real, type).toString(2);
            case 'r' -> Numbers.write(real);
            case 'f', 'F' -> fixed(whole, real, precision < 0 ? 6 : precision);
            case '%' -> fixed(null, real * 100, precision < 0 ? 6 : precision) + "%";
            default -> throw new TemplateRaised("a format of type '" + type + "' is not read here");
        };
        boolean negative = digits.startsWith("-");
        String unsigned = negative ? digits.substring(1) : digits;
        return (negative ? "-" : sign.equals("-") ? "" : sign) + (grouped ? grouped(unsigned) : unsigned);
    }

    private static BigInteger integer(@Nullable BigInteger whole, double real, char type) {
        if (whole != null) {
            return whole;
        } else if (type != 'd' || Double.isNaN(real) || Double.isInfinite(real)) {
            throw new TemplateRaised("'" + type + "' formats no float");
        }
        return new BigDecimal(real).toBigInteger();
    }

    private static String fixed(@Nullable BigInteger whole, double real, int places) {
        if (Double.isNaN(real) || Double.isInfinite(real)) {
            return Numbers.write(real);
        }
        BigDecimal exact = whole == null ? new BigDecimal(real) : new BigDecimal(whole);
        String text = exact.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
        return real < 0 && !text.startsWith("-") ? "-" + text : text;
    }

    private static String grouped(String digits) {
        int point = digits.indexOf('.');
        StringBuilder text = new StringBuilder(digits);
        for (int i = (point < 0 ? digits.length() : point) - 3; i > 0; i -= 3) {
            text.insert(i, ',');
        }
        return text.toString();
    }

    private static String align(String body, char align, String fill, int width, Budget budget) {
        if (align == '=') {
            boolean signed = body.startsWith("-") || body.startsWith("+") || body.startsWith(" ");
            String rest =
                    PythonStrings.pad(body.substring(signed ? 1 : 0), width - (signed ? 1 : 0), fill, 1, 0, budget);
            return signed ? body.charAt(0) + rest : rest;
        } else if (align == '^') {
            int missing = width - PythonStrings.place(body, body.length());
            return missing <= 0 ? body : fill.repeat(missing / 2) + body + fill.repeat(missing - missing / 2);
        }
        return PythonStrings.pad(body, width, fill, align == '>' ? 1 : 0, align == '>' ? 0 : 1, budget);
    }
}
