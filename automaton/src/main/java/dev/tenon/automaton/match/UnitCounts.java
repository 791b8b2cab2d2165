package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.token.TokenTrie;

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

    private record Sorted(int[] ids, int[] units) {}

    private UnitCounts(Sorted all, Sorted ending) {
        this.ids = all.ids();
        this.units = all.units();
        this.endingIds = ending.ids();
        this.endingUnits = ending.units();
    }

    /** Walks all tokens from the start but those made of the symbols of a loop. O(nodes visited + tokens). */
    static UnitCounts of(MaskEngine engine, ByteDfa dfa, int start, WideLoop loop, WordLengths lengths) {
        Counter counter = new Counter(engine.vocabulary().trie(), dfa, lengths);
        LoopExits.walk(engine, dfa, start, loop, counter);
        return new UnitCounts(counter.all.sorted(), counter.ending.sorted());
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

    /** Tokens with their units. */
    private static final class Collected {
        private final IdList ids = new IdList();
        private final IdList units = new IdList();

        void add(int id, int count) {
            ids.add(id);
            units.add(count);
        }

        /** By ascending units, which are few. */
        Sorted sorted() {
            int most = 0;
            for (int i = 0; i < units.size(); i++) {
                most = Math.max(most, units.get(i));
            }
            int[] next = new int[most + 2];
            for (int i = 0; i < units.size(); i++) {
                next[units.get(i) + 1]++;
            }
            for (int count = 1; count < next.length; count++) {
                next[count] += next[count - 1];
            }
            int[] sortedIds = new int[ids.size()];
            int[] sortedUnits = new int[ids.size()];
            for (int i = 0; i < ids.size(); i++) {
                int place = next[units.get(i)]++;
                sortedIds[place] = ids.get(i);
                sortedUnits[place] = units.get(i);
            }
            return new Sorted(sortedIds, sortedUnits);
        }
    }
}
