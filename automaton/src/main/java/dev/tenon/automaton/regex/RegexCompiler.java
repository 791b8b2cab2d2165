package dev.tenon.automaton.regex;

import dev.tenon.automaton.dfa.BricsAutomata;
import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.Determinizer;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.dfa.Nfa;
import dev.tenon.automaton.dfa.SymbolDfa;
import dev.tenon.automaton.dfa.Utf8Expansion;
import dev.tenon.automaton.dfa.WorkBudget;
import dev.tenon.automaton.regex.Regex.Chars;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    /** What part of the budget left an operand of an intersection may take before it is tried without determinising. */
    private static final int PARTS = 4;

    private final WorkBudget budget;
    private final RegexAlphabet alphabet;

    private RegexCompiler(Regex regex, CompileLimits limits) {
        this.budget = new WorkBudget(limits, "a regex");
        this.alphabet = new RegexAlphabet(regex, budget);
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
        return Utf8Expansion.expand(deterministic(regex, budget), alphabet.classes(), budget);
    }

    int symbolCount() {
        return alphabet.classes().classCount();
    }

    /** The symbols of a set that occurs in the regex. */
    int[] symbols(Chars chars) {
        return alphabet.symbols(chars);
    }

    /** Not minimal; what is no more than an automaton put together is made deterministic with the budget. */
    private SymbolDfa deterministic(Regex regex, WorkBudget spending) {
        return switch (regex) {
            case Regex.Search search -> SearchCompiler.compile(search.pattern(), this, spending);
            case Regex.Complement complement ->
                deterministic(complement.item(), spending).minimal().complement(spending);
            case Regex.Intersect intersect -> Determinizer.determinize(intersection(intersect.items()), spending);
            case Regex.Never never -> Determinizer.determinize(automaton(never), spending);
            case Chars chars -> Determinizer.determinize(automaton(chars), spending);
            case Regex.Concat concat -> Determinizer.determinize(automaton(concat), spending);
            case Regex.Alternate alternate -> Determinizer.determinize(automaton(alternate), spending);
            case Regex.Repeat repeat -> Determinizer.determinize(automaton(repeat), spending);
        };
    }

    private Nfa automaton(Regex regex) {
        var nfa = new Nfa(symbolCount());
        int end = nfa.addState();
        nfa.accept(end, 0);
        build(nfa, regex, 0, end);
        return nfa;
    }

    /** Adds paths for the regex's strings. No edge ever enters {@code from} or leaves {@code to}, unless they are one. */
    void build(Nfa nfa, Regex regex, int from, int to) {
        switch (regex) {
            case Regex.Never never -> {}
            case Chars chars -> nfa.addEdge(from, nfa.addSet(symbols(chars)), to);
            case Regex.Concat concat -> buildConcat(nfa, concat.items(), from, to);
            case Regex.Alternate alternate -> alternate.items().forEach(item -> build(nfa, item, from, to));
            case Regex.Repeat repeat ->
                repeat(
                        nfa,
                        repeat.min(),
                        repeat.max(),
                        from,
                        to,
                        (start, end) -> build(nfa, repeat.item(), start, end));
            case Regex.Intersect intersect -> nfa.embed(intersection(intersect.items()), from, to);
            case Regex.Complement complement -> nfa.embed(deterministic(complement, budget), from, to);
            case Regex.Search search -> nfa.embed(deterministic(search, budget), from, to);
        }
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

    /** Adds paths for one copy of what is repeated. */
    interface Copy {
        void build(int from, int to);
    }

    /** The copies that must come, one after the other; then a loop, or copies that each may be the last. */
    static void repeat(Nfa nfa, int min, int max, int from, int to, Copy copy) {
        int at = from;
        for (int i = 0; i < min; i++) {
            int next = nfa.addState();
            copy.build(at, next);
            at = next;
        }
        if (max != Regex.UNBOUNDED) {
            for (int i = min; i < max; i++) {
                int next = nfa.addState();
                nfa.addEmptyEdge(at, to);
                copy.build(at, next);
                at = next;
            }
        } else {
            int loop = min > 0 ? at : nfa.addState();
            if (loop != at) {
                nfa.addEmptyEdge(at, loop);
            }
            copy.build(loop, loop);
            at = loop;
        }
        nfa.addEmptyEdge(at, to);
    }

    /**
     * Operands that can be made deterministic are multiplied in their minimal form, which is small where they come from
     * patterns that compile alone; one that cannot, such as {@code [ab]*a[ab]{30}}, is multiplied as it is, and the product
     * may be small all the same.
     */
    private Nfa intersection(List<Regex> items) {
        List<SymbolDfa> minimal = new ArrayList<>();
        List<Regex> others = new ArrayList<>();
        for (Regex item : items) {
            Optional<SymbolDfa> dfa = tryMinimal(item);
            dfa.ifPresentOrElse(minimal::add, () -> others.add(item));
        }
        minimal.sort(Comparator.comparingInt(SymbolDfa::stateCount));
        Nfa all = minimal.isEmpty()
                ? automaton(others.isEmpty() ? Regex.ANY_TEXT : others.get(0))
                : automaton(product(minimal));
        for (Regex other : others.subList(minimal.isEmpty() && !others.isEmpty() ? 1 : 0, others.size())) {
            Nfa next = automaton(other);
            Optional<Nfa> product = BricsAutomata.intersect(all, next, budget);
            all = product.isPresent() ? product.get() : byDeMorgan(all, next);
        }
        return all;
    }

    private Optional<SymbolDfa> tryMinimal(Regex regex) {
        WorkBudget part = budget.part(PARTS);
        try {
            return Optional.of(deterministic(regex, part).minimal());
        } catch (GrammarTooComplexException e) {
            return Optional.empty();
        } finally {
            budget.settle(part);
        }
    }

    private SymbolDfa product(List<SymbolDfa> dfas) {
        SymbolDfa product = dfas.get(0);
        for (SymbolDfa dfa : dfas.subList(1, dfas.size())) {
            product = product.intersect(dfa, budget).minimal();
        }
        return product;
    }

    private Nfa automaton(SymbolDfa dfa) {
        var nfa = new Nfa(symbolCount());
        int end = nfa.addState();
        nfa.accept(end, 0);
        nfa.embed(dfa, 0, end);
        return nfa;
    }

    /** What is missing in neither: costs two determinisations, but no product of nondeterministic automata. */
    private Nfa byDeMorgan(Nfa a, Nfa b) {
        var union = new Nfa(symbolCount());
        int end = union.addState();
        union.accept(end, 0);
        union.embed(complement(a), 0, end);
        union.embed(complement(b), 0, end);
        return automaton(complement(union));
    }

    private SymbolDfa complement(Nfa nfa) {
        return Determinizer.determinize(nfa, budget).minimal().complement(budget);
    }
}
