package dev.tenon.automaton.grammar;

import org.jspecify.annotations.Nullable;

/**
 * A language that is told step by step, for what no automaton of a reasonable size can tell: its states are worked out as
 * they are met and never numbered. Immutable and thread-safe, and so are its states, which are equal where they are at the
 * same place of the same machine.
 *
 * <p>A machine has no dead ends: every state that it gives can be completed. The empty text is not in its language.
 */
public interface TextMachine {
    /** The state before the first byte. It does not accept. */
    State start();

    /** Whether the byte (0..255) is in any text. */
    boolean holds(int byteValue);

    /** What was read so far, as far as it matters. */
    interface State {
        /** The state after one byte (0..255), or null where no text goes on so. */
        @Nullable
        State step(int byteValue);

        /** Whether a text may end here. */
        boolean isAccepting();

        /** So many bytes go on from here whatever they are, if only the machine {@link #holds} each; 0 where none is sure to. */
        int free();

        /** How many bytes suffice to the end of a text; 0 where it may end here. */
        int leastBytes();
    }
}
