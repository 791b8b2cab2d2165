package dev.tenon.sampler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tenon.automaton.match.Matcher;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one language that were drawn before, for {@link TextSampler#nextOther}. Mutable, not thread-safe.
 *
 * <p>They are kept as a tree of bytes, and each node with the ways on that still lead to a text that was not drawn. So the
 * next walk cannot end at one of them, and once the root has no way left there are no more texts: a small language is counted
 * by drawing it empty. And of the keys that the grammar names those that came seldom come first.
 */
public final class DrawnTexts {
    private @Nullable Node root;
    /** How often each key that the grammar names was begun, by its bytes in ISO 8859-1. */
    private final Map<String, Integer> keys = new HashMap<>();

    private int size;

    /** None yet. */
    public DrawnTexts() {}

    /** How many texts were drawn. */
    public int size() {
        return size;
    }

    /** Where a walk begins; null where nothing was drawn. */
    @Nullable
    Node root() {
        return root;
    }

    /** Whether there is no other text. */
    boolean isAll() {
        return root != null && root.isExhausted();
    }

    /** How often a key that the grammar names was begun. */
    int count(byte[] key) {
        return keys.getOrDefault(new String(key, ISO_8859_1), 0);
    }

    /** A key that the grammar names is begun. */
    void begin(byte[] key) {
        keys.merge(new String(key, ISO_8859_1), 1, Integer::sum);
    }

    /**
     * Takes in a text.
     *
     * @param matcher at the beginning of a text of the same language
     */
    void add(byte[] text, Matcher matcher) {
        List<Node> path = new ArrayList<>();
        Node at = root;
        if (at == null) {
            at = new Node(matcher);
            root = at;
        }
        for (int i = 0; i < text.length; i++) {
            path.add(at);
            if (matcher.acceptBytes(text, i, 1) != 1) {
                throw new IllegalArgumentException("no text of the language: byte " + i);
            }
            int b = text[i] & 0xFF;
            Node next = at.children.get(b);
            if (next == null) {
                next = new Node(matcher);
                at.children.put(b, next);
            }
            at = next;
        }
        size += at.mayEnd ? 1 : 0;
        at.mayEnd = false;
        for (int i = text.length - 1; i >= 0 && at.isExhausted(); i--) {
            at = path.get(i);
            at.left.clear(text[i] & 0xFF);
            // What lies behind it is not asked for again.
            at.children.remove(text[i] & 0xFF);
        }
    }

    /** After the same first bytes of some of the texts. */
    static final class Node {
        /** The bytes that lead to other texts. */
        private final BitSet left;

        private final Map<Integer, Node> children = new HashMap<>(2);
        private boolean mayEnd;

        private Node(Matcher matcher) {
            this.left = matcher.nextBytes();
            this.mayEnd = matcher.isAccepting();
        }

        /** Whether another text ends here. */
        boolean mayEnd() {
            return mayEnd;
        }

        /** Whether another text goes on with this byte. */
        boolean leads(int byteValue) {
            return left.get(byteValue);
        }

        /** Leaves of the bytes only those that lead to another text. */
        void restrict(BitSet bytes) {
            bytes.and(left);
        }

        /** What was drawn beyond this byte; null where nothing was. */
        @Nullable
        Node child(int byteValue) {
            return children.get(byteValue);
        }

        private boolean isExhausted() {
            return left.isEmpty() && !mayEnd;
        }
    }
}
