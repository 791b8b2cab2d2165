package dev.tenon.server.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jinjava.javax.el.ELException;
import org.jspecify.annotations.Nullable;

/** The methods of Python's {@code str} that chat templates use. */
final class PythonStrings {
    private PythonStrings() {}

    /**
     * What a method gives: a text, a list of texts, a number or a truth value. Linear in the text, but {@code replace} and
     * {@code join} may make it longer.
     *
     * @throws ELException when there is no such method, or not with these arguments
     */
    static Object call(String text, String method, @Nullable Object[] given) {
        return switch (method) {
            case "strip" -> strip(text, optional(given, method), true, true);
            case "lstrip" -> strip(text, optional(given, method), true, false);
            case "rstrip" -> strip(text, optional(given, method), false, true);
            case "split" -> split(text, given);
            case "rsplit" -> rsplit(text, given);
            case "splitlines" -> text.isEmpty() ? List.of() : List.of(text.split("\\r\\n|\\n|\\r", -1));
            case "startswith" -> anyText(given).stream().anyMatch(text::startsWith);
            case "endswith" -> anyText(given).stream().anyMatch(text::endsWith);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "title" -> title(text);
            case "capitalize" ->
                text.isEmpty()
                        ? text
                        : text.substring(0, 1).toUpperCase(Locale.ROOT)
                                + text.substring(1).toLowerCase(Locale.ROOT);
            case "replace" -> replace(text, given);
            case "find" -> text.indexOf(required(given, 0, method));
            case "rfind" -> text.lastIndexOf(required(given, 0, method));
            case "count" -> count(text, required(given, 0, method));
            case "isdigit" -> !text.isEmpty() && text.chars().allMatch(Character::isDigit);
            case "isalpha" -> !text.isEmpty() && text.chars().allMatch(Character::isLetter);
            case "isspace" -> !text.isEmpty() && text.chars().allMatch(Character::isWhitespace);
            case "removeprefix" -> {
                String prefix = required(given, 0, method);
                yield text.startsWith(prefix) ? text.substring(prefix.length()) : text;
            }
            case "removesuffix" -> {
                String suffix = required(given, 0, method);
                yield text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
            }
            case "join" -> join(text, given);
            default -> throw new ELException("text has no method '" + method + "'");
        };
    }

    private static String required(@Nullable Object[] given, int index, String method) {
        if (index < given.length && given[index] instanceof CharSequence text) {
            return text.toString();
        }
        throw new ELException("'" + method + "' of text takes a text");
    }

    private static @Nullable String optional(@Nullable Object[] given, String method) {
        return given.length == 0 || given[0] == null ? null : required(given, 0, method);
    }

    private static List<String> anyText(@Nullable Object[] given) {
        if (given.length == 1 && given[0] instanceof List<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        return List.of(required(given, 0, "startswith"));
    }

    private static String strip(String text, @Nullable String characters, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && strips(text.charAt(from), characters)) {
            from++;
        }
        while (right && from < to && strips(text.charAt(to - 1), characters)) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean strips(char c, @Nullable String characters) {
        return characters == null ? Character.isWhitespace(c) || c == '\u00A0' : characters.indexOf(c) >= 0;
    }

    private static int times(@Nullable Object[] given) {
        int times = given.length > 1 && given[1] instanceof Number number ? number.intValue() : -1;
        return times < 0 ? Integer.MAX_VALUE : times;
    }

    private static List<String> split(String text, @Nullable Object[] given) {
        String separator = optional(given, "split");
        if (separator == null) {
            return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
        }
        requireSeparator(separator);
        List<String> parts = new ArrayList<>();
        int from = 0;
        int limit = times(given);
        for (int at = text.indexOf(separator); at >= 0 && parts.size() < limit; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<String> rsplit(String text, @Nullable Object[] given) {
        String separator = required(given, 0, "rsplit");
        requireSeparator(separator);
        List<String> parts = new ArrayList<>();
        int to = text.length();
        int limit = times(given);
        for (int at = text.lastIndexOf(separator);
                at >= 0 && parts.size() < limit;
                at = text.lastIndexOf(separator, to - separator.length())) {
            parts.add(0, text.substring(at + separator.length(), to));
            to = at;
        }
        parts.add(0, text.substring(0, to));
        return parts;
    }

    private static void requireSeparator(String separator) {
        if (separator.isEmpty()) {
            throw new ELException("an empty text separates nothing");
        }
    }

    private static String replace(String text, @Nullable Object[] given) {
        String word = required(given, 0, "replace");
        String other = required(given, 1, "replace");
        long times = word.isEmpty() ? text.length() + 1L : count(text, word);
        requireLength(text.length() + times * (other.length() - word.length()));
        return text.replace(word, other);
    }

    private static void requireLength(long length) {
        if (length > JinjaRenderer.MAX_LENGTH) {
            throw new TemplateRaised("a text is longer than " + JinjaRenderer.MAX_LENGTH);
        }
    }

    private static int count(String text, String word) {
        requireSeparator(word);
        int count = 0;
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length())) {
            count++;
        }
        return count;
    }

    private static String join(String separator, @Nullable Object[] given) {
        if (given.length == 1 && given[0] instanceof List<?> parts) {
            List<String> texts = parts.stream().map(String::valueOf).toList();
            requireLength(texts.stream().mapToLong(String::length).sum() + (long) separator.length() * texts.size());
            return String.join(separator, texts);
        }
        throw new ELException("'join' of text takes a list");
    }

    /** Each letter that follows no letter in upper case, all others in lower case. */
    private static String title(String text) {
        StringBuilder title = new StringBuilder(text.length());
        boolean afterLetter = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            title.append(afterLetter ? Character.toLowerCase(c) : Character.toUpperCase(c));
            afterLetter = Character.isLetter(c);
        }
        return title.toString();
    }
}
