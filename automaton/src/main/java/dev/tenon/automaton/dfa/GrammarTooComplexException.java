package dev.tenon.automaton.dfa;

/**
 * A regex or grammar that cannot be compiled within {@link CompileLimits}, or within a fixed limit of the matcher; the
 * client's to mend, by a simpler constraint or a larger limit.
 */
public final class GrammarTooComplexException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String limitName;
    private final long limit;

    /**
     * A refusal at one limit.
     *
     * @param limitName the component of {@link CompileLimits}, or the fixed limit, that was reached
     * @param limit its value
     * @param what what was being built, in a few words
     */
    public GrammarTooComplexException(String limitName, long limit, String what) {
        super(what + " needs more than " + limitName + " = " + limit);
        this.limitName = limitName;
        this.limit = limit;
    }

    /** The component of {@link CompileLimits}, or the fixed limit, that was reached. */
    public String limitName() {
        return limitName;
    }

    /** The value of that limit. */
    public long limit() {
        return limit;
    }
}
