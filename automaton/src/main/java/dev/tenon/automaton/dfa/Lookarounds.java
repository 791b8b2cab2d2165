package dev.tenon.automaton.dfa;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes automata with lookarounds deterministic: nondeterministic automata some of whose edges read nothing and may be
 * taken only where a lookaround holds, or only where it does not. One for each pattern; not thread-safe.
 *
 * <p><b>Idea.</b> Lookarounds are handled one after the other, those inside before those around them. A lookahead becomes a
 * minimal automaton of the rests of the text that it holds for; whoever passes its guard takes its start along as an
 * obligation, and its negation is the same automaton with acceptance turned round, so a complement is never built. A
 * lookbehind becomes an automaton that runs from the beginning of the text beside everything else, and its guard is
 * open or shut by where that is. Where the one contains the other, a lookahead has a start for each state of what runs
 * beside, and a lookbehind holds under obligations: a formula in disjunctive form. That is an alternating automaton (Chandra,
 * Kozen and Stockmeyer, "Alternation", 1981) made deterministic forwards, with its formulas kept as sets of threads; without
 * lookarounds it is the subset construction.
 *
 * <p>Any nesting is exact. The cost is bounded by the budget alone: n independent lookaheads have 2^n states.
 */
public final class Lookarounds {
    /** What a lookaround costs however small it is: the objects of a construction. */
    private static final int STEPS_PER_LOOKAROUND = 200;

    private final int symbolCount;
    private final int capacity;
    private final WorkBudget budget;
    private final Obligations obligations;
    private LookContext context;

    /** lookaround -> its formula where that is the same everywhere; null for others and those that come later. */
    private final Obligations.@Nullable Formula[] constant;

    private int count;

    /**
     * None yet.
     *
     * @param symbolCount the size of the alphabet
     * @param capacity how many lookarounds will be added
     */
    public Lookarounds(int symbolCount, int capacity, WorkBudget budget) {
        this.symbolCount = symbolCount;
        this.capacity = capacity;
        this.budget = budget;
        this.obligations = new Obligations(symbolCount, budget);
        this.constant = new Obligations.@Nullable Formula[capacity];
        this.context = LookContext.ofOne(symbolCount, constant);
    }

    /** An empty automaton over the alphabet with a further symbol for each guard. */
    public Nfa newAutomaton() {
        return new Nfa(symbolCount + 2 * capacity);
    }

    /** Adds an edge that reads nothing and is open where the lookaround, which was added before, holds. */
    public void addGuard(Nfa nfa, int from, int look, int to) {
        nfa.addEdge(from, nfa.addSet(new int[] {symbolCount + 2 * look}), to);
    }

    /** Adds an edge that reads nothing and is open where the lookaround, which was added before, does not hold. */
    public void addNegatedGuard(Nfa nfa, int from, int look, int to) {
        nfa.addEdge(from, nfa.addSet(new int[] {symbolCount + 2 * look + 1}), to);
    }

    /**
     * Adds a lookahead: it holds where the whole rest of the text is accepted.
     *
     * @param content whether a guard of a lookbehind stands in it, or in a lookahead that has a guard in it
     * @return its number
     * @throws GrammarTooComplexException when the budget is spent
     */
    public int addAhead(Nfa rest, LookContent content) {
        spendForOne();
        LookContext around = switch (content) {
            case NO_LOOKBEHIND -> LookContext.ofOne(symbolCount, constant);
            case LOOKBEHIND -> context;
        };
        var determinizer = new ThreadDeterminizer(rest, symbolCount, around, obligations, budget);
        SymbolDfa dfa = Minimizer.minimize(determinizer.fromEveryContext());
        Obligations.Formula[] entries = obligations.add(dfa, around.stateCount());
        if (content == LookContent.NO_LOOKBEHIND) {
            constant[count] = entries[0];
            var everywhere = new Obligations.Formula[context.stateCount()];
            Arrays.fill(everywhere, entries[0]);
            entries = everywhere;
        }
        context = context.with(count, entries, budget);
        return count++;
    }

    /**
     * Adds a lookbehind: it holds where the whole text so far is accepted.
     *
     * @param prefix may read anything at its start
     * @return its number
     * @throws GrammarTooComplexException when the budget is spent
     */
    public int addBehind(Nfa prefix) {
        spendForOne();
        var determinizer = new ThreadDeterminizer(prefix, symbolCount, context, obligations, budget);
        SymbolDfa product = determinizer.fromBeginning();
        context = context.beside(product, count, determinizer.contexts(), determinizer.formulas(), budget);
        return count++;
    }

    private void spendForOne() {
        budget.spend(STEPS_PER_LOOKAROUND + symbolCount + capacity / LookContext.FORMULAS_PER_STEP);
    }

    /**
     * An equivalent deterministic automaton, over the alphabet without guards; not trimmed and not minimal.
     *
     * @throws GrammarTooComplexException when the budget is spent
     */
    public SymbolDfa determinize(Nfa text) {
        return new ThreadDeterminizer(text, symbolCount, context, obligations, budget).fromBeginning();
    }

    /** Whether a lookahead has a lookbehind somewhere inside. */
    public enum LookContent {
        /** What it says does not depend on what stands before it. */
        NO_LOOKBEHIND,
        /** It has one start for each state of the lookbehinds. */
        LOOKBEHIND
    }
}
