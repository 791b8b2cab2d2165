package dev.tenon.automaton.regex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A regular language over Unicode code points, as a tree; immutable.
 *
 * <p>It denotes whole strings: there are no anchors in it (a parser that reads a syntax with them resolves them), and
 * what looks around stands in a {@link Search}, which is a language of whole strings like the others. {@link Intersect} and
 * {@link Complement} are relative to all strings of Unicode scalar values.
 */
public sealed interface Regex {

    /** No string at all. */
    record Never() implements Regex {}

    /**
     * One code point out of a set.
     *
     * @param ranges pairs of first and last code point, inclusive, sorted, disjoint and not adjacent
     */
    record Chars(List<Range> ranges) implements Regex {
        public Chars {
            ranges = List.copyOf(ranges);
        }
    }

    /** Code points from {@code first} to {@code last}, inclusive. */
    record Range(int first, int last) {
        public Range {
            if (first < 0 || last > Character.MAX_CODE_POINT || first > last) {
                throw new IllegalArgumentException("no range of code points: " + first + ".." + last);
            }
        }
    }

    /** One after the other; of no items: the empty string. */
    record Concat(List<Regex> items) implements Regex {
        public Concat {
            items = List.copyOf(items);
        }
    }

    /** Any one of them; of no items: no string. */
    record Alternate(List<Regex> items) implements Regex {
        public Alternate {
            items = List.copyOf(items);
        }
    }

    /**
     * {@code min} to {@code max} times.
     *
     * @param max {@link #UNBOUNDED} for no limit
     */
    record Repeat(Regex item, int min, int max) implements Regex {
        public Repeat {
            if (min < 0 || max < min) {
                throw new IllegalArgumentException("no repetition: {" + min + "," + max + "}");
            }
        }
    }

    /** The strings in all of them; of no items: all strings. */
    record Intersect(List<Regex> items) implements Regex {
        public Intersect {
            items = List.copyOf(items);
        }
    }

    /** The strings not in it. */
    record Complement(Regex item) implements Regex {}

    /**
     * The texts in which a pattern that looks around is found. What it looks at is that text and nothing beyond. Made by
     * {@link EcmaRegexParser} only.
     */
    final class Search implements Regex {
        private final EcmaPattern pattern;

        Search(EcmaPattern pattern) {
            this.pattern = pattern;
        }

        EcmaPattern pattern() {
            return pattern;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Search search && search.pattern.equals(pattern);
        }

        @Override
        public int hashCode() {
            return pattern.hashCode();
        }

        @Override
        public String toString() {
            return "Search[" + pattern + "]";
        }
    }

    /** No upper bound. */
    int UNBOUNDED = Integer.MAX_VALUE;

    /** The empty string and no other. */
    Regex EMPTY = new Concat(List.of());

    /** Any one code point. */
    Chars ANY_CHAR = new Chars(List.of(new Range(0, Character.MAX_CODE_POINT)));

    /** Every string. */
    Regex ANY_TEXT = new Repeat(ANY_CHAR, 0, UNBOUNDED);

    /** One code point out of ranges in any order. O(n log n). */
    static Chars chars(List<Range> ranges) {
        return CodePoints.of(ranges);
    }

    /** One code point outside of ranges, which come in any order. O(n log n). */
    static Chars charsExcept(List<Range> ranges) {
        return CodePoints.negate(CodePoints.of(ranges));
    }

    /** Exactly this string. O(length). */
    static Regex literal(String text) {
        return new Concat(text.codePoints()
                .<Regex>mapToObj(c -> new Chars(List.of(new Range(c, c))))
                .toList());
    }
}
