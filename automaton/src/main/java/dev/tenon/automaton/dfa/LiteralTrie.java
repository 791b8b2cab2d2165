package dev.tenon.automaton.dfa;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
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
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        for (int i = 0; i < words.size(); i++) {
            ByteBuffer bytes = encode(encoder, words.get(i));
            int node = 0;
            while (bytes.hasRemaining()) {
                int b = bytes.get() & 0xFF;
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

    private static ByteBuffer encode(CharsetEncoder encoder, String word) {
        try {
            return encoder.encode(CharBuffer.wrap(word));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a string with half a surrogate pair has no UTF-8 form", e);
        }
    }
}
