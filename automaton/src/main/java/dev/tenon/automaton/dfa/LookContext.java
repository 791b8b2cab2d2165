package dev.tenon.automaton.dfa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the text read so far says about the lookarounds handled so far: a complete deterministic automaton over symbols,
 * run from the beginning of the text, each state of which has one {@link Obligations.Formula} for each lookaround. Only
 * lookbehinds give it states; a lookahead's formula differs from state to state if a lookbehind stands inside. Immutable.
 */
final class LookContext {
    /** How many formulas are copied in the time of a step. */
    static final int FORMULAS_PER_STEP = 4;

    private final int symbolCount;

    /** [state * symbolCount + symbol] -> state. */
    private final int[] table;

    /** state -> label; states with equal labels agree on every lookaround. */
    private final int[] labels;

    /** label -> lookaround -> formula, null for those that come later. */
    private final List<Obligations.@Nullable Formula[]> formulas;

    private LookContext(int symbolCount, int[] table, int[] labels, List<Obligations.@Nullable Formula[]> formulas) {
        this.symbolCount = symbolCount;
        this.table = table;
        this.labels = labels;
        this.formulas = formulas;
    }

    /** The context in which nothing depends on what was read. */
    static LookContext ofOne(int symbolCount, Obligations.@Nullable Formula[] formulas) {
        return new LookContext(
                symbolCount,
                new int[symbolCount],
                new int[1],
                List.<Obligations.@Nullable Formula[]>of(formulas.clone()));
    }

    int stateCount() {
        return labels.length;
    }

    int step(int state, int symbol) {
        return table[state * symbolCount + symbol];
    }

    /** What is known of a lookaround that was handled before. */
    Obligations.Formula formula(int state, int look) {
        Obligations.Formula formula = formulas.get(labels[state])[look];
        if (formula == null) {
            throw new IllegalStateException("a lookaround is used before it is known");
        }
        return formula;
    }

    /** The same states, with what each says about one more lookaround. */
    LookContext with(int look, Obligations.Formula[] ofState, WorkBudget budget) {
        budget.spend(labels.length);
        var labelling = new Labelling(look, budget);
        int[] refined = new int[labels.length];
        for (int state = 0; state < refined.length; state++) {
            refined[state] = labelling.labelOf(state, ofState[state]);
        }
        return new LookContext(symbolCount, table, refined, labelling.formulas);
    }

    /**
     * The context run beside a lookbehind, minimised: states that agree on every lookaround now and ever after are one.
     *
     * @param product complete and over the same symbols
     * @param contextOf state of the product -> state of this context
     * @param ofState state of the product -> what it says about the lookbehind
     */
    LookContext beside(
            SymbolDfa product, int look, IntList contextOf, List<Obligations.Formula> ofState, WorkBudget budget) {
        var labelling = new Labelling(look, budget);
        var labelled = new SymbolDfa.Builder(symbolCount);
        for (int state = 0; state < product.stateCount(); state++) {
            labelled.beginState(labelling.labelOf(contextOf.get(state), ofState.get(state)), false);
            for (int edge = product.edgeStart(state); edge < product.edgeStart(state + 1); edge++) {
                labelled.edge(product.edgeSymbol(edge), product.edgeTarget(edge));
            }
        }
        SymbolDfa minimal = Minimizer.minimize(labelled.build());
        budget.spend((long) minimal.stateCount() * symbolCount);
        int[] steps = new int[minimal.stateCount() * symbolCount];
        int[] newLabels = new int[minimal.stateCount()];
        for (int state = 0; state < newLabels.length; state++) {
            newLabels[state] = minimal.label(state);
            for (int edge = minimal.edgeStart(state); edge < minimal.edgeStart(state + 1); edge++) {
                steps[state * symbolCount + minimal.edgeSymbol(edge)] = minimal.edgeTarget(edge);
            }
        }
        return new LookContext(symbolCount, steps, newLabels, labelling.formulas);
    }

    /** Numbers what states say, now that they say one thing more. */
    private final class Labelling {
        private final int look;
        private final Map<Said, Integer> numbers = new HashMap<>();
        private final List<Obligations.@Nullable Formula[]> formulas = new ArrayList<>();

        private record Said(int label, Obligations.Formula formula) {}

        private final WorkBudget budget;

        Labelling(int look, WorkBudget budget) {
            this.look = look;
            this.budget = budget;
        }

        int labelOf(int state, Obligations.Formula formula) {
            return numbers.computeIfAbsent(new Said(labels[state], formula), said -> {
                Obligations.@Nullable Formula[] all = LookContext.this.formulas.get(said.label);
                budget.spend(1 + all.length / FORMULAS_PER_STEP);
                Obligations.@Nullable Formula[] refined = Arrays.copyOf(all, all.length);
                refined[look] = said.formula;
                formulas.add(refined);
                return formulas.size() - 1;
            });
        }
    }
}
