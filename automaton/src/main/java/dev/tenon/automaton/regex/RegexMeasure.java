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
            case Regex.Repeat repeat -> 1 + copies(repeat) * size(repeat.item(), depth + 1);
        };
        if (size > limits.maxRegexSize()) {
            throw new GrammarTooComplexException("maxRegexSize", limits.maxRegexSize(), "a regex");
        }
        sizes.put(regex, size);
        return size;
    }

    /** Below 2^31, as sizes are, so that the product does not overflow. */
    private static long copies(Regex.Repeat repeat) {
        return repeat.max() == Regex.UNBOUNDED ? Math.max(1, repeat.min()) : repeat.max();
    }

    private long sum(List<Regex> items, int depth) {
        long sum = 1;
        for (Regex item : items) {
            sum += size(item, depth + 1);
            if (sum > limits.maxRegexSize()) {
                throw new GrammarTooComplexException("maxRegexSize", limits.maxRegexSize(), "a regex");
            }
        }
        return sum;
    }
}
