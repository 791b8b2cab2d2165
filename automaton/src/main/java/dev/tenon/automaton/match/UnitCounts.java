package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.token.TokenTrie;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many units the tokens of a trie count within a lexeme from one state: tokens that stay inside it, by their whole
 * length and what the end still takes, and tokens that end it, by the length at its end. For lexemes that cannot go on once they are complete, so that
 * a token ends one in one place only. Immutable.
 */
final class UnitCounts {
    /** Token ids, and their units, by ascending units: all of them, and those that end the lexeme. */
    private final int[] ids;

    private final int[] units;
    private final int[] endingIds;
    private final int[] endingUnits;

    private UnitCounts(Collected all, Collected ending) {
        this.ids = all.sortedIds();
        this.units = all.sortedUnits();
        this.endingIds = ending.sortedIds();
        this.endingUnits = ending.sortedUnits();
    }

    /**
     * Walks all tokens from the start, but for those made of the symbols of a loop alone where there is one. O(nodes
     * visited + tokens * log tokens).
     */
    static UnitCounts of(MaskEngine engine, ByteDfa dfa, int start, Slice.@Nullable Loop loop, WordLengths lengths) {
        TokenTrie trie = engine.vocabulary().trie();
        Counter counter = new Counter(trie, dfa, lengths);
        if (loop == null) {
            walk(trie, dfa, start, counter);
        } else {
            LoopExits.walk(engine, dfa, start, loop, counter);
        }
        return new UnitCounts(counter.all, counter.ending);
    }

    private static void walk(TokenTrie trie, ByteDfa dfa, int start, Counter counter) {
        int[] states = new int[trie.depth() + 1];
        int[] endAt = new int[trie.depth() + 1];
        states[0] = start;
        endAt[0] = trie.nodeCount();
        int depth = 0;
        int node = 1;
        while (node < trie.nodeCount()) {
            while (node >= endAt[depth]) {
                depth--;
            }
            int end = trie.end(node);
            int state = dfa.step(states[depth], trie.byteOf(node));
            if (state == ByteDfa.DEAD || !counter.visit(node, depth + 1, state)) {
                node = end;
                continue;
            }
            depth++;
            states[depth] = state;
            endAt[depth] = end;
            node++;
        }
    }

    /** Counts along the way. */
    private static final class Counter implements LoopExits.Visitor {
        private final TokenTrie trie;
        private final ByteDfa dfa;
        private final WordLengths lengths;
        /** [bytes read] -> units so far. */
        private final int[] counted;

        final Collected all = new Collected();
        final Collected ending = new Collected();

        Counter(TokenTrie trie, ByteDfa dfa, WordLengths lengths) {
            this.trie = trie;
            this.dfa = dfa;
            this.lengths = lengths;
            this.counted = new int[trie.depth() + 1];
        }

        @Override
        public boolean visit(int node, int depth, int state) {
            int count = counted[depth - 1] + (dfa.isUnit(state) ? 1 : 0);
            counted[depth] = count;
            boolean ends = dfa.isAccepting(state);
            // Whatever follows the end counts no more: the whole subtree has the length at the end.
            int last = ends ? trie.end(node) : node + 1;
            int least = count + lengths.least(state);
            for (int at = trie.idStart(node); at < trie.idStart(last); at++) {
                all.add(trie.id(at), least);
                if (ends) {
                    ending.add(trie.id(at), count);
                }
            }
            return !ends;
        }
    }

    void removeLonger(long[] words, int most) {
        for (int at = ids.length - 1; at >= 0 && units[at] > most; at--) {
            LexemeScan.clear(words, ids[at]);
        }
    }

    void removeEndingBefore(long[] words, int least) {
        for (int at = 0; at < endingIds.length && endingUnits[at] < least; at++) {
            LexemeScan.clear(words, endingIds[at]);
        }
    }

    /** The tokens that end the lexeme, and not by so many units. */
    int[] endingOutside(int least, int most) {
        IdList list = new IdList();
        for (int at = 0; at < endingIds.length; at++) {
            if (endingUnits[at] < least || endingUnits[at] > most) {
                list.add(endingIds[at]);
            }
        }
        return list.toArray();
    }

    /** Whether some token ends the lexeme by so many units. */
    boolean endsWithin(int least, int most) {
        for (int units : endingUnits) {
            if (units >= least && units <= most) {
                return true;
            }
        }
        return false;
    }

    /** Pairs packed as units above ids, so that they sort by units. */
    private static final class Collected {
        private long[] pairs = new long[256];
        private int size;

        void add(int id, int count) {
            if (size == pairs.length) {
                pairs = Arrays.copyOf(pairs, size * 2);
            }
            pairs[size++] = ((long) count << 32) | id;
        }

        int[] sortedIds() {
            Arrays.sort(pairs, 0, size);
            int[] result = new int[size];
            for (int i = 0; i < size; i++) {
                result[i] = (int) pairs[i];
            }
            return result;
        }

        int[] sortedUnits() {
            Arrays.sort(pairs, 0, size);
            int[] result = new int[size];
            for (int i = 0; i < size; i++) {
                result[i] = (int) (pairs[i] >> 32);
            }
            return result;
        }
    }
}
