package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenTrie;
import java.util.Arrays;

/**
 * What the rest of tokens can do in a lexeme that begins, or goes on, in the middle of them: which stay inside it to
 * their end, and where within the others it may have ended, which is a {@link SuffixRoots} again. So what follows the end of
 * a lexeme is read lexeme by lexeme, and separators, closers and white space, which all grammars have in common, are read
 * once. Immutable.
 */
final class SuffixScan {
    private static final int FIRST_SIZE = 16;

    private final ByteDfa dfa;
    private final int start;
    /** Ids of the tokens that end inside the lexeme, or with it. */
    final int[] inside;
    /** Where the lexeme may have ended and tokens go on. */
    final SuffixRoots exits;

    private SuffixScan(ByteDfa dfa, int start, int[] inside, SuffixRoots exits) {
        this.dfa = dfa;
        this.start = start;
        this.inside = inside;
        this.exits = exits;
    }

    /** Whether this is the scan of that state. The same automaton may be another object elsewhere; that costs time only. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(ByteDfa other, int state) {
        return dfa == other && start == state;
    }

    /** Where one of the last scans of a crossing is kept. */
    static int slot(ByteDfa dfa, int state) {
        return (dfa.hashCode() + state * 7) & (SuffixRoots.SLOTS - 1);
    }

    int slot() {
        return slot(dfa, start);
    }

    /** A rough size for cache bounds. */
    int bytes() {
        return inside.length * 4 + exits.bytes() + 128;
    }

    /** Walks the subtrees with an automaton that counts nothing. */
    static SuffixScan of(SuffixRoots from, ByteDfa dfa, int start) {
        Walk walk = new Walk(from.trie());
        for (int root : from.roots()) {
            walk.scan(root, dfa, start);
        }
        return walk.result(dfa, start);
    }

    /** Walks the subtrees with a lexeme that may count, from after so many units on. */
    static SuffixScan of(SuffixRoots from, CompiledLexeme lexeme, int start, int units) {
        Walk walk = new Walk(from.trie());
        for (int root : from.roots()) {
            walk.scan(root, lexeme, start, units);
        }
        return walk.result(lexeme.dfa, start);
    }

    private static final class Walk {
        private final TokenTrie trie;
        private int[] ids = new int[FIRST_SIZE];
        private int idCount;
        private int[] exits = new int[FIRST_SIZE];
        private int exitCount;
        /** By depth: few walks go deep. */
        private int[] states = new int[FIRST_SIZE];

        private int[] counts = new int[FIRST_SIZE];
        private int[] endAt = new int[FIRST_SIZE];

        Walk(TokenTrie trie) {
            this.trie = trie;
        }

        void scan(int root, ByteDfa dfa, int start) {
            int stop = trie.end(root);
            states[0] = start;
            endAt[0] = stop;
            int depth = 0;
            int node = root + 1;
            while (node < stop) {
                while (node >= endAt[depth]) {
                    depth--;
                }
                int end = trie.end(node);
                int state = dfa.step(states[depth], trie.byteOf(node));
                if (state == ByteDfa.DEAD) {
                    node = end;
                    continue;
                }
                visit(node, end, dfa.isAccepting(state));
                depth++;
                growTo(depth);
                states[depth] = state;
                endAt[depth] = end;
                node++;
            }
        }

        void scan(int root, CompiledLexeme lexeme, int start, int units) {
            int stop = trie.end(root);
            states[0] = start;
            counts[0] = units;
            endAt[0] = stop;
            int depth = 0;
            int node = root + 1;
            while (node < stop) {
                while (node >= endAt[depth]) {
                    depth--;
                }
                int end = trie.end(node);
                int state = lexeme.dfa.step(states[depth], trie.byteOf(node));
                int count = state == ByteDfa.DEAD ? 0 : lexeme.count(counts[depth], state);
                if (state == ByteDfa.DEAD || !lexeme.isAlive(state, count)) {
                    node = end;
                    continue;
                }
                visit(node, end, lexeme.accepts(state, count));
                depth++;
                growTo(depth);
                states[depth] = state;
                counts[depth] = count;
                endAt[depth] = end;
                node++;
            }
        }

        private void growTo(int depth) {
            if (depth == states.length) {
                states = Arrays.copyOf(states, 2 * depth);
                counts = Arrays.copyOf(counts, 2 * depth);
                endAt = Arrays.copyOf(endAt, 2 * depth);
            }
        }

        private void visit(int node, int end, boolean accepts) {
            for (int at = trie.idStart(node); at < trie.idStart(node + 1); at++) {
                if (idCount == ids.length) {
                    ids = Arrays.copyOf(ids, 2 * idCount);
                }
                ids[idCount++] = trie.id(at);
            }
            if (accepts && end > node + 1) {
                if (exitCount == exits.length) {
                    exits = Arrays.copyOf(exits, 2 * exitCount);
                }
                exits[exitCount++] = node;
            }
        }

        SuffixScan result(ByteDfa dfa, int start) {
            return new SuffixScan(
                    dfa,
                    start,
                    Arrays.copyOf(ids, idCount),
                    exitCount == 0 ? SuffixRoots.NONE : new SuffixRoots(trie, Arrays.copyOf(exits, exitCount)));
        }
    }
}
