package dev.tenon.automaton.regex;

import dev.tenon.automaton.regex.Regex.Chars;
import dev.tenon.automaton.regex.Regex.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** Sets of code points in their normal form: ranges sorted, disjoint and not adjacent. */
final class CodePoints {
    /** ECMA-262 CharacterClassEscape {@code d}. */
    static final Chars DIGIT = of(List.of(new Range('0', '9')));

    /** ECMA-262 WordCharacters without the ignore-case flag. */
    static final Chars WORD =
            of(List.of(new Range('0', '9'), new Range('A', 'Z'), new Range('_', '_'), new Range('a', 'z')));

    /** ECMA-262 LineTerminator: what {@code .} leaves out. */
    static final Chars LINE_TERMINATOR =
            of(List.of(new Range('\n', '\n'), new Range('\r', '\r'), new Range(0x2028, 0x2029)));

    /** ECMA-262 WhiteSpace and LineTerminator: general category Zs, tab, vertical tab, form feed, U+FEFF, line ends. */
    static final Chars SPACE = of(List.of(
            new Range(0x09, 0x0D),
            new Range(0x20, 0x20),
            new Range(0xA0, 0xA0),
            new Range(0x1680, 0x1680),
            new Range(0x2000, 0x200A),
            new Range(0x2028, 0x2029),
            new Range(0x202F, 0x202F),
            new Range(0x205F, 0x205F),
            new Range(0x3000, 0x3000),
            new Range(0xFEFF, 0xFEFF)));

    private CodePoints() {}

    /** The union of ranges in any order. O(n log n). */
    static Chars of(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingInt(Range::first));
        List<Range> joined = new ArrayList<>();
        for (Range range : sorted) {
            int last = joined.size() - 1;
            if (last >= 0 && range.first() <= joined.get(last).last() + 1) {
                Range before = joined.get(last);
                joined.set(last, new Range(before.first(), Math.max(before.last(), range.last())));
            } else {
                joined.add(range);
            }
        }
        return new Chars(joined);
    }

    static Chars of(int codePoint) {
        return new Chars(List.of(new Range(codePoint, codePoint)));
    }

    /** Every code point that is not in the set. */
    static Chars negate(Chars chars) {
        List<Range> gaps = new ArrayList<>();
        int next = 0;
        for (Range range : chars.ranges()) {
            if (range.first() > next) {
                gaps.add(new Range(next, range.first() - 1));
            }
            next = range.last() + 1;
        }
        if (next <= Character.MAX_CODE_POINT) {
            gaps.add(new Range(next, Character.MAX_CODE_POINT));
        }
        return new Chars(gaps);
    }

    /** The code points with a property, by asking each of them: some milliseconds. */
    static Chars where(IntPredicate property) {
        List<Range> ranges = new ArrayList<>();
        int first = -1;
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            boolean has = property.test(codePoint);
            if (has && first < 0) {
                first = codePoint;
            } else if (!has && first >= 0) {
                ranges.add(new Range(first, codePoint - 1));
                first = -1;
            }
        }
        if (first >= 0) {
            ranges.add(new Range(first, Character.MAX_CODE_POINT));
        }
        return new Chars(ranges);
    }
}
