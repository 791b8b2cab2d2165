package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenTrie;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What the rest of tokens can do in a key of an object that begins in the middle of them, whichever members are available:
 * one walk for all positions of the object at which a key begins. Immutable.
 */
final class KeySuffixes {
    final SuffixRoots from;
    private final KeyReach reach;
    /** [index of the members that come many times] -> tokens that end inside what can become a key of it. */
    private final int[][] insideOfMany;
    /** Tokens that end inside what can become the key of a member that comes once, and the state there. */
    private final int[] insideOfSingles;

    private final int[] states;
    private final List<End> ends;

    /** A node at which a key of a member is complete, and the key. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record End(int node, int member, byte[] key) {}

    private KeySuffixes(SuffixRoots from, KeyReach reach, Walk walk) {
        this.from = from;
        this.reach = reach;
        this.insideOfMany = new int[walk.many.length][];
        Arrays.setAll(insideOfMany, i -> walk.many[i].toArray());
        this.insideOfSingles = walk.singles.toArray();
        this.states = walk.states.toArray();
        this.ends = List.copyOf(walk.ends);
    }

    static KeySuffixes of(SuffixRoots from, ByteDfa keys, KeyReach reach) {
        Walk walk = new Walk(from.trie(), keys, reach);
        for (int root : from.roots()) {
            walk.scan(root);
        }
        return new KeySuffixes(from, reach, walk);
    }

    /** Adds the tokens that end inside the key of an available member. */
    void addInside(BitSet available, IdList ids) {
        for (int i = 0; i < insideOfMany.length; i++) {
            if (available.get(reach.place(reach.manyMembers().get(i)))) {
                ids.addAll(insideOfMany[i]);
            }
        }
        for (int i = 0; i < insideOfSingles.length; i++) {
            if (reach.meetsSingle(states[i], available)) {
                ids.add(insideOfSingles[i]);
            }
        }
    }

    /** Where keys are complete, of available members and others. */
    List<End> ends() {
        return ends;
    }

    private static final class Walk {
        private static final int FIRST_DEPTH = 16;

        private final TokenTrie trie;
        private final ByteDfa keys;
        private final KeyReach reach;
        final IdList[] many;
        final IdList singles = new IdList();
        final IdList states = new IdList();
        final List<End> ends = new ArrayList<>();
        /** By depth: few walks go deep. */
        private int[] stateAt = new int[FIRST_DEPTH];

        private int[] endAt = new int[FIRST_DEPTH];
        private byte[] path = new byte[FIRST_DEPTH];

        Walk(TokenTrie trie, ByteDfa keys, KeyReach reach) {
            this.trie = trie;
            this.keys = keys;
            this.reach = reach;
            this.many = new IdList[reach.manyMembers().size()];
            Arrays.setAll(many, i -> new IdList());
        }

        void scan(int root) {
            int stop = trie.end(root);
            stateAt[0] = 0;
            endAt[0] = stop;
            int depth = 0;
            int node = root + 1;
            while (node < stop) {
                while (node >= endAt[depth]) {
                    depth--;
                }
                int end = trie.end(node);
                path[depth] = (byte) trie.byteOf(node);
                int state = keys.step(stateAt[depth], trie.byteOf(node));
                if (state == ByteDfa.DEAD) {
                    node = end;
                    continue;
                }
                int member = keys.label(state);
                if (member >= 0) {
                    ends.add(new End(node, member, Arrays.copyOf(path, depth + 1)));
                    node = end;
                    continue;
                }
                visit(node, state);
                depth++;
                if (depth == path.length) {
                    stateAt = Arrays.copyOf(stateAt, 2 * depth);
                    endAt = Arrays.copyOf(endAt, 2 * depth);
                    path = Arrays.copyOf(path, 2 * depth);
                }
                stateAt[depth] = state;
                endAt[depth] = end;
                node++;
            }
        }

        private void visit(int node, int state) {
            int first = trie.idStart(node);
            int last = trie.idStart(node + 1);
            if (first == last) {
                return;
            }
            for (int i = 0; i < many.length; i++) {
                if (reach.statesOfMany(reach.manyMembers().get(i)).get(state)) {
                    many[i].addTokens(trie, node, node + 1);
                }
            }
            if (reach.leadsToAnySingle(state)) {
                for (int at = first; at < last; at++) {
                    singles.add(trie.id(at));
                    states.add(state);
                }
            }
        }
    }
}
