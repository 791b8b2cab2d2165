package dev.tenon.automaton.dfa;

/**
 * What is left of {@link CompileLimits} while one automaton is being built: every stage that may grow faster than its
 * input spends from it. One per automaton; not thread-safe.
 */
public final class WorkBudget {
    private final CompileLimits limits;
    private final String what;
    private long stepsLeft;

    /**
     * A full budget.
     *
     * @param what what is being built, in a few words, for the message of a refusal
     */
    public WorkBudget(CompileLimits limits, String what) {
        this.limits = limits;
        this.what = what;
        this.stepsLeft = limits.maxDeterminizeSteps();
    }

    /**
     * Spends steps.
     *
     * @throws GrammarTooComplexException when more than {@link CompileLimits#maxDeterminizeSteps} are spent in all
     */
    public void spend(long steps) {
        stepsLeft -= steps;
        if (stepsLeft < 0) {
            throw new GrammarTooComplexException("maxDeterminizeSteps", limits.maxDeterminizeSteps(), what);
        }
    }

    /**
     * Checks a count of deterministic states, whether of the result or on the way to it.
     *
     * @throws GrammarTooComplexException when it is more than {@link CompileLimits#maxDfaStates}
     */
    public void checkStates(int count) {
        if (count > limits.maxDfaStates()) {
            throw new GrammarTooComplexException("maxDfaStates", limits.maxDfaStates(), what);
        }
    }

    /** Steps not yet spent. */
    public long stepsLeft() {
        return stepsLeft;
    }
}
