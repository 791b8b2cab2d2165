package dev.tenon.automaton.regex;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Checks a regex against the limits before anything walks over it: its depth, and its size once counted repetitions are
 * expanded. Shared parts are measured once and counted as often as they occur, so {@code (((a{1000}){1000}){1000})} costs
 * nothing to refuse.
 */
final class RegexMeasure {
    /** A group of a pattern becomes at most an alternation of sequences of repetitions, and one level to spare. */
    private static final int LEVELS_PER_GROUP = 4;

    private final int maxDepth;
    private final CompileLimits limits;
    private final IdentityHashMap<Regex, Long> sizes = new IdentityHashMap<>();

    private RegexMeasure(CompileLimits limits) {
        this.limits = limits;
        this.maxDepth = (int) Math.min(Integer.MAX_VALUE, LEVELS_PER_GROUP * (limits.maxRegexDepth() + 1L));
    }

    /**
     * Passes, or refuses.
     *
     * @throws GrammarTooComplexException beyond maxRegexDepth or maxRegexSize
     */
    static void check(Regex regex, CompileLimits limits) {
        new RegexMeasure(limits).size(regex, 1);
    }

    private long size(Regex regex, int depth) {
        if (depth > maxDepth) {
            throw new GrammarTooComplexException("maxRegexDepth", limits.maxRegexDepth(), "a regex");
        }
        Long known = sizes.get(regex);
        if (known != null) {
            return known;
        }
        long size = switch (regex) {
            case Regex.Never never -> 1;
            case Regex.Chars chars -> 1;
            case Regex.Concat concat -> sum(concat.items(), depth);
            case Regex.Alternate alternate -> sum(alternate.items(), depth);
            case Regex.Intersect intersect -> sum(intersect.items(), depth);
            case Regex.Complement complement -> 1 + size(complement.item(), depth + 1);
            case Regex.Repeat repeat -> 1 + copies(repeat.min(), repeat.max()) * size(repeat.item(), depth + 1);
            case Regex.Search search -> 2 + size(search.pattern(), depth + 1);
        };
        sizes.put(regex, checked(size));
        return size;
    }

    private long size(EcmaPattern pattern, int depth) {
        if (depth > maxDepth) {
            throw new GrammarTooComplexException("maxRegexDepth", limits.maxRegexDepth(), "a regex");
        }
        return checked(
                switch (pattern) {
                    case EcmaPattern.Plain plain -> size(plain.regex(), depth + 1);
                    case EcmaPattern.Anchor anchor -> 1;
                    case EcmaPattern.Boundary boundary -> 1;
                    case EcmaPattern.Look look -> 1 + size(look.body(), depth + 1);
                    case EcmaPattern.Then then -> sumOfPatterns(then.items(), depth);
                    case EcmaPattern.Either either -> sumOfPatterns(either.items(), depth);
                    case EcmaPattern.Repeated repeated ->
                        1 + copies(repeated.min(), repeated.max()) * size(repeated.item(), depth + 1);
                });
    }

    private long checked(long size) {
        if (size > limits.maxRegexSize()) {
            throw new GrammarTooComplexException("maxRegexSize", limits.maxRegexSize(), "a regex");
        }
        return size;
    }

    private long sumOfPatterns(List<EcmaPattern> items, int depth) {
        long sum = 1;
        for (EcmaPattern item : items) {
            sum = checked(sum + size(item, depth + 1));
        }
        return sum;
    }

    /** Below 2^31, as sizes are, so that the product does not overflow. */
    private static long copies(int min, int max) {
        return max == Regex.UNBOUNDED ? Math.max(1, min) : max;
    }

    private long sum(List<Regex> items, int depth) {
        long sum = 1;
        for (Regex item : items) {
            sum = checked(sum + size(item, depth + 1));
        }
        return sum;
    }
}
