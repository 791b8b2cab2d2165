package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.match.CountedTokens.Bounds;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenTrie;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tokens within the bounds of a lexeme that ends for good by a walk. Once there are units enough a word must only
 * not become too long, so that the shortest way to its end decides; before that, where not every larger length is possible,
 * only {@link dev.tenon.automaton.dfa.WordLengths} tell. The walk passes by what is too short to come to the bounds, and
 * what is all the same symbol to the automaton. Not thread-safe.
 */
final class CountedWalk implements LoopExits.Visitor {
    private final TokenTrie trie;
    private final ByteDfa dfa;
    private final Bounds bounds;
    private final Staying staying;
    private final TokenSymbols symbols;
    /** Tokens inside: all that are without bounds, from which some are taken; or those found so far. */
    private final long[] words;

    private final boolean takes;
    private final IdList except = new IdList();
    private final IdList ends = new IdList();
    private final IdList depths = new IdList();
    /** [bytes read] -> units so far. */
    private final int[] counted;
    /** [bytes read] -> code points begun. */
    private final int[] symbolsRead;
    /** [bytes read] -> whether the word cannot be completed any more. */
    private final boolean[] lost;
    /** [units] -> [state] -> 1 for alive, 2 for not; 0 where it was not asked yet. */
    private final byte[] @Nullable [] known;

    private CountedWalk(MaskEngine engine, Bounds bounds, long[] words, boolean takes) {
        this.trie = engine.vocabulary().trie();
        this.dfa = bounds.dfa();
        this.bounds = bounds;
        this.staying = new Staying(engine, dfa);
        this.symbols = engine.vocabulary().symbols();
        this.words = words;
        this.takes = takes;
        this.counted = new int[trie.depth() + 1];
        this.symbolsRead = new int[trie.depth() + 1];
        this.lost = new boolean[trie.depth() + 1];
        this.known = new byte[trie.depth() + TokenTrie.MOST_HEIGHT + 1][];
        LoopExits.walkAll(trie, dfa, bounds.state(), this);
    }

    /** All tokens are looked for; for bounds that few tokens keep. */
    static CountedTokens alone(MaskEngine engine, Bounds bounds) {
        long[] words = new long[(engine.vocabulary().size() + 63) >>> 6];
        CountedWalk walk = new CountedWalk(engine, bounds, words, false);
        return new CountedTokens(
                TokenMask.adopt(words, engine.vocabulary().size()),
                new CountedTokens.Ends(walk.ends.toArray(), walk.depths.toArray()),
                Crossing.NO_IDS);
    }

    /**
     * Those are taken out of the tokens without bounds that do not keep them.
     *
     * @param words the tokens inside without bounds, which are taken over
     */
    static CountedTokens less(MaskEngine engine, Bounds bounds, long[] words) {
        CountedWalk walk = new CountedWalk(engine, bounds, words, true);
        return new CountedTokens(TokenMask.adopt(words, engine.vocabulary().size()), null, walk.except.toArray());
    }

    @Override
    public boolean visit(int node, int depth, int state) {
        int count = counted[depth - 1] + (dfa.isUnit(state) ? 1 : 0);
        counted[depth] = count;
        symbolsRead[depth] = symbolsRead[depth - 1] + TokenSymbols.begun(trie.byteOf(node));
        return takes ? take(node, depth, state, count) : find(node, depth, state, count);
    }

    private boolean find(int node, int depth, int state, int count) {
        if (dfa.isAccepting(state)) {
            if (bounds.holds(count)) {
                add(node, node + 1);
                if (trie.end(node) > node + 1) {
                    ends.add(node);
                    depths.add(depth);
                }
            }
            return false;
        }
        if (!isAlive(state, count)) {
            return false;
        }
        add(node, node + 1);
        return !passes(node, depth, state, count);
    }

    private boolean take(int node, int depth, int state, int count) {
        boolean isLost = lost[depth - 1];
        int end = trie.end(node);
        if (dfa.isAccepting(state)) {
            if (isLost || !bounds.holds(count)) {
                remove(node, node + 1);
                except.addTokens(trie, node + 1, end);
            }
            return false;
        }
        if (!isLost && !isAlive(state, count)) {
            remove(node, end);
            isLost = true;
        }
        lost[depth] = isLost;
        if (isLost) {
            // Its ends are still looked for.
            return !staying.below(node, state);
        }
        int height = trie.height(node);
        return !(height < TokenTrie.MOST_HEIGHT && bounds.areFar(count, height)) && !passes(node, depth, state, count);
    }

    /**
     * Settles all that comes below a node where that is a matter of counting: tokens by which an automaton stays in a
     * state are within the bounds as long as they are not too long.
     *
     * @return whether it is settled
     */
    private boolean passes(int node, int depth, int state, int count) {
        if (!staying.below(node, state)) {
            return false;
        }
        int height = dfa.isUnit(state) ? trie.height(node) : 0;
        // A word can grow by the symbols of a loop as it likes, so what the longest leaves alive all leave alive.
        if (height < TokenTrie.MOST_HEIGHT && isAlive(state, count + height)) {
            if (!takes) {
                add(node + 1, trie.end(node));
            }
            return true;
        }
        if (!bounds.lengths().isFree()) {
            return false;
        }
        int last = trie.idStart(trie.end(node));
        for (int at = trie.idStart(node + 1); at < last; at++) {
            int id = trie.id(at);
            boolean isWithin = bounds.isAlive(state, count + symbols.codePoints(id) - symbolsRead[depth]);
            if (takes && !isWithin) {
                LexemeScan.clear(words, id);
            } else if (!takes && isWithin) {
                words[id >> 6] |= 1L << id;
            }
        }
        return true;
    }

    private boolean isAlive(int state, int units) {
        if (bounds.lengths().isFree()) {
            return bounds.isAlive(state, units);
        }
        byte[] row = known[units];
        if (row == null) {
            row = new byte[dfa.stateCount()];
            known[units] = row;
        }
        if (row[state] == 0) {
            row[state] = (byte) (bounds.isAlive(state, units) ? 1 : 2);
        }
        return row[state] == 1;
    }

    private void add(int from, int to) {
        int last = trie.idStart(to);
        for (int at = trie.idStart(from); at < last; at++) {
            words[trie.id(at) >> 6] |= 1L << trie.id(at);
        }
    }

    private void remove(int from, int to) {
        int last = trie.idStart(to);
        for (int at = trie.idStart(from); at < last; at++) {
            LexemeScan.clear(words, trie.id(at));
        }
    }
}
