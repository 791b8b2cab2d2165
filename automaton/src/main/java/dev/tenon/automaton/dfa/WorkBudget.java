package dev.tenon.automaton.dfa;

/**
 * What is left of {@link CompileLimits} while one automaton is being built: every stage that may grow faster than its
 * input spends from it. One per automaton; not thread-safe.
 */
public final class WorkBudget {
    private final CompileLimits limits;
    private final String what;
    private long granted;
    private long stepsLeft;

    /**
     * A full budget.
     *
     * @param what what is being built, in a few words, for the message of a refusal
     */
    public WorkBudget(CompileLimits limits, String what) {
        this.limits = limits;
        this.what = what;
        this.granted = limits.maxDeterminizeSteps();
        this.stepsLeft = granted;
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

    /**
     * A budget of the same limits with a share of the steps left, for an attempt that may fail; what it spends counts here
     * when it is settled.
     *
     * @param parts into how many parts the steps are divided, of which it gets one
     */
    public WorkBudget part(int parts) {
        var part = new WorkBudget(limits, what);
        part.stepsLeft = stepsLeft / parts;
        part.granted = part.stepsLeft;
        return part;
    }

    /**
     * Spends what a part of this budget has spent, which was left when it was made.
     *
     * @throws GrammarTooComplexException when other spending has left too little since
     */
    public void settle(WorkBudget part) {
        spend(part.granted - Math.max(0, part.stepsLeft));
    }

    /** Steps not yet spent. */
    public long stepsLeft() {
        return stepsLeft;
    }
}
