package dev.tenon.automaton.regex;

import dev.tenon.automaton.regex.Regex.Chars;
import java.util.List;
import java.util.Optional;

/**
 * A regex that is nothing but characters of one set, so and so many of them: {@code ^[a-z]{1,65536}$}. Taken apart into the
 * texts of such characters and a length between two bounds, it needs an automaton of one state and two numbers, where the
 * automaton of the whole has a state for each place. Immutable.
 *
 * @param text the texts of these characters, of any length
 * @param min least number of code points
 * @param max greatest number of code points, {@link Regex#UNBOUNDED} for none
 */
public record CountedText(Regex text, int min, int max) {
    /** The regex taken apart, if it has this form: repetitions of one set, or members of it, one after the other. O(size). */
    public static Optional<CountedText> of(Regex regex) {
        return switch (regex) {
            case Chars chars -> Optional.of(new CountedText(anyOf(chars), 1, 1));
            case Regex.Repeat repeat
            when repeat.item() instanceof Chars chars ->
                Optional.of(new CountedText(anyOf(chars), repeat.min(), repeat.max()));
            case Regex.Repeat repeat -> Optional.empty();
            case Regex.Concat concat -> sum(concat.items());
            case Regex.Never never -> Optional.empty();
            case Regex.Alternate alternate -> Optional.empty();
            case Regex.Intersect intersect -> Optional.empty();
            case Regex.Complement complement -> Optional.empty();
            case Regex.Search search -> Optional.empty();
        };
    }

    /** Recursion ends with the parser's sequences, which hold no sequences, or with the tree. */
    private static Optional<CountedText> sum(List<Regex> items) {
        CountedText sum = null;
        for (Regex item : items) {
            Optional<CountedText> counted = item instanceof Regex.Concat ? Optional.empty() : of(item);
            if (counted.isEmpty() || (sum != null && !sum.text.equals(counted.get().text))) {
                return Optional.empty();
            }
            CountedText next = counted.get();
            sum = sum == null ? next : new CountedText(sum.text, plus(sum.min, next.min), plus(sum.max, next.max));
        }
        return Optional.ofNullable(sum);
    }

    private static Regex anyOf(Chars chars) {
        return new Regex.Repeat(chars, 0, Regex.UNBOUNDED);
    }

    private static int plus(int a, int b) {
        return (int) Math.min(Regex.UNBOUNDED, (long) a + b);
    }
}
