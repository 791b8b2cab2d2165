package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.TrieChildren;
import dev.tenon.automaton.token.Vocabulary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a vocabulary's tokens can do from one state of a lexeme's automaton, told by how it differs from another state
 * whose {@link BodyScan} is known. Both are walked over the trie side by side; where both have come to the same state,
 * all that follows is the same, so that a state that differs on a few bytes costs a few nodes. Without another state it is
 * a walk of all that is alive. Immutable.
 */
final class Divergence implements TokenScan {
    /** More tokens than this are not left out of a set one by one. */
    private static final int MANY = 256;

    private final Vocabulary vocabulary;
    private final @Nullable Body body;
    /** Tokens that stay inside: all of them, or those that do not from the other state. */
    private final TokenMask inside;
    /** Whether {@link #inside} has all tokens. */
    private final boolean isWhole;
    /** Tokens inside from the other state that are not from this one, or are in {@link #inside}. */
    private final int[] removed;
    /** Nodes at which a word is complete from this state alone and tokens go on, and bytes up to there. */
    private final int[] ends;

    private final int[] endDepths;
    /** Tokens that complete a word from the other state where it is not complete from this one. */
    private final int[] except;

    private Divergence(Vocabulary vocabulary, @Nullable Body body, TokenMask inside, Walk walk) {
        this.vocabulary = vocabulary;
        this.body = body;
        boolean isWhole = body == null || walk.removed.size() > MANY;
        this.inside = body != null && isWhole ? less(body.scan().inside, walk.removed, inside) : inside;
        this.isWhole = isWhole;
        this.removed = isWhole ? Crossing.NO_IDS : walk.removed.toArray();
        this.ends = walk.ends.toArray();
        this.endDepths = walk.depths.toArray();
        this.except = walk.except.toArray();
    }

    /** All that is alive from a state. */
    static Divergence alone(MaskEngine engine, ByteDfa dfa, int start) {
        Vocabulary vocabulary = engine.vocabulary();
        Walk walk = new Walk(engine, dfa, null);
        walk.run(start, ByteDfa.DEAD);
        return new Divergence(vocabulary, null, walk.added.toMask(vocabulary.size()), walk);
    }

    /** A state beside another one, whose words have all one label. */
    static Divergence of(MaskEngine engine, ByteDfa dfa, int start, Base base) {
        Vocabulary vocabulary = engine.vocabulary();
        Walk walk = new Walk(engine, dfa, base);
        if (start != base.body().state()) {
            walk.run(start, base.body().state());
        }
        return new Divergence(vocabulary, base.body(), walk.added.toMask(vocabulary.size()), walk);
    }

    @Override
    public int bytes() {
        return inside.bytes() + (removed.length + 2 * ends.length + except.length) * 4 + 256;
    }

    @Override
    public void addInside(long[] words) {
        if (body != null && !isWhole) {
            orLess(body.scan().inside, removed, words);
        }
        inside.orInto(words);
    }

    @Override
    public void addInside(MaskParts parts) {
        if (body != null && !isWhole) {
            parts.add(body.scan().inside, removed);
        }
        parts.add(inside);
    }

    @Override
    public Crossing crossing(FirstBytes first) {
        Crossing own = Crossing.of(vocabulary, ends, endDepths, first);
        return body == null ? own : own.with(body.scan().crossing(body.scanLabels()[0], first), except);
    }

    /** A set less some tokens, and some others. */
    private static TokenMask less(TokenMask set, IdList less, TokenMask more) {
        long[] words = new long[set.wordCount()];
        set.orInto(words);
        for (int i = 0; i < less.size(); i++) {
            LexemeScan.clear(words, less.get(i));
        }
        more.orInto(words);
        return TokenMask.adopt(words, set.size());
    }

    /** Adds a set less some tokens, which stay in the target if they are in it. */
    static void orLess(TokenMask set, int[] less, long[] target) {
        boolean[] had = new boolean[less.length];
        for (int i = 0; i < less.length; i++) {
            had[i] = (target[less[i] >> 6] & (1L << less[i])) != 0;
        }
        set.orInto(target);
        for (int i = 0; i < less.length; i++) {
            if (!had[i]) {
                target[less[i] >> 6] &= ~(1L << less[i]);
            }
        }
    }

    private static final class Walk {
        /** Few walks go deeper. */
        private static final int FIRST_DEPTH = 16;

        private final TokenTrie trie;
        private final ByteDfa dfa;
        private final Staying staying;
        private final @Nullable Base base;
        private final @Nullable Body body;
        final IdList added = new IdList();
        final IdList removed = new IdList();
        final IdList ends = new IdList();
        final IdList depths = new IdList();
        final IdList except = new IdList();

        Walk(MaskEngine engine, ByteDfa dfa, @Nullable Base base) {
            this.trie = engine.vocabulary().trie();
            this.dfa = dfa;
            this.staying = new Staying(engine, dfa);
            this.base = base;
            this.body = base == null ? null : base.body();
        }

        void run(int start, int other) {
            TrieChildren children = trie.children();
            Apart apart = new Apart(trie, dfa);
            int[] states = new int[FIRST_DEPTH];
            int[] others = new int[FIRST_DEPTH];
            states[0] = start;
            others[0] = other;
            apart.open(0, 0, start, other);
            int depth = 0;
            while (depth >= 0) {
                int child = apart.next(depth);
                if (child < 0) {
                    depth--;
                    continue;
                }
                int byteValue = children.byteOf(child);
                int state = dfa.step(states[depth], byteValue);
                int beside = apart.step(others[depth], byteValue);
                int node = children.node(child);
                int end = trie.end(node);
                if (state == ByteDfa.DEAD) {
                    remove(node, node, end);
                    continue;
                }
                if (beside == ByteDfa.DEAD) {
                    added.addTokens(trie, node, node + 1);
                } else if (dfa.isAccepting(beside) && !dfa.isAccepting(state)) {
                    // The other one's words that end here do not: from here on this one goes alone.
                    remove(node + 1, node, end);
                    beside = ByteDfa.DEAD;
                }
                if (end == node + 1
                        || (base != null && beside != ByteDfa.DEAD && base.isAlike(state, beside, trie, node))) {
                    continue;
                }
                if (beside != ByteDfa.DEAD && staying.below(node, state, beside)) {
                    continue;
                }
                if (beside == ByteDfa.DEAD && staying.below(node, state)) {
                    added.addTokens(trie, node + 1, end);
                    continue;
                }
                depth++;
                if (dfa.isAccepting(state) && (beside == ByteDfa.DEAD || !dfa.isAccepting(beside))) {
                    ends.add(node);
                    depths.add(depth);
                }
                if (depth == states.length) {
                    states = Arrays.copyOf(states, 2 * depth);
                    others = Arrays.copyOf(others, 2 * depth);
                }
                states[depth] = state;
                others[depth] = beside;
                apart.open(depth, node, state, beside);
            }
        }

        /** Takes out the tokens at {@code from .. to - 1}, and those that cross below {@code ended .. to - 1}. */
        private void remove(int from, int ended, int to) {
            removed.addTokens(trie, from, to);
            if (body != null) {
                body.scan().addCrossing(body.scanLabels()[0], ended, to, except);
            }
        }
    }
}
