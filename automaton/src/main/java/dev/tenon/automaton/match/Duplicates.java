package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.match.Frame.ElementsFrame;
import dev.tenon.automaton.match.Frame.Part;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that arrays of distinct elements forbid. Where values never run out, the tokens of a reading within an element
 * are those that it had if elements might be equal, less those that complete an element with a value that is used; and such
 * a token is found on the way of a used value: other ways are not looked at.
 */
final class Duplicates {
    private final Stepper stepper;
    private final TokenTrie trie;
    private final IdList dead;
    private final int depthLimit;

    /** The tokens that matter, where they are known and few. */
    private final @Nullable Few few;
    /** The bytes down to the node that is looked at. */
    private final byte[] path;

    private record Few(Vocabulary vocabulary, TokenMask tokens) {
        /** Adds those that begin with some bytes. */
        void addWith(byte[] prefix, int length, IdList list) {
            for (int i = 0; i < tokens.shortCount(); i++) {
                if (begins(tokens.shortId(i), prefix, length)) {
                    list.add(tokens.shortId(i));
                }
            }
        }

        private boolean begins(int id, byte[] prefix, int length) {
            boolean same = vocabulary.byteCount(id) >= length;
            for (int i = 0; i < length && same; i++) {
                same = (byte) vocabulary.byteAt(id, i) == prefix[i];
            }
            return same;
        }
    }

    private Duplicates(Stepper stepper, TokenTrie trie, @Nullable Few few, IdList dead) {
        this.stepper = stepper;
        this.trie = trie;
        this.few = few;
        this.dead = dead;
        this.depthLimit = trie.depth() + 2;
        this.path = new byte[depthLimit];
    }

    /** Whether equal elements are all that the arrays around a reading rule out: values never run out in them. */
    static boolean areAll(Head head) {
        if (!isCounting(head)) {
            return false;
        }
        for (Frame frame = head.below; frame != null && frame.element() != null; frame = frame.below) {
            if (frame instanceof ElementsFrame array && array.node.distinct != null) {
                DistinctElements distinct = array.node.distinct;
                if (!distinct.isPlentiful() || distinct.completion(array.state, array.used) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the lengths of a lexeme, if they matter, are a matter of counting alone. */
    private static boolean isCounting(Head head) {
        return !(head instanceof LexemeHead lexeme)
                ? !(head instanceof Head.SteppedHead)
                : !lexeme.lexeme.isCounted() || (lexeme.lexeme.isFree() && lexeme.lexeme.endsForGood());
    }

    /** The reading if the elements of the arrays around it might be equal. */
    static Head relaxed(Head head) {
        return head.within(Objects.requireNonNull(head.below).relaxed());
    }

    /**
     * Adds the tokens that die of an equal element, and perhaps others that die anyway.
     *
     * @param head a reading for which {@link #areAll} holds
     * @param root tokens begin with its children
     */
    static void collect(Stepper stepper, Head head, TokenTrie trie, int root, IdList dead) {
        new Duplicates(stepper, trie, null, dead).collect(head, root);
    }

    /**
     * The same of the tokens of a vocabulary's own trie.
     *
     * @param all the tokens that matter: of others nothing is said
     */
    static void collect(Stepper stepper, Head head, Vocabulary vocabulary, TokenMask all, IdList dead) {
        Few few = all.listsAllowed() ? new Few(vocabulary, all) : null;
        new Duplicates(stepper, vocabulary.trie(), few, dead).collect(head, 0);
    }

    private void collect(Head head, int root) {
        if (head instanceof LexemeHead lexeme) {
            within(lexeme, root);
        } else {
            from(new Position(new Head[] {head}, false, null), root, 0);
        }
    }

    /** As long as the lexeme goes on and has more words left than values are used, nothing is decided. */
    private void within(LexemeHead head, int root) {
        CompiledLexeme lexeme = head.lexeme;
        long enough = 1;
        for (Frame frame = head.below; frame != null && frame.element() != null; frame = frame.below) {
            if (frame instanceof ElementsFrame array) {
                enough += UsedValues.size(array.used);
            }
        }
        int[] next = new int[depthLimit];
        int[] ends = new int[depthLimit];
        int[] states = new int[depthLimit];
        int[] units = new int[depthLimit];
        PartialValue[] values = new PartialValue[depthLimit];
        BitSet[] bytes = new BitSet[depthLimit];
        int depth = 0;
        next[0] = root + 1;
        ends[0] = trie.end(root);
        states[0] = head.state;
        units[0] = head.units;
        values[0] = Objects.requireNonNullElse(head.value, PartialValue.START);
        bytes[0] = nextBytes(values[0], head);
        while (depth >= 0) {
            int node = nextChild(next, ends[depth], depth, bytes[depth]);
            if (node < 0) {
                depth--;
                continue;
            }
            int byteValue = trie.byteOf(node);
            int state = lexeme.dfa.step(states[depth], byteValue);
            int count = state == ByteDfa.DEAD ? 0 : lexeme.count(units[depth], state);
            if (state == ByteDfa.DEAD || !lexeme.isAlive(state, count)) {
                continue;
            }
            if (lexeme.dfa.isAccepting(state) || lexeme.breadth().of(state, count) < enough) {
                Head at =
                        new LexemeHead(lexeme, states[depth], units[depth], head.below, null).withValue(values[depth]);
                step(new Position(new Head[] {at}, false, null), node, depth);
                continue;
            }
            path[depth] = (byte) byteValue;
            depth++;
            next[depth] = node + 1;
            ends[depth] = trie.end(node);
            states[depth] = state;
            units[depth] = count;
            values[depth] = values[depth - 1].read(byteValue);
            bytes[depth] = nextBytes(values[depth], head);
        }
    }

    /** The next child, at {@code next[depth]} or after it, that is one of the bytes; -1 where there is none. */
    private int nextChild(int[] next, int end, int depth, @Nullable BitSet bytes) {
        while (next[depth] < end) {
            int node = next[depth];
            next[depth] = trie.end(node);
            if (bytes == null || bytes.get(trie.byteOf(node))) {
                return node;
            }
        }
        return -1;
    }

    /** Goes on from a position by the byte of a node. */
    private void step(Position from, int node, int length) {
        Position after = stepper.step(from, trie.byteOf(node));
        path[length] = (byte) trie.byteOf(node);
        if (after.isDead()) {
            addDead(node, length + 1);
        } else {
            from(after, node, length + 1);
        }
    }

    /** Adds the tokens below a node, down to which so many bytes lead. */
    private void addDead(int node, int length) {
        int end = trie.end(node);
        if (few != null && trie.idStart(end) - trie.idStart(node) > few.tokens.shortCount()) {
            few.addWith(path, length, dead);
        } else {
            dead.addTokens(trie, node, end);
        }
    }

    /** @param length the bytes down to the root */
    private void from(Position start, int root, int length) {
        int[] next = new int[depthLimit];
        int[] ends = new int[depthLimit];
        Position[] positions = new Position[depthLimit];
        @Nullable BitSet[] bytes = new BitSet[depthLimit];
        int depth = 0;
        next[0] = root + 1;
        ends[0] = trie.end(root);
        positions[0] = start;
        bytes[0] = nextBytes(start);
        while (depth >= 0) {
            int node = nextChild(next, ends[depth], depth, bytes[depth]);
            if (node < 0) {
                depth--;
                continue;
            }
            Position after = stepper.step(positions[depth], trie.byteOf(node));
            path[length + depth] = (byte) trie.byteOf(node);
            if (after.isDead()) {
                addDead(node, length + depth + 1);
                continue;
            }
            depth++;
            next[depth] = node + 1;
            ends[depth] = trie.end(node);
            positions[depth] = after;
            bytes[depth] = nextBytes(after);
        }
    }

    /** The bytes that are on the way of an equal element; null for all. */
    private static @Nullable BitSet nextBytes(Position position) {
        BitSet bytes = new BitSet();
        for (Head head : position.heads) {
            if (head.value != null) {
                addNext(head.value, head, bytes);
            } else if (isBetweenElements(head)) {
                return null;
            }
        }
        return bytes;
    }

    private static BitSet nextBytes(PartialValue value, Head head) {
        BitSet bytes = new BitSet();
        addNext(value, head, bytes);
        return bytes;
    }

    @SuppressWarnings("ReferenceEquality")
    private static void addNext(PartialValue value, Head head, BitSet bytes) {
        ElementsFrame outermost = head.below == null ? null : head.below.element();
        for (Frame frame = head.below; frame != null && frame.element() != null; frame = frame.below) {
            if (frame instanceof ElementsFrame array) {
                for (UsedValues used = array.used; used != null; used = used.earlier) {
                    if (array == outermost) {
                        value.addNext(used.value, bytes);
                    } else {
                        value.addNextWithin(used.value, bytes);
                    }
                }
            }
        }
    }

    private static boolean isBetweenElements(Head head) {
        for (Frame frame = head.below; frame != null; frame = frame.below) {
            if (frame instanceof ElementsFrame array && array.node.distinct != null && array.part == Part.SEPARATOR) {
                return true;
            }
        }
        return false;
    }
}
