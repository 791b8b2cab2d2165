package dev.tenon.automaton.regex;

import dev.tenon.automaton.dfa.BricsAutomata;
import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CodePointClasses;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.Determinizer;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.dfa.Nfa;
import dev.tenon.automaton.dfa.SymbolDfa;
import dev.tenon.automaton.dfa.Utf8Expansion;
import dev.tenon.automaton.dfa.WorkBudget;
import dev.tenon.automaton.regex.Regex.Chars;
import dev.tenon.automaton.regex.Regex.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Regex to minimal byte automaton, in four steps: the code points are split into the classes that the regex tells apart;
 * a nondeterministic automaton over those classes is built (Thompson's construction); it is made deterministic under a
 * budget and minimal; and only then do classes become UTF-8. On classes a complement is simply the other states, relative
 * to all strings of scalar values.
 *
 * <pre>{@code
 * ByteDfa word = RegexCompiler.compile(EcmaRegexParser.parseSearch("^[a-z]+$", limits), limits);
 * }</pre>
 *
 * <p>Recursion follows the tree, whose depth {@link CompileLimits#maxRegexDepth} bounds.
 */
public final class RegexCompiler {
    private final WorkBudget budget;
    private final CodePointClasses classes;

    /** set of characters -> the symbols it is made of; by identity, since one object is copied often. */
    private final IdentityHashMap<Chars, int[]> symbolsOf = new IdentityHashMap<>();

    private RegexCompiler(Regex regex, CompileLimits limits) {
        this.budget = new WorkBudget(limits, "a regex");
        List<Chars> occurrences = new ArrayList<>();
        collectChars(regex, occurrences);
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

    /**
     * The minimal automaton of the regex's strings in UTF-8, with label 0 and no unit states. Equal languages give equal
     * automata.
     *
     * @throws GrammarTooComplexException beyond the limits, before memory or time run out
     */
    public static ByteDfa compile(Regex regex, CompileLimits limits) {
        RegexMeasure.check(regex, limits);
        return new RegexCompiler(regex, limits).run(regex);
    }

    private ByteDfa run(Regex regex) {
        return Utf8Expansion.expand(Determinizer.determinize(automaton(regex), budget), classes, budget);
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
    private static void collectChars(Regex regex, List<Chars> occurrences) {
        switch (regex) {
            case Regex.Never never -> {}
            case Chars chars -> occurrences.add(chars);
            case Regex.Concat concat -> concat.items().forEach(item -> collectChars(item, occurrences));
            case Regex.Alternate alternate -> alternate.items().forEach(item -> collectChars(item, occurrences));
            case Regex.Intersect intersect -> {
                occurrences.add(Regex.ANY_CHAR);
                intersect.items().forEach(item -> collectChars(item, occurrences));
            }
            case Regex.Complement complement -> collectChars(complement.item(), occurrences);
            case Regex.Repeat repeat -> collectChars(repeat.item(), occurrences);
        }
    }

    private Nfa automaton(Regex regex) {
        var nfa = new Nfa(classes.classCount());
        int end = nfa.addState();
        nfa.accept(end, 0);
        build(nfa, regex, 0, end);
        return nfa;
    }

    /** Adds paths for the regex's strings. No edge ever enters {@code from} or leaves {@code to}, unless they are one. */
    private void build(Nfa nfa, Regex regex, int from, int to) {
        switch (regex) {
            case Regex.Never never -> {}
            case Chars chars -> nfa.addEdge(from, nfa.addSet(symbols(chars)), to);
            case Regex.Concat concat -> buildConcat(nfa, concat.items(), from, to);
            case Regex.Alternate alternate -> alternate.items().forEach(item -> build(nfa, item, from, to));
            case Regex.Repeat repeat -> buildRepeat(nfa, repeat, from, to);
            case Regex.Intersect intersect -> nfa.embed(intersection(intersect.items()), from, to);
            case Regex.Complement complement -> nfa.embed(complement(automaton(complement.item())), from, to);
        }
    }

    private int[] symbols(Chars chars) {
        int[] symbols = symbolsOf.get(chars);
        if (symbols == null) {
            throw new IllegalStateException("a set of characters that was not collected");
        }
        return symbols;
    }

    private void buildConcat(Nfa nfa, List<Regex> items, int from, int to) {
        if (items.isEmpty()) {
            nfa.addEmptyEdge(from, to);
            return;
        }
        int at = from;
        for (int i = 0; i < items.size(); i++) {
            int next = i == items.size() - 1 ? to : nfa.addState();
            build(nfa, items.get(i), at, next);
            at = next;
        }
    }

    /** The copies that must come, one after the other; then a loop, or copies that each may be the last. */
    private void buildRepeat(Nfa nfa, Regex.Repeat repeat, int from, int to) {
        int at = from;
        for (int i = 0; i < repeat.min(); i++) {
            int next = nfa.addState();
            build(nfa, repeat.item(), at, next);
            at = next;
        }
        if (repeat.max() != Regex.UNBOUNDED) {
            for (int i = repeat.min(); i < repeat.max(); i++) {
                int next = nfa.addState();
                nfa.addEmptyEdge(at, to);
                build(nfa, repeat.item(), at, next);
                at = next;
            }
        } else {
            int loop = repeat.min() > 0 ? at : nfa.addState();
            if (loop != at) {
                nfa.addEmptyEdge(at, loop);
            }
            build(nfa, repeat.item(), loop, loop);
            at = loop;
        }
        nfa.addEmptyEdge(at, to);
    }

    private SymbolDfa complement(Nfa nfa) {
        return Determinizer.determinize(nfa, budget).complement(budget);
    }

    private Nfa intersection(List<Regex> items) {
        Nfa all = automaton(items.isEmpty() ? Regex.ANY_TEXT : items.get(0));
        for (int i = 1; i < items.size(); i++) {
            Nfa next = automaton(items.get(i));
            Optional<Nfa> product = BricsAutomata.intersect(all, next, budget);
            all = product.isPresent() ? product.get() : byDeMorgan(all, next);
        }
        return all;
    }

    /** What is missing in neither: costs two more determinisations, but no product of nondeterministic automata. */
    private Nfa byDeMorgan(Nfa a, Nfa b) {
        var union = new Nfa(classes.classCount());
        int end = union.addState();
        union.accept(end, 0);
        union.embed(complement(a), 0, end);
        union.embed(complement(b), 0, end);
        var result = new Nfa(classes.classCount());
        int resultEnd = result.addState();
        result.accept(resultEnd, 0);
        result.embed(complement(union), 0, resultEnd);
        return result;
    }
}
