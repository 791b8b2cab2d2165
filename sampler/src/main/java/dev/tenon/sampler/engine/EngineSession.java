package dev.tenon.sampler.engine;

import java.nio.FloatBuffer;

/**
 * One sequence of tokens in an engine. Not thread-safe: one thread at a time, but for {@link #cancelDecode()}. Different sessions
 * may be used at once, and an engine may evaluate their tokens together.
 */
public interface EngineSession extends AutoCloseable {
    /** How many tokens are held. */
    int position();

    /**
     * How many tokens of the first decode did not have to be evaluated, as the engine held them already; 0 before it, and of
     * engines that keep nothing.
     */
    default int reusedTokens() {
        return 0;
    }

    /**
     * Appends {@code tokens[offset .. offset + count)} and computes what may come after the last of them.
     *
     * @param count at least 1
     * @return the logits, {@code logits[vocabulary.size()]} from index 0: memory of this session, valid until its next decode or
     *     until it is closed, whatever other sessions do; not to be written to
     * @throws ContextFullException when they do not fit; nothing was appended
     * @throws CancelledDecodeException after {@link #cancelDecode()}; nothing was appended
     * @throws IndexOutOfBoundsException when the range is not inside the array
     * @throws EngineException when a token is outside the vocabulary, the session is closed, or the engine fails; nothing was
     *     appended
     */
    FloatBuffer decode(int[] tokens, int offset, int count);

    /**
     * The same for several tokens: what may come after each of the last {@code rows} of them.
     *
     * @param rows 1, or up to {@link #draftLimit} more
     * @return {@code logits[rows * vocabulary.size()]}, otherwise as above
     */
    default FloatBuffer decode(int[] tokens, int offset, int count, int rows) {
        if (rows != 1) {
            throw new IllegalArgumentException(rows + " rows");
        }
        return decode(tokens, offset, count);
    }

    /**
     * How many tokens may be decoded now that may turn out wrong and be truncated again; 0 where an engine cannot forget them, or has
     * others to serve. It may change from one decode to the next.
     */
    default int draftLimit() {
        return 0;
    }

    /** How long a decode of so many tokens takes, as a multiple of one token's, as far as it is known. */
    default double batchCost(int tokens) {
        return 1;
    }

    /**
     * Forgets all tokens from {@code position} on.
     *
     * @throws IllegalArgumentException unless {@code 0 <= position <= position()}
     * @throws EngineException when the session is closed
     */
    void truncate(int position);

    /**
     * Ends the running decode soon, and every later one at once, with {@link CancelledDecodeException}. May be called from any
     * thread, at any time, any number of times; there is no way back but to close the session.
     */
    void cancelDecode();

    /** Gives the sequence back. Closing twice does nothing. */
    @Override
    void close();
}
