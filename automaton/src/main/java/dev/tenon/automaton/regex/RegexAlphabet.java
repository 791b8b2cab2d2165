package dev.tenon.automaton.regex;

import dev.tenon.automaton.dfa.CodePointClasses;
import dev.tenon.automaton.dfa.WorkBudget;
import dev.tenon.automaton.regex.Regex.Chars;
import dev.tenon.automaton.regex.Regex.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The code points, split into the classes that a regex tells apart, and the symbols of each of its sets. Immutable. */
final class RegexAlphabet {
    private final CodePointClasses classes;

    /** set of characters -> the symbols it is made of; by identity, since one object is copied often. */
    private final IdentityHashMap<Chars, int[]> symbolsOf = new IdentityHashMap<>();

    RegexAlphabet(Regex regex, WorkBudget budget) {
        List<Chars> occurrences = new ArrayList<>();
        collect(regex, occurrences);
        Map<Chars, Integer> indexOf = new HashMap<>();
        List<int[]> sets = new ArrayList<>();
        for (Chars chars : occurrences) {
            if (indexOf.putIfAbsent(chars, sets.size()) == null) {
                sets.add(pairs(chars));
            }
        }
        this.classes = CodePointClasses.of(sets, budget);
        for (Chars chars : occurrences) {
            symbolsOf.put(chars, classes.classesOf(indexOf.getOrDefault(chars, 0)));
        }
    }

    CodePointClasses classes() {
        return classes;
    }

    /** The symbols of a set that occurs in the regex, ascending. */
    int[] symbols(Chars chars) {
        int[] symbols = symbolsOf.get(chars);
        if (symbols == null) {
            throw new IllegalStateException("a set of characters that was not collected");
        }
        return symbols;
    }

    private static int[] pairs(Chars chars) {
        int[] pairs = new int[2 * chars.ranges().size()];
        int at = 0;
        for (Range range : chars.ranges()) {
            pairs[at++] = range.first();
            pairs[at++] = range.last();
        }
        return pairs;
    }

    /** Every set of characters that occurs, once by identity. */
    private static void collect(Regex regex, List<Chars> occurrences) {
        switch (regex) {
            case Regex.Never never -> {}
            case Chars chars -> occurrences.add(chars);
            case Regex.Concat concat -> concat.items().forEach(item -> collect(item, occurrences));
            case Regex.Alternate alternate -> alternate.items().forEach(item -> collect(item, occurrences));
            case Regex.Intersect intersect -> {
                occurrences.add(Regex.ANY_CHAR);
                intersect.items().forEach(item -> collect(item, occurrences));
            }
            case Regex.Complement complement -> collect(complement.item(), occurrences);
            case Regex.Repeat repeat -> collect(repeat.item(), occurrences);
            case Regex.Search search -> {
                occurrences.add(Regex.ANY_CHAR);
                collect(search.pattern(), occurrences);
            }
        }
    }

    private static void collect(EcmaPattern pattern, List<Chars> occurrences) {
        switch (pattern) {
            case EcmaPattern.Plain plain -> collect(plain.regex(), occurrences);
            case EcmaPattern.Anchor anchor -> {}
            case EcmaPattern.Boundary boundary -> occurrences.add(CodePoints.WORD);
            case EcmaPattern.Look look -> collect(look.body(), occurrences);
            case EcmaPattern.Then then -> then.items().forEach(item -> collect(item, occurrences));
            case EcmaPattern.Either either -> either.items().forEach(item -> collect(item, occurrences));
            case EcmaPattern.Repeated repeated -> collect(repeated.item(), occurrences);
        }
    }
}
