package dev.tenon.automaton.match;

import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.Arrays;

/** The TEXT tokens of a vocabulary by their first byte, and how many they are. Immutable. */
final class TokensByFirstByte {
    private static final int BYTES = 256;

    private final TokenMask[] tokens = new TokenMask[BYTES];
    private final int[] counts = new int[BYTES];
    private final int[] nodeCounts = new int[BYTES];

    /** O(tokens). */
    TokensByFirstByte(Vocabulary vocabulary) {
        TokenTrie trie = vocabulary.trie();
        int wordCount = (vocabulary.size() + 63) >>> 6;
        Arrays.fill(tokens, TokenMask.adopt(new long[wordCount], vocabulary.size()));
        for (int child = 1; child < trie.nodeCount(); child = trie.end(child)) {
            long[] words = new long[wordCount];
            int first = trie.byteOf(child);
            int last = trie.idStart(trie.end(child));
            for (int at = trie.idStart(child); at < last; at++) {
                words[trie.id(at) >> 6] |= 1L << trie.id(at);
            }
            tokens[first] = TokenMask.adopt(words, vocabulary.size());
            counts[first] = last - trie.idStart(child);
            nodeCounts[first] = trie.end(child) - child;
        }
    }

    /** The tokens that begin with a byte. */
    TokenMask tokens(int byteValue) {
        return tokens[byteValue];
    }

    /** How many they are. */
    int count(int byteValue) {
        return counts[byteValue];
    }

    /** How many nodes of the vocabulary's trie lead to them. */
    int nodeCount(int byteValue) {
        return nodeCounts[byteValue];
    }
}
