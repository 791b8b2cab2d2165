package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.TextMachine;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the text so far: where it stands in the part being read, and the stack of what follows. Immutable.
 * Equality is of what may follow; the trace of how it got there does not count.
 */
abstract sealed class Head {
    final @Nullable Frame below;
    /** Null where no events are wanted. */
    final @Nullable Trace trace;

    /** What was read of the element of the outermost array of distinct elements; null where there is none. */
    final @Nullable PartialValue value;

    final int hash;

    private Head(@Nullable Frame below, @Nullable PartialValue value, @Nullable Trace trace, int ownHash) {
        this.below = below;
        this.value = value;
        this.trace = trace;
        this.hash = (Frame.hash(below) * 31 + (value == null ? 0 : value.hash)) * 0x85EBCA6B + ownHash;
    }

    abstract boolean sameTop(Head other);

    abstract Head withTrace(@Nullable Trace newTrace);

    abstract Head withValue(PartialValue newValue);

    /** The same on top of another stack, with nothing read of an element. */
    abstract Head within(Frame newBelow);

    /** Least bytes to the end of the text. */
    abstract long least();

    static boolean same(Head a, Head b) {
        return a == b
                || (a.hash == b.hash
                        && a.sameTop(b)
                        && PartialValue.same(a.value, b.value)
                        && Frame.same(a.below, b.below));
    }

    /** Whether all that can follow the second reading can follow the first. */
    static boolean covers(Head a, Head b) {
        return a == b
                || (a.hash == b.hash
                        && a.sameTop(b)
                        && PartialValue.same(a.value, b.value)
                        && Frame.covers(a.below, b.below));
    }

    /** Within a lexeme, after so many units. */
    static final class LexemeHead extends Head {
        final CompiledLexeme lexeme;
        final int state;
        final int units;

        LexemeHead(CompiledLexeme lexeme, int state, int units, @Nullable Frame below, @Nullable Trace trace) {
            this(lexeme, state, units, below, null, trace);
        }

        private LexemeHead(
                CompiledLexeme lexeme,
                int state,
                int units,
                @Nullable Frame below,
                @Nullable PartialValue value,
                @Nullable Trace trace) {
            super(below, value, trace, (System.identityHashCode(lexeme) * 31 + state) * 31 + units);
            this.lexeme = lexeme;
            this.state = state;
            this.units = units;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // lexemes are interned by program
        boolean sameTop(Head other) {
            return other instanceof LexemeHead that
                    && lexeme == that.lexeme
                    && state == that.state
                    && units == that.units;
        }

        @Override
        Head withTrace(@Nullable Trace newTrace) {
            return new LexemeHead(lexeme, state, units, below, value, newTrace);
        }

        @Override
        Head withValue(PartialValue newValue) {
            return new LexemeHead(lexeme, state, units, below, newValue, trace);
        }

        @Override
        Head within(Frame newBelow) {
            return new LexemeHead(lexeme, state, units, newBelow, null);
        }

        @Override
        long least() {
            return Saturating.plus(lexeme.leastBytes(state, units), Frame.least(below));
        }
    }

    /** Within a text that is told step by step. */
    static final class SteppedHead extends Head {
        final TextMachine machine;
        final TextMachine.State state;

        SteppedHead(TextMachine machine, TextMachine.State state, @Nullable Frame below, @Nullable Trace trace) {
            this(machine, state, below, null, trace);
        }

        private SteppedHead(
                TextMachine machine,
                TextMachine.State state,
                @Nullable Frame below,
                @Nullable PartialValue value,
                @Nullable Trace trace) {
            super(below, value, trace, state.hashCode());
            this.machine = machine;
            this.state = state;
        }

        @Override
        boolean sameTop(Head other) {
            return other instanceof SteppedHead that && state.equals(that.state);
        }

        @Override
        Head withTrace(@Nullable Trace newTrace) {
            return new SteppedHead(machine, state, below, value, newTrace);
        }

        @Override
        Head withValue(PartialValue newValue) {
            return new SteppedHead(machine, state, below, newValue, trace);
        }

        @Override
        Head within(Frame newBelow) {
            return new SteppedHead(machine, state, newBelow, null);
        }

        @Override
        long least() {
            return Saturating.plus(state.leastBytes(), Frame.least(below));
        }
    }

    /** Within a key of an object. */
    static final class KeyHead extends Head {
        final Frame.MembersFrame frame;
        final int state;
        /** The key so far; null at its start, or where no key needs to be remembered. */
        final @Nullable KeyText key;

        KeyHead(Frame.MembersFrame frame, int state, @Nullable KeyText key, @Nullable Trace trace) {
            this(frame, state, key, null, trace);
        }

        private KeyHead(
                Frame.MembersFrame frame,
                int state,
                @Nullable KeyText key,
                @Nullable PartialValue value,
                @Nullable Trace trace) {
            super(frame, value, trace, state * 31 + (key == null ? 0 : key.hash));
            this.frame = frame;
            this.state = state;
            this.key = key;
        }

        @Override
        boolean sameTop(Head other) {
            return other instanceof KeyHead that && state == that.state && KeyText.same(key, that.key);
        }

        @Override
        Head withTrace(@Nullable Trace newTrace) {
            return new KeyHead(frame, state, key, value, newTrace);
        }

        @Override
        Head withValue(PartialValue newValue) {
            return new KeyHead(frame, state, key, newValue, trace);
        }

        @Override
        Head within(Frame newBelow) {
            return new KeyHead((Frame.MembersFrame) newBelow, state, key, null);
        }

        @Override
        long least() {
            return Saturating.plus(frame.leastFrom(state), Frame.least(frame.below));
        }
    }

    /** Before a token that is no text. */
    static final class TokenHead extends Head {
        final Node.TokenNode node;

        TokenHead(Node.TokenNode node, @Nullable Frame below, @Nullable Trace trace) {
            this(node, below, null, trace);
        }

        private TokenHead(
                Node.TokenNode node, @Nullable Frame below, @Nullable PartialValue value, @Nullable Trace trace) {
            super(below, value, trace, System.identityHashCode(node));
            this.node = node;
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        boolean sameTop(Head other) {
            return other instanceof TokenHead that && node == that.node;
        }

        @Override
        Head withTrace(@Nullable Trace newTrace) {
            return new TokenHead(node, below, value, newTrace);
        }

        @Override
        Head withValue(PartialValue newValue) {
            return new TokenHead(node, below, newValue, trace);
        }

        @Override
        Head within(Frame newBelow) {
            return new TokenHead(node, newBelow, null);
        }

        @Override
        long least() {
            return Saturating.plus(1, Frame.least(below));
        }
    }
}
