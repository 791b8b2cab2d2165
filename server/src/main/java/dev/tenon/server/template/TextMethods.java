package dev.tenon.server.template;

import dev.tenon.server.template.Arguments.Bound;
import dev.tenon.server.template.Value.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;

/** The methods of Python's {@code str} that templates are given. */
final class TextMethods {
    /** All of them. */
    static final Set<String> NAMES = Set.of(
            "capitalize",
            "casefold",
            "center",
            "count",
            "endswith",
            "find",
            "format",
            "index",
            "isalnum",
            "isalpha",
            "isascii",
            "isdecimal",
            "isdigit",
            "islower",
            "isnumeric",
            "isspace",
            "isupper",
            "join",
            "ljust",
            "lower",
            "lstrip",
            "partition",
            "removeprefix",
            "removesuffix",
            "replace",
            "rfind",
            "rindex",
            "rjust",
            "rpartition",
            "rsplit",
            "rstrip",
            "split",
            "splitlines",
            "startswith",
            "strip",
            "swapcase",
            "title",
            "upper",
            "zfill");

    private TextMethods() {}

    static Value call(String text, String method, Arguments arguments, Budget budget) {
        budget.text(text.length());
        return switch (method) {
            case "strip", "lstrip", "rstrip" -> {
                Bound given = arguments.bind(method, 0, "chars");
                yield Value.of(PythonStrings.strip(
                        text, given.textOrNone(0), !method.equals("rstrip"), !method.equals("lstrip")));
            }
            case "split", "rsplit" -> split(text, method, arguments, budget);
            case "splitlines" ->
                texts(
                        PythonStrings.lines(
                                text, arguments.bind(method, 0, "keepends").truth(0, false)),
                        budget);
            case "partition", "rpartition" -> partition(text, method, arguments, budget);
            case "startswith", "endswith" -> Value.of(hasEnd(text, method, arguments));
            case "removeprefix" -> {
                String prefix = arguments.bind(method, 1, "prefix").text(0);
                yield Value.of(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
            }
            case "removesuffix" -> {
                String suffix = arguments.bind(method, 1, "suffix").text(0);
                yield Value.of(text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text);
            }
            case "replace" -> {
                Bound given = arguments.bind(method, 2, "old", "new", "count");
                int limit = given.number(2, -1);
                yield Value.of(PythonStrings.replace(
                        text, given.text(0), given.text(1), limit < 0 ? Integer.MAX_VALUE : limit, budget));
            }
            case "find", "rfind", "index", "rindex", "count" -> search(text, method, arguments, budget);
            case "join" -> join(text, arguments, budget);
            case "format" -> Value.of(Formats.braces(text, arguments, budget));
            case "center", "ljust", "rjust" -> {
                Bound given = arguments.bind(method, 1, "width", "fillchar");
                yield Value.of(PythonStrings.pad(
                        text,
                        given.number(0, 0),
                        given.text(1, " "),
                        method.equals("ljust") ? 0 : 1,
                        method.equals("rjust") ? 0 : 1,
                        budget));
            }
            case "zfill" -> {
                int width = arguments.bind(method, 1, "width").number(0, 0);
                boolean signed = text.startsWith("-") || text.startsWith("+");
                String digits =
                        PythonStrings.pad(text.substring(signed ? 1 : 0), width - (signed ? 1 : 0), "0", 1, 0, budget);
                yield Value.of(signed ? text.charAt(0) + digits : digits);
            }
            default -> plain(text, method, arguments);
        };
    }

    /** The methods that take nothing. */
    private static Value plain(String text, String method, Arguments arguments) {
        arguments.bind(method, 0);
        return switch (method) {
            case "upper" -> Value.of(text.toUpperCase(Locale.ROOT));
            case "lower" -> Value.of(text.toLowerCase(Locale.ROOT));
            case "casefold" -> Value.of(text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
            case "title" -> Value.of(PythonStrings.title(text));
            case "capitalize" -> Value.of(PythonStrings.capitalize(text));
            case "swapcase" ->
                Value.of(text.codePoints()
                        .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
            case "isdigit", "isdecimal", "isnumeric" -> all(text, Character::isDigit);
            case "isalpha" -> all(text, Character::isLetter);
            case "isalnum" -> all(text, Character::isLetterOrDigit);
            case "isspace" -> all(text, PythonStrings::isSpace);
            case "isascii" -> Value.of(text.chars().allMatch(c -> c < 0x80));
            case "isupper" -> Value.of(isUpper(text));
            case "islower" -> Value.of(isLower(text));
            default -> throw new TemplateRaised("text has no method '" + method + "'");
        };
    }

    static boolean isUpper(String text) {
        return text.codePoints().anyMatch(Character::isUpperCase)
                && text.codePoints().noneMatch(Character::isLowerCase);
    }

    static boolean isLower(String text) {
        return text.codePoints().anyMatch(Character::isLowerCase)
                && text.codePoints().noneMatch(Character::isUpperCase);
    }

    private static Value all(String text, IntPredicate condition) {
        return Value.of(!text.isEmpty() && text.codePoints().allMatch(condition));
    }

    private static Value split(String text, String method, Arguments arguments, Budget budget) {
        Bound given = arguments.bind(method, 0, "sep", "maxsplit");
        String separator = given.textOrNone(0);
        int limit = given.number(1, -1);
        int cuts = limit < 0 ? Integer.MAX_VALUE : limit;
        budget.search(text.length(), separator == null ? 1 : separator.length());
        return texts(
                method.equals("split")
                        ? PythonStrings.split(text, separator, cuts)
                        : PythonStrings.splitFromRight(text, separator, cuts),
                budget);
    }

    private static Value texts(List<String> parts, Budget budget) {
        budget.items(parts.size());
        return Sequence.list(new ArrayList<>(parts.stream().map(Value::of).toList()));
    }

    private static Value partition(String text, String method, Arguments arguments, Budget budget) {
        String separator = arguments.bind(method, 1, "sep").text(0);
        if (separator.isEmpty()) {
            throw new TemplateRaised("an empty text separates nothing");
        }
        budget.search(text.length(), separator.length());
        boolean first = method.equals("partition");
        int at = first ? text.indexOf(separator) : text.lastIndexOf(separator);
        if (at < 0) {
            return Sequence.tuple(Value.of(first ? text : ""), Value.of(""), Value.of(first ? "" : text));
        }
        return Sequence.tuple(
                Value.of(text.substring(0, at)),
                Value.of(separator),
                Value.of(text.substring(at + separator.length())));
    }

    private static boolean hasEnd(String text, String method, Arguments arguments) {
        Bound given = arguments.bind(method, 1, "prefix");
        List<Value> ends = given.get(0) instanceof Sequence several && several.kind() == Sequence.Kind.TUPLE
                ? several.items()
                : List.of(Value.of(given.text(0)));
        return ends.stream()
                .anyMatch(end -> end instanceof Value.Text part
                        && (method.equals("startswith") ? text.startsWith(part.value()) : text.endsWith(part.value())));
    }

    private static Value search(String text, String method, Arguments arguments, Budget budget) {
        Bound given = arguments.bind(method, 1, "sub", "start", "end");
        String sought = given.text(0);
        int length = text.codePointCount(0, text.length());
        int start = place(given.number(1, 0), length);
        int end = place(given.number(2, length), length);
        if (start > end) {
            return Value.of(method.equals("count") ? 0 : -1);
        }
        String part = PythonStrings.slice(text, start, end, 1, budget);
        budget.search(part.length(), sought.length());
        if (method.equals("count")) {
            return Value.of(PythonStrings.count(part, sought));
        }
        int at = method.startsWith("r") ? part.lastIndexOf(sought) : part.indexOf(sought);
        if (at < 0 && method.endsWith("index")) {
            throw new TemplateRaised("the text is not found");
        }
        return Value.of(at < 0 ? at : start + PythonStrings.place(part, at));
    }

    private static int place(int at, int length) {
        return Math.max(0, Math.min(at < 0 ? at + length : at, length));
    }

    private static Value join(String separator, Arguments arguments, Budget budget) {
        List<Value> parts =
                Operators.iterate(arguments.bind("join", 1, "iterable").get(0, Sequence.tuple()), budget);
        long length = 0;
        for (Value part : parts) {
            if (!(part instanceof Value.Text text)) {
                throw new TemplateRaised(
                        "join takes texts, not a " + Operators.present(part).type());
            }
            length += text.value().length() + separator.length();
        }
        budget.text(length);
        return Value.of(String.join(
                separator,
                parts.stream().map(part -> ((Value.Text) part).value()).toList()));
    }
}
