package dev.tenon.automaton.grammar;

import dev.tenon.automaton.regex.Regex;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a grammar that is a regular language.
 *
 * @param regex the language
 * @param size its nodes once counted repetitions are written out
 * @param depth its nesting
 */
record RegularPart(Regex regex, long size, int depth) {
    static final RegularPart EMPTY = new RegularPart(Regex.EMPTY, 1, 1);

    static RegularPart of(Regex regex) {
        return new RegularPart(regex, size(regex), depth(regex));
    }

    static RegularPart sequence(List<RegularPart> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : new RegularPart(new Regex.Concat(regexes(parts)), sum(parts), deepest(parts) + 1);
    }

    static RegularPart choice(List<RegularPart> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : new RegularPart(new Regex.Alternate(regexes(parts)), sum(parts), deepest(parts) + 1);
    }

    RegularPart times(int min, int max) {
        return new RegularPart(new Regex.Repeat(regex, min, max), 1 + copies(min, max) * size, depth + 1);
    }

    private static List<Regex> regexes(List<RegularPart> parts) {
        List<Regex> regexes = new ArrayList<>(parts.size());
        parts.forEach(part -> regexes.add(part.regex));
        return regexes;
    }

    private static long sum(List<RegularPart> parts) {
        return 1 + parts.stream().mapToLong(RegularPart::size).sum();
    }

    private static int deepest(List<RegularPart> parts) {
        return parts.stream().mapToInt(RegularPart::depth).max().orElse(1);
    }

    private static long copies(int min, int max) {
        return max == Regex.UNBOUNDED ? Math.max(1, min) : max;
    }

    private static long size(Regex regex) {
        return switch (regex) {
            case Regex.Never never -> 1;
            case Regex.Chars chars -> 1;
            case Regex.Search search -> Integer.MAX_VALUE;
            case Regex.Concat concat -> 1 + sizes(concat.items());
            case Regex.Alternate alternate -> 1 + sizes(alternate.items());
            case Regex.Intersect intersect -> 1 + sizes(intersect.items());
            case Regex.Complement complement -> 1 + size(complement.item());
            case Regex.Repeat repeat ->
                Math.min(Integer.MAX_VALUE, 1 + copies(repeat.min(), repeat.max()) * size(repeat.item()));
        };
    }

    private static long sizes(List<Regex> items) {
        return Math.min(
                Integer.MAX_VALUE, items.stream().mapToLong(RegularPart::size).sum());
    }

    private static int depth(Regex regex) {
        return 1
                + switch (regex) {
                    case Regex.Never never -> 0;
                    case Regex.Chars chars -> 0;
                    case Regex.Search search -> 0;
                    case Regex.Concat concat -> depths(concat.items());
                    case Regex.Alternate alternate -> depths(alternate.items());
                    case Regex.Intersect intersect -> depths(intersect.items());
                    case Regex.Complement complement -> depth(complement.item());
                    case Regex.Repeat repeat -> depth(repeat.item());
                };
    }

    private static int depths(List<Regex> items) {
        return items.stream().mapToInt(RegularPart::depth).max().orElse(0);
    }
}
