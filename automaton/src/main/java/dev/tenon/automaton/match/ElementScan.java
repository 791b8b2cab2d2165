package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.match.Head.KeyHead;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.token.TokenTrie;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The mask of a reading within an element of an array of distinct elements, where what was read decides what may follow.
 *
 * <p>As long as a lexeme or key has not ended and more values are left than could be used, nothing is decided: such
 * tokens are found by the automaton alone, and those made of the symbols it loops on are not even looked at. From where
 * it may end, or values may run out, tokens are walked with all that was read.
 */
final class ElementScan {
    private final MaskEngine engine;
    private final MaskBuilder mask;
    private final Stepper stepper;

    ElementScan(MaskEngine engine, MaskBuilder mask, Stepper stepper) {
        this.engine = engine;
        this.mask = mask;
        this.stepper = stepper;
    }

    /** What is scanned: a lexeme or a key. */
    private abstract static sealed class Part {
        final ByteDfa dfa;

        Part(ByteDfa dfa) {
            this.dfa = dfa;
        }

        /** Units after entering a state. */
        abstract int count(int units, int enteredState);

        /** Whether what has come to the state is not complete, and can be completed for certain. */
        abstract boolean isSure(int state, int units);

        /** The reading after one more byte within the part. */
        abstract Head after(Head head, int byteValue, int state, int units);
    }

    private static final class LexemePart extends Part {
        private final CompiledLexeme lexeme;
        private final LexemeBreadth breadth;
        private final long enough;
        /** [units since the start] -> [state] -> whether sure, 0 where not asked yet. */
        private final byte[][] known;

        private final int startUnits;

        LexemePart(LexemeHead head, int depth) {
            super(head.lexeme.dfa);
            this.lexeme = head.lexeme;
            this.breadth = lexeme.breadth();
            this.enough = ElementLiveness.enough(head);
            this.startUnits = head.units;
            this.known = new byte[depth + 1][];
        }

        @Override
        int count(int units, int enteredState) {
            return lexeme.count(units, enteredState);
        }

        @Override
        boolean isSure(int state, int units) {
            byte[] row = known[units - startUnits];
            if (row == null) {
                row = new byte[dfa.stateCount()];
                known[units - startUnits] = row;
            }
            if (row[state] == 0) {
                boolean sure =
                        !dfa.isAccepting(state) && lexeme.isAlive(state, units) && breadth.of(state, units) >= enough;
                row[state] = (byte) (sure ? 1 : 2);
            }
            return row[state] == 1;
        }

        @Override
        Head after(Head head, int byteValue, int state, int units) {
            return new LexemeHead(lexeme, state, units, head.below, null)
                    .withValue(Objects.requireNonNullElse(head.value, PartialValue.START)
                            .read(byteValue));
        }
    }

    private static final class KeyPart extends Part {
        private final KeyHead start;
        /** The states from which there is no end of keys that may come. */
        private final BitSet endless = new BitSet();

        KeyPart(KeyHead head) {
            super(head.frame.node.table.keys);
            this.start = head;
            MemberTable table = head.frame.node.table;
            if (ElementLiveness.enough(head) > Saturating.INFINITE) {
                return;
            }
            for (int member : table.reach.manyMembers()) {
                if (head.frame.state.available().get(table.reach.place(member))) {
                    table.reach.statesOfMany(member).stream()
                            .filter(state -> table.keyCount(member, state) >= Saturating.INFINITE)
                            .forEach(endless::set);
                }
            }
        }

        @Override
        int count(int units, int enteredState) {
            return 0;
        }

        @Override
        boolean isSure(int state, int units) {
            return endless.get(state) && dfa.label(state) < 0;
        }

        @Override
        Head after(Head head, int byteValue, int state, int units) {
            KeyText before = head instanceof KeyHead key ? key.key : null;
            KeyText key = start.frame.node.table.remembersKeys ? new KeyText(before, byteValue) : null;
            return new KeyHead(start.frame, state, key, null)
                    .withValue(Objects.requireNonNullElse(head.value, PartialValue.START)
                            .read(byteValue));
        }
    }

    /** Adds the tokens of a reading within a lexeme. */
    void addLexeme(LexemeHead head) {
        Part part = new LexemePart(head, engine.vocabulary().trie().depth());
        scan(head, part, head.state, head.units);
    }

    /** Adds the tokens of a reading within a key. */
    void addKey(KeyHead head) {
        scan(head, new KeyPart(head), head.state, 0);
    }

    private void scan(Head head, Part part, int start, int units) {
        TokenTrie trie = engine.vocabulary().trie();
        Slice.Loop loop = Slice.loopOf(part.dfa, start, engine.occurringBytes());
        if (loop != null && isSureThroughout(part, loop.state(), units)) {
            Slice slice = engine.slice(loop.symbols());
            mask.setAll(slice.pure);
            trie = slice.rest();
        }
        walk(head.withTrace(null), part, trie, start, units);
    }

    /** Whether all is sure in a state that loops, after each number of symbols that a token can have. */
    private boolean isSureThroughout(Part part, int loop, int units) {
        int symbols = engine.vocabulary().symbols().longestCodePoints();
        int count = units;
        for (int i = 0; i < symbols; i++) {
            int next = part.count(count, loop);
            if (!part.isSure(loop, next)) {
                return false;
            }
            if (next == count) {
                return true;
            }
            count = next;
        }
        return true;
    }

    private void walk(Head head, Part part, TokenTrie trie, int start, int startUnits) {
        int[] states = new int[trie.depth() + 1];
        int[] units = new int[trie.depth() + 1];
        int[] endAt = new int[trie.depth() + 1];
        int[] bytes = new int[trie.depth() + 1];
        // Readings are made where they are asked for: up to here they are.
        @Nullable Head[] heads = new Head[trie.depth() + 1];
        heads[0] = head;
        int made = 0;
        states[0] = start;
        units[0] = startUnits;
        endAt[0] = trie.nodeCount();
        int depth = 0;
        int node = 1;
        while (node < trie.nodeCount()) {
            while (node >= endAt[depth]) {
                depth--;
            }
            made = Math.min(made, depth);
            int end = trie.end(node);
            int byteValue = trie.byteOf(node);
            int state = part.dfa.step(states[depth], byteValue);
            if (state == ByteDfa.DEAD) {
                node = end;
                continue;
            }
            int count = part.count(units[depth], state);
            if (part.isSure(state, count)) {
                mask.setAll(trie, node);
                depth++;
                states[depth] = state;
                units[depth] = count;
                bytes[depth] = byteValue;
                endAt[depth] = end;
                node++;
                continue;
            }
            while (made < depth) {
                Head before = Objects.requireNonNull(heads[made]);
                made++;
                heads[made] = part.after(before, bytes[made], states[made], units[made]);
            }
            Position after = stepper.step(Objects.requireNonNull(heads[depth]), byteValue);
            if (!after.isDead()) {
                mask.setAll(trie, node);
                mask.walkFrom(trie, node, after);
            }
            node = end;
        }
    }
}
