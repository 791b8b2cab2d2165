package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;
import dev.tenon.automaton.regex.RegexSyntaxException;
import dev.tenon.automaton.regex.RegexUnsupportedException;
import dev.tenon.schema.SharedLanguages.Operation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The languages of text that one compilation works with: patterns and what comes of them by set operations, each within
 * the limits and each worked out once. Not thread-safe.
 */
final class TextLanguages {
    private final CompileLimits limits;
    private final Map<String, ByteDfa> patterns = new HashMap<>();

    TextLanguages(CompileLimits limits) {
        this.limits = limits;
    }

    CompileLimits limits() {
        return limits;
    }

    /**
     * The texts in which an ECMA-262 regular expression finds a match (JSON Schema Validation 2020-12, section 6.3.3:
     * it is not anchored).
     *
     * @throws SchemaException.Invalid when it is no regular expression
     * @throws SchemaException.Unsupported when it has a construct that is not enforced
     * @throws SchemaException.TooComplex beyond the limits
     */
    ByteDfa pattern(String pattern, String pointer, String keyword) {
        ByteDfa known = patterns.get(pattern);
        if (known == null) {
            known = SharedLanguages.CACHE.get(
                    new SharedLanguages.Key.Pattern(pattern, limits), () -> compile(pattern, pointer, keyword));
            patterns.put(pattern, known);
        }
        return known;
    }

    private ByteDfa compile(String pattern, String pointer, String keyword) {
        try {
            return RegexCompiler.compile(EcmaRegexParser.parseSearch(pattern, limits), limits);
        } catch (GrammarTooComplexException e) {
            throw new SchemaException.TooComplex(
                    pointer, keyword, e.getMessage() + "; use a simpler pattern", e.limitName());
        } catch (RegexSyntaxException e) {
            throw new SchemaException.Invalid(
                    pointer, keyword, "the pattern is no ECMA-262 regular expression: " + e.getMessage());
        } catch (RegexUnsupportedException e) {
            throw new SchemaException.Unsupported(
                    pointer, keyword, "the pattern cannot be enforced: " + e.getMessage());
        }
    }

    /** The texts in both. */
    ByteDfa intersect(ByteDfa left, ByteDfa right) {
        return SharedLanguages.CACHE.get(
                new SharedLanguages.Key.Combined(Operation.INTERSECTION, left, right, limits),
                () -> DfaAlgebra.intersect(left, right, limits));
    }

    /** The texts in both, where null stands for all texts. */
    @Nullable
    ByteDfa both(@Nullable ByteDfa left, @Nullable ByteDfa right) {
        if (left == null || right == null || left.equals(right)) {
            return left == null ? right : left;
        }
        return intersect(left, right);
    }

    /** The texts in either. */
    ByteDfa union(ByteDfa left, ByteDfa right) {
        return SharedLanguages.CACHE.get(
                new SharedLanguages.Key.Combined(Operation.UNION, left, right, limits),
                () -> DfaAlgebra.union(left, right, limits));
    }

    /** The texts in the one and not in the other. */
    ByteDfa minus(ByteDfa left, ByteDfa right) {
        return SharedLanguages.CACHE.get(
                new SharedLanguages.Key.Combined(Operation.DIFFERENCE, left, right, limits),
                () -> DfaAlgebra.minus(left, right, limits));
    }

    /** The texts of all languages, each labelled by the index of the first that it is in. */
    ByteDfa labelled(List<ByteDfa> languages) {
        return SharedLanguages.CACHE.get(
                new SharedLanguages.Key.Labelled(languages, limits), () -> DfaAlgebra.labelled(languages, limits));
    }

    /** All texts, with one label for those that are in the same of the languages. */
    ByteDfa partition(List<ByteDfa> languages) {
        return SharedLanguages.CACHE.get(
                new SharedLanguages.Key.Partition(languages, limits), () -> DfaAlgebra.partition(languages, limits));
    }

    /** The words whose label is in the set, with label 0. */
    ByteDfa withLabels(ByteDfa labelled, BitSet labels) {
        return SharedLanguages.CACHE.get(
                new SharedLanguages.Key.WithLabels(labelled, labels), () -> DfaAlgebra.withLabels(labelled, labels));
    }

    /** The texts as JSON spells them, quotes included. */
    ByteDfa spelled(ByteDfa text, SchemaOptions.Strings spelling) {
        return SharedLanguages.CACHE.get(
                new SharedLanguages.Key.Spelled(text, spelling, limits),
                () -> JsonStringSpelling.spell(text, spelling, limits));
    }

    /** The texts that are not in it. */
    ByteDfa complement(ByteDfa text) {
        return DfaAlgebra.complement(text);
    }

    /** Whether the language has a text of at least {@code min} and at most {@code max} code points. */
    boolean hasLength(ByteDfa text, int min, int max) {
        return !text.isEmpty()
                && WordLengths.of(spelled(text, SchemaOptions.Strings.SHORTEST), limits)
                        .canReach(0, min, max);
    }

    /** One language out of several strings; those that are no Unicode text are left out. */
    static ByteDfa words(Iterable<String> words) {
        List<String> list = new ArrayList<>();
        for (String word : words) {
            if (StringSet.isText(word)) {
                list.add(word);
            }
        }
        return list.isEmpty() ? DfaAlgebra.never() : DfaAlgebra.ofStrings(list);
    }
}
