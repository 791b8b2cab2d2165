package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All that a vocabulary's tokens can do from one state of an object's key automaton while a set of members is
 * available: which stay inside the key, and where the others complete the key of which member. Keys that are used up
 * are not looked at here. Thread-safe.
 */
final class KeyScan {
    private static final int FEW = 4;

    private final Vocabulary vocabulary;
    final TokenMask inside;
    private final TokenTrie walked;
    /** Member -> nodes of {@link #walked} that complete one of its keys, and their depths, in turn. */
    private final Map<Integer, int[]> ends;

    private final ConcurrentHashMap<CrossingKey, Crossing> crossings = new ConcurrentHashMap<>();

    private record CrossingKey(int member, FirstBytes first) {}

    KeyScan(MaskEngine engine, MemberTable table, int start, BitSet available) {
        this.vocabulary = engine.vocabulary();
        ByteDfa keys = table.keys;
        Slice.Loop loop = Slice.loopOf(keys, start, engine.occurringBytes());
        Slice slice = loop == null || keys.isAccepting(loop.state()) ? null : engine.slice(loop.symbols());
        this.walked = slice == null ? vocabulary.trie() : slice.rest;
        long[] words = new long[(vocabulary.size() + 63) >>> 6];
        if (slice != null && loop != null && table.reach.meets(loop.state(), available)) {
            slice.pure.orInto(words);
        }
        this.ends = new HashMap<>();
        walk(table, start, available, words);
        this.inside = TokenMask.adopt(words, vocabulary.size());
    }

    /** The members one of whose keys some token completes and goes on from. */
    Iterable<Integer> completedMembers() {
        return ends.keySet();
    }

    /** A rough size for cache bounds. */
    int bytes() {
        int total = inside.wordCount() * 8 + 256;
        for (int[] list : ends.values()) {
            total += list.length * 4 + 48;
        }
        return total;
    }

    /** What follows a key of the member, for a continuation that begins with these bytes. */
    Crossing crossing(int member, FirstBytes first) {
        CrossingKey key = new CrossingKey(member, first);
        Crossing known = crossings.get(key);
        if (known == null) {
            known = cross(ends.getOrDefault(member, new int[0]), first);
            crossings.put(key, known);
        }
        return known;
    }

    private Crossing cross(int[] list, FirstBytes first) {
        int[] roots = new int[list.length / 2];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = list[2 * i];
        }
        if (roots.length <= FEW) {
            return new Crossing(walked, roots);
        }
        TokenTrie.Builder suffixes = TokenTrie.builder();
        for (int i = 0; i < roots.length; i++) {
            int end = walked.end(roots[i]);
            for (int child = roots[i] + 1; child < end; child = walked.end(child)) {
                if (first.has(walked.byteOf(child))) {
                    for (int at = walked.idStart(child); at < walked.idStart(walked.end(child)); at++) {
                        suffixes.add(vocabulary, walked.id(at), list[2 * i + 1]);
                    }
                }
            }
        }
        return new Crossing(suffixes.build(), new int[] {0});
    }

    private void walk(MemberTable table, int start, BitSet available, long[] words) {
        TokenTrie trie = walked;
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
            int state = table.keys.step(states[depth], trie.byteOf(node));
            if (state == ByteDfa.DEAD || !table.reach.meets(state, available)) {
                node = end;
                continue;
            }
            for (int at = trie.idStart(node); at < trie.idStart(node + 1); at++) {
                int id = trie.id(at);
                words[id >> 6] |= 1L << id;
            }
            depth++;
            states[depth] = state;
            endAt[depth] = end;
            int member = table.keys.label(state);
            if (member >= 0) {
                if (end > node + 1) {
                    int[] list = ends.getOrDefault(member, new int[0]);
                    int[] longer = Arrays.copyOf(list, list.length + 2);
                    longer[list.length] = node;
                    longer[list.length + 1] = depth;
                    ends.put(member, longer);
                }
                node = end;
                depth--;
            } else {
                node++;
            }
        }
    }

    /** The node below the root whose path is the bytes, or -1. */
    static int find(TokenTrie trie, byte[] path, int from) {
        int node = 0;
        for (int i = from; i < path.length && node >= 0; i++) {
            node = trie.child(node, path[i] & 0xFF);
        }
        return node;
    }
}
