package dev.tenon.automaton.dfa;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/** A tree of literals, built word by word without any determinisation: O(bytes). */
final class LiteralTrie {
    private LiteralTrie() {}

    /**
     * The automaton of the words, each labelled by its index, the first where one comes twice. It is minimal, since
     * each node leads to other labels.
     */
    static ByteDfa labelled(List<String> words) {
        ByteDfa.Builder builder = ByteDfa.builder();
        builder.addState();
        var children = new IntPairTable(4 * words.size());
        var accepting = new BitSet();
        for (int i = 0; i < words.size(); i++) {
            int node = 0;
            for (byte value : encode(words.get(i))) {
                int b = value & 0xFF;
                int child = 1 + children.numberOf(node, b);
                if (child == builder.stateCount()) {
                    builder.addState();
                    builder.addTransition(node, b, b, child);
                }
                node = child;
            }
            if (!accepting.get(node)) {
                accepting.set(node);
                builder.accept(node, i);
            }
        }
        return builder.build();
    }

    /**
     * The string in UTF-8.
     *
     * @throws IllegalArgumentException when it has half a surrogate pair, which UTF-8 cannot spell
     */
    static byte[] encode(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (!Character.isHighSurrogate(c) || ++i == word.length() || !Character.isLowSurrogate(word.charAt(i))) {
                throw new IllegalArgumentException("a string with half a surrogate pair has no UTF-8 form");
            }
        }
        return word.getBytes(StandardCharsets.UTF_8);
    }
}
