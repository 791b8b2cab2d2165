package dev.tenon.server.local;

import dev.tenon.server.generation.ReplyUsage;
import java.util.NoSuchElementException;

/**
 * A reply that was to be a value: it is one, or it is the beginning of one. Never a value with parts missing.
 *
 * @param <T> what was asked for
 */
public sealed interface StructuredReply<T> {
    /** The text as the model wrote it. */
    String text();

    /** What it cost. */
    ReplyUsage usage();

    /**
     * The whole value.
     *
     * @throws NoSuchElementException when the reply was cut off
     */
    T orElseThrow();

    /**
     * The reply is complete ({@code finish_reason} is {@code stop}).
     *
     * @param value what the text says
     */
    record Complete<T>(T value, String text, ReplyUsage usage) implements StructuredReply<T> {
        @Override
        public T orElseThrow() {
            return value;
        }
    }

    /** The reply was cut off ({@code finish_reason} is {@code length}) by the limit of tokens or the end of the context. */
    record CutOff<T>(String text, ReplyUsage usage) implements StructuredReply<T> {
        @Override
        public T orElseThrow() {
            throw new NoSuchElementException("the reply was cut off after " + usage.completionTokens()
                    + " tokens and is not complete; allow it more (maxTokens, context length)");
        }
    }
}
