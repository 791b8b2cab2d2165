package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;

/**
 * What tokens can do within a lexeme of bounded length: those that it has without bounds, less the ones that count too many
 * units, or end it after too few. Far from its bounds they are all there.
 *
 * @param inside tokens that stay inside to their end
 * @param except tokens that would end it and go on, but after too few units or too many
 * @param canEnd whether any token ends it within the bounds
 */
record CountedTokens(TokenMask inside, int[] except, boolean canEnd) {
    /** Whether the reading is so far from its bounds that they say nothing. */
    static boolean areAll(MaskEngine engine, LexemeHead head, WordLengths lengths) {
        CompiledLexeme lexeme = head.lexeme;
        // No token counts more units than it has bytes.
        return head.units >= lexeme.minUnits
                && (lexeme.maxUnits == Expr.UNBOUNDED
                        || lexeme.maxUnits - head.units
                                >= engine.vocabulary().longestTokenBytes() + lengths.mostLeast());
    }

    /**
     * Reads every token that can be read, with its length. Once there are units enough a word must only not become too long,
     * so that the shortest way to its end decides; before that, where not every larger length is possible, only this tells.
     * What can no longer come within the bounds is read on: it may still end the lexeme as it is without bounds.
     *
     * @param dfa of a lexeme that ends for good
     */
    static CountedTokens read(Vocabulary vocabulary, ByteDfa dfa, int start, WordLengths lengths, int most, int least) {
        TokenTrie trie = vocabulary.trie();
        long[] words = new long[(vocabulary.size() + 63) >>> 6];
        IdList except = new IdList();
        boolean canEnd = false;
        // [units read] -> [state] -> 1 for alive, 2 for not; 0 where it was not asked yet
        byte[][] known = new byte[trie.depth() + 1][];
        int[] states = new int[trie.depth() + 1];
        int[] units = new int[trie.depth() + 1];
        int[] endAt = new int[trie.depth() + 1];
        boolean[] lost = new boolean[trie.depth() + 1];
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
            if (state == ByteDfa.DEAD) {
                node = end;
                continue;
            }
            int count = units[depth] + (dfa.isUnit(state) ? 1 : 0);
            boolean ends = dfa.isAccepting(state);
            boolean within = !lost[depth]
                    && (ends ? count >= least && count <= most : isAlive(known, lengths, state, count, most, least));
            if (within) {
                set(words, trie, node);
                canEnd |= ends;
            } else if (ends) {
                except.addTokens(trie, node + 1, end);
            }
            if (ends) {
                node = end;
                continue;
            }
            depth++;
            states[depth] = state;
            units[depth] = count;
            endAt[depth] = end;
            lost[depth] = !within;
            node++;
        }
        return new CountedTokens(TokenMask.adopt(words, vocabulary.size()), except.toArray(), canEnd);
    }

    private static boolean isAlive(byte[][] known, WordLengths lengths, int state, int count, int most, int least) {
        byte[] row = known[count];
        if (row == null) {
            row = new byte[lengths.stateCount()];
            known[count] = row;
        }
        if (row[state] == 0) {
            int max = most == Expr.UNBOUNDED ? Expr.UNBOUNDED : most - count;
            row[state] = (byte) (lengths.canReach(state, Math.max(0, least - count), max) ? 1 : 2);
        }
        return row[state] == 1;
    }

    private static void set(long[] words, TokenTrie trie, int node) {
        for (int at = trie.idStart(node); at < trie.idStart(node + 1); at++) {
            words[trie.id(at) >> 6] |= 1L << trie.id(at);
        }
    }

    /** A rough size for cache bounds. */
    int bytes() {
        return inside.wordCount() * 8 + except.length * 4 + 256;
    }
}
