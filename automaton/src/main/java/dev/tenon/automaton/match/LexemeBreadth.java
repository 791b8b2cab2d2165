package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many words a lexeme has from each of its states, saturated, and never more than there are. Layout counts as one:
 * words that differ in white space alone. Made where a lexeme occurs in an array of distinct elements; thread-safe.
 */
final class LexemeBreadth {
    /** Rows of counts by length are kept up to so many cells; beyond it one word is all that is promised. */
    private static final int MOST_CELLS = 1 << 21;
    /** Lengths that are added up; a longer sum would only be larger. */
    private static final int LENGTHS = 16;

    private final CompiledLexeme lexeme;
    private final ByteDfa dfa;
    /** [class] -> how many bytes there are in it. */
    private final int[] classSizes;
    /** Whether all words are the same but for white space, and made of JSON's structural characters. */
    final boolean isLayout;
    /** Whether all words are white space alone. */
    final boolean isBlank;
    /** [state] -> words of any length. */
    private final long[] words;
    /** [units] -> [state] -> words that count exactly so many more units; filled as far as asked for. */
    private final List<long[]> byUnits = new ArrayList<>();

    LexemeBreadth(CompiledLexeme lexeme) {
        this.lexeme = lexeme;
        this.dfa = lexeme.dfa;
        this.classSizes = new int[dfa.classCount()];
        for (int b = 0; b < 256; b++) {
            classSizes[dfa.classOf(b)]++;
        }
        String said = layout(dfa);
        this.isLayout = said != null;
        this.isBlank = said != null && said.isEmpty();
        this.words = count(null);
    }

    /** Words from a state after so many units, at most {@link Saturating#INFINITE} and at least one. */
    long of(int state, int units) {
        if (isLayout) {
            return 1;
        }
        if (lexeme.lengths == null) {
            return words[state];
        }
        int min = Math.max(0, lexeme.minUnits - units);
        boolean bounded = lexeme.maxUnits != Expr.UNBOUNDED;
        if (!bounded && words[state] >= Saturating.INFINITE && isEndless(state)) {
            return Saturating.INFINITE;
        }
        long max = bounded ? lexeme.maxUnits - units : min + (long) LENGTHS;
        long sum = 0;
        for (int length = min; length <= Math.min(max, min + (long) LENGTHS) && sum < Saturating.INFINITE; length++) {
            long[] row = row(length);
            if (row == null) {
                break;
            }
            sum = Saturating.plus(sum, row[state]);
        }
        return Math.max(1, sum);
    }

    /** Whether words go on for ever, so that some are longer than any number. */
    private boolean isEndless(int state) {
        return lexeme.lengths != null && lexeme.lengths.canReach(state, 1 << 30, Expr.UNBOUNDED);
    }

    private synchronized long @Nullable [] row(int units) {
        if ((long) units * dfa.stateCount() > MOST_CELLS) {
            return null;
        }
        while (byUnits.size() <= units) {
            byUnits.add(count(byUnits.isEmpty() ? new long[0] : byUnits.get(byUnits.size() - 1)));
        }
        return byUnits.get(units);
    }

    /**
     * Words by state.
     *
     * @param fewer the words with one unit less, empty where there are none; null where units do not count
     */
    private long[] count(long @Nullable [] fewer) {
        int count = dfa.stateCount();
        long[] known = new long[count];
        int[] pending = new int[count];
        int[][] sources = dfa.predecessors();
        boolean acceptsNow = fewer == null || fewer.length == 0;
        for (int state = 0; state < count; state++) {
            if (fewer == null || !dfa.isUnit(state)) {
                for (int source : sources[state]) {
                    pending[source]++;
                }
            }
        }
        int[] queue = new int[count];
        int size = 0;
        Arrays.fill(known, -1);
        for (int state = 0; state < count; state++) {
            if (pending[state] == 0) {
                queue[size++] = state;
            }
        }
        for (int i = 0; i < size; i++) {
            int state = queue[i];
            long sum = acceptsNow && dfa.isAccepting(state) ? 1 : 0;
            for (int c = 0; c < classSizes.length; c++) {
                int target = dfa.stepClass(state, c);
                if (target != ByteDfa.DEAD) {
                    long after = fewer != null && dfa.isUnit(target)
                            ? (fewer.length == 0 ? 0 : fewer[target])
                            : known[target];
                    sum = Saturating.plus(sum, Saturating.times(classSizes[c], after));
                }
            }
            known[state] = sum;
            if (fewer == null || !dfa.isUnit(state)) {
                for (int source : sources[state]) {
                    if (--pending[source] == 0) {
                        queue[size++] = source;
                    }
                }
            }
        }
        for (int state = 0; state < count; state++) {
            if (known[state] < 0) {
                // On the way to a cycle. By length, a cycle that does not count is no way on for certain.
                known[state] = fewer == null ? Saturating.INFINITE : 0;
            }
        }
        return known;
    }

    /** What all words say without white space, or null where they differ or have other symbols than JSON's own. */
    private static @Nullable String layout(ByteDfa dfa) {
        @Nullable String[] said = new String[dfa.stateCount()];
        said[0] = "";
        int[] queue = new int[dfa.stateCount()];
        int size = 1;
        String whole = null;
        for (int i = 0; i < size; i++) {
            int state = queue[i];
            String here = Objects.requireNonNullElse(said[state], "");
            if (dfa.isAccepting(state)) {
                if (whole != null && !whole.equals(here)) {
                    return null;
                }
                whole = here;
            }
            for (int b = 0; b < 256; b++) {
                int target = dfa.step(state, b);
                if (target == ByteDfa.DEAD) {
                    continue;
                }
                boolean blank = b == ' ' || b == '\t' || b == '\n' || b == '\r';
                if (!blank && "{}[],:".indexOf(b) < 0) {
                    return null;
                }
                String then = blank ? here : here + (char) b;
                if (said[target] == null) {
                    said[target] = then;
                    queue[size++] = target;
                } else if (!then.equals(said[target])) {
                    return null;
                }
            }
        }
        return whole;
    }
}
