package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.grammar.Expr;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A lexeme ready to be run: its automaton and, where a length bound applies, the lengths that can still be reached. */
final class CompiledLexeme {
    final ByteDfa dfa;
    final int minUnits;
    final int maxUnits;
    /** Null where no bound applies. */
    final @Nullable WordLengths lengths;

    /** Null where no bound applies; shared by all bounds of one automaton. */
    private final @Nullable LeastByLength least;
    /** The states from which no byte leads on. */
    private final BitSet finals;

    private final boolean endsForGood;
    /** Made where the lexeme occurs in an array of distinct elements. */
    private volatile @Nullable LexemeBreadth breadth;

    /** Null where no bound applies. */
    private final @Nullable CompiledLexeme unbounded;

    /** A lexeme without bounds. */
    CompiledLexeme(ByteDfa dfa) {
        this.dfa = dfa;
        this.lengths = null;
        this.least = null;
        this.minUnits = 0;
        this.maxUnits = Expr.UNBOUNDED;
        this.finals = new BitSet(dfa.stateCount());
        boolean endsOnlyThere = true;
        for (int state = 0; state < dfa.stateCount(); state++) {
            boolean goesOn = goesOn(dfa, state);
            finals.set(state, !goesOn);
            endsOnlyThere &= !dfa.isAccepting(state) || !goesOn;
        }
        this.endsForGood = endsOnlyThere;
        this.unbounded = null;
    }

    /**
     * A lexeme with bounds.
     *
     * @param unbounded the same without
     * @param least of the same automaton
     * @throws dev.tenon.automaton.dfa.GrammarTooComplexException when its lengths are beyond the limits
     */
    CompiledLexeme(Expr.Lexeme lexeme, CompiledLexeme unbounded, LeastByLength least, CompileLimits limits) {
        this.dfa = lexeme.dfa();
        this.lengths = WordLengths.of(dfa, limits);
        this.least = least;
        this.minUnits = lexeme.minUnits();
        this.maxUnits = lexeme.maxUnits();
        this.finals = unbounded.finals;
        this.endsForGood = unbounded.endsForGood;
        this.unbounded = unbounded;
    }

    private static boolean goesOn(ByteDfa dfa, int state) {
        for (int i = 0; i < dfa.classCount(); i++) {
            if (dfa.stepClass(state, i) != ByteDfa.DEAD) {
                return true;
            }
        }
        return false;
    }

    /** Whether a word, once complete, cannot go on: then where a token ends the lexeme is never in doubt. */
    boolean endsForGood() {
        return endsForGood;
    }

    /** The same language without bounds; itself where there are none. */
    CompiledLexeme unbounded() {
        return unbounded == null ? this : unbounded;
    }

    /** A rough size for cache bounds. */
    int bytes() {
        int states = dfa.stateCount();
        return states * (dfa.classCount() * 4 + 16) + (least == null ? 256 : states * 64 + 512);
    }

    /** Whether no byte leads on from the state. */
    boolean isFinal(int state) {
        return finals.get(state);
    }

    boolean isCounted() {
        return lengths != null;
    }

    /** Whether the bounds are met by watching the count alone, see {@link WordLengths#isFree}. */
    boolean isFree() {
        return lengths != null && lengths.isFree();
    }

    /** Whether a word can still be completed from a state after so many units. */
    boolean isAlive(int state, int units) {
        return lengths == null
                || (units <= maxUnits
                        && lengths.canReach(
                                state,
                                Math.max(0, minUnits - units),
                                maxUnits == Expr.UNBOUNDED ? Expr.UNBOUNDED : maxUnits - units));
    }

    /** Whether the word read so far is complete. */
    boolean accepts(int state, int units) {
        return dfa.isAccepting(state) && (lengths == null || (units >= minUnits && units <= maxUnits));
    }

    /** Units after entering a state; saturates where nothing can tell the difference. */
    int count(int units, int enteredState) {
        if (lengths == null || !dfa.isUnit(enteredState)) {
            return units;
        }
        return maxUnits == Expr.UNBOUNDED && lengths.isFree() && units >= minUnits ? units : units + 1;
    }

    /** How many words there are from each state. */
    LexemeBreadth breadth() {
        LexemeBreadth known = breadth;
        if (known == null) {
            known = new LexemeBreadth(this);
            breadth = known;
        }
        return known;
    }

    /** Least bytes to the end of a word from a state after so many units. */
    long leastBytes(int state, int units) {
        LeastByLength table = least;
        if (table == null) {
            return dfa.leastBytes(state);
        }
        return table.least(
                state, Math.max(0, minUnits - units), maxUnits == Expr.UNBOUNDED ? Expr.UNBOUNDED : maxUnits - units);
    }
}
