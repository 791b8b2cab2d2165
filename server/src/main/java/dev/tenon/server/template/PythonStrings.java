package dev.tenon.server.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Python does with text, on its own: places are counted in code points. */
final class PythonStrings {
    private PythonStrings() {}

    /** White space to Python's {@code str}; all of it is in the basic plane. */
    static boolean isSpace(int c) {
        return switch (c) {
            case ' ', '\t', '\n', 0x0B, '\f', '\r', 0x1C, 0x1D, 0x1E, 0x1F, 0x85, 0xA0 -> true;
            default -> c >= 0x1680 && Character.isSpaceChar(c);
        };
    }

    /** Without these characters, or without white space where they are null, at one end or at both. */
    static String strip(String text, @Nullable String characters, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && strips(text.codePointAt(from), characters)) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && from < to && strips(text.codePointBefore(to), characters)) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    private static boolean strips(int c, @Nullable String characters) {
        return characters == null ? isSpace(c) : characters.indexOf(c) >= 0;
    }

    /** Parts between separators, or between white space where there is none; at most {@code limit} cuts, from the left. */
    static List<String> split(String text, @Nullable String separator, int limit) {
        List<String> parts = new ArrayList<>();
        if (separator == null) {
            int from = pass(text, 0, true);
            while (from < text.length() && parts.size() < limit) {
                int to = pass(text, from, false);
                parts.add(text.substring(from, to));
                from = pass(text, to, true);
            }
            if (from < text.length()) {
                parts.add(text.substring(from));
            }
            return parts;
        }
        requireSeparator(separator);
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0 && parts.size() < limit; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static int pass(String text, int from, boolean spaces) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at)) == spaces) {
            at++;
        }
        return at;
    }

    /** The same, cutting from the right. */
    static List<String> splitFromRight(String text, @Nullable String separator, int limit) {
        List<String> parts = new ArrayList<>();
        if (separator == null) {
            String rest = strip(text, null, false, true);
            while (!rest.isEmpty() && parts.size() < limit) {
                int from = rest.length();
                while (from > 0 && !isSpace(rest.charAt(from - 1))) {
                    from--;
                }
                parts.add(rest.substring(from));
                rest = strip(rest.substring(0, from), null, false, true);
            }
            if (!strip(rest, null, true, false).isEmpty()) {
                parts.add(rest);
            }
            return parts.reversed();
        }
        requireSeparator(separator);
        int to = text.length();
        for (int at = text.lastIndexOf(separator);
                at >= 0 && parts.size() < limit;
                at = to < separator.length() ? -1 : text.lastIndexOf(separator, to - separator.length())) {
            parts.add(text.substring(at + separator.length(), to));
            to = at;
        }
        parts.add(text.substring(0, to));
        return parts.reversed();
    }

    private static void requireSeparator(String separator) {
        if (separator.isEmpty()) {
            throw new TemplateRaised("an empty text separates nothing");
        }
    }

    /** Lines without their ends; what ends a line is more than a newline to Python. */
    static List<String> lines(String text, boolean keepEnds) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if ("\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029".indexOf(text.charAt(i)) >= 0) {
                int end = text.startsWith("\r\n", i) ? i + 2 : i + 1;
                lines.add(text.substring(from, keepEnds ? end : i));
                from = end;
                i = end - 1;
            }
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }

    /** With the first {@code limit} occurrences of a word replaced. */
    static String replace(String text, String word, String other, int limit, Budget budget) {
        budget.search(text.length(), word.length());
        int count = Math.min(limit, count(text, word));
        budget.text(text.length() + (long) count * (other.length() - word.length()));
        if (count == 0) {
            return text;
        }
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        for (int done = 0; done < count; done++) {
            int at = text.indexOf(word, from);
            replaced.append(text, from, at).append(other);
            from = at + word.length();
            if (word.isEmpty() && from < text.length()) {
                int next = text.offsetByCodePoints(from, 1);
                replaced.append(text, from, next);
                from = next;
            }
        }
        return replaced.append(text.substring(from)).toString();
    }

    /** How often a word occurs, without overlaps; the empty one occurs before each character and at the end. */
    static int count(String text, String word) {
        if (word.isEmpty()) {
            return text.codePointCount(0, text.length()) + 1;
        }
        int count = 0;
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length())) {
            count++;
        }
        return count;
    }

    /** A place in UTF-16 as one in code points; -1 stays. */
    static int place(String text, int at) {
        return at < 0 ? at : text.codePointCount(0, at);
    }

    static String codePointAt(String text, int at) {
        int from = text.offsetByCodePoints(0, at);
        return Character.toString(text.codePointAt(from));
    }

    /** The code points at {@code first}, {@code first + step} ... before {@code end}. */
    static String slice(String text, int first, int end, int step, Budget budget) {
        if (step == 1) {
            int from = Math.min(first, end);
            int begin = text.offsetByCodePoints(0, from);
            String part = text.substring(begin, text.offsetByCodePoints(begin, Math.max(0, end - from)));
            budget.text(first < end ? part.length() : 0);
            return first < end ? part : "";
        }
        budget.text(text.length());
        int[] points = text.codePoints().toArray();
        StringBuilder part = new StringBuilder();
        for (long i = first; step > 0 ? i < end : i > end; i += step) {
            part.appendCodePoint(points[(int) i]);
        }
        return part.toString();
    }

    /** By code points, which is not Java's order beyond the basic plane. */
    static int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** Each letter that follows no letter in upper case, all others in lower case. */
    static String title(String text) {
        StringBuilder title = new StringBuilder(text.length());
        boolean afterLetter = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            title.append(afterLetter ? Character.toLowerCase(c) : Character.toTitleCase(c));
            afterLetter = Character.isLetter(c);
        }
        return title.toString();
    }

    /** The first character in upper case, all others in lower case. */
    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = Character.charCount(text.codePointAt(0));
        return text.substring(0, first).toUpperCase(Locale.ROOT)
                + text.substring(first).toLowerCase(Locale.ROOT);
    }

    /** Filled up to a width, in code points, with {@code left} of each {@code left + right} fillings on the left. */
    static String pad(String text, int width, String fill, int left, int right, Budget budget) {
        if (fill.codePointCount(0, fill.length()) != 1) {
            throw new TemplateRaised("a text is filled up with one character");
        }
        int missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        budget.text((long) text.length() + (long) missing * fill.length());
        // Python's own rounding of a middle: the odd one goes left where the width is odd.
        int before = left == right ? missing / 2 + (missing & width & 1) : missing * left;
        return fill.repeat(before) + text + fill.repeat(missing - before);
    }
}
