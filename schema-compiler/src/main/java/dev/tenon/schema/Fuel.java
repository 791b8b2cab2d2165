package dev.tenon.schema;

import dev.tenon.automaton.dfa.CompileLimits;

/**
 * What is left of the work that one compilation may do, in the units of {@link CompileLimits#maxGrammarSize}: one unit
 * is one member, element or alternative made or looked at. Not thread-safe.
 */
final class Fuel {
    private final long limit;
    private long left;
    private String pointer = "";
    private String keyword = "";

    Fuel(CompileLimits limits) {
        this.limit = limits.maxGrammarSize();
        this.left = limit;
    }

    /** Says what the work is done for from here on; a refusal names it. */
    void workFor(String place, String placeKeyword) {
        this.pointer = place;
        this.keyword = placeKeyword;
    }

    /** The refusal of what the work is done for, by a limit that is named. */
    SchemaException.TooComplex refusal(String what, String limitName) {
        return new SchemaException.TooComplex(pointer, keyword, what + "; simplify the schema", limitName);
    }

    /**
     * Takes some.
     *
     * @throws SchemaException.TooComplex when there is not enough
     */
    void spend(long units) {
        left -= units;
        if (left < 0) {
            throw new SchemaException.TooComplex(
                    pointer,
                    keyword,
                    "combining the schemas takes more than maxGrammarSize = " + limit
                            + " steps; use fewer alternatives, or tell them apart by a \"const\" property",
                    "maxGrammarSize");
        }
    }
}
