package dev.tenon.sampler.engine;

import dev.tenon.automaton.token.Vocabulary;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;

/** A session that keeps its tokens in an array and asks a function for logits. Not thread-safe but for cancelling. */
final class SyntheticSession implements EngineSession {
    private final Vocabulary vocabulary;
    private final int contextLength;
    private final LogitSource source;
    private final Runnable onClose;
    private final float[] logits;
    private int[] tokens = new int[64];
    private int count;
    private int promptCount;
    private boolean closed;
    private volatile boolean cancelled;

    SyntheticSession(Vocabulary vocabulary, int contextLength, LogitSource source, Runnable onClose) {
        this.vocabulary = vocabulary;
        this.contextLength = contextLength;
        this.source = source;
        this.onClose = onClose;
        this.logits = new float[vocabulary.size()];
    }

    @Override
    public int position() {
        return count;
    }

    @Override
    public FloatBuffer decode(int[] added, int offset, int addedCount) {
        checkOpen();
        Objects.checkFromIndexSize(offset, addedCount, added.length);
        if (addedCount == 0) {
            throw new EngineException("nothing to decode");
        }
        if (cancelled) {
            throw new CancelledDecodeException();
        }
        for (int i = offset; i < offset + addedCount; i++) {
            if (added[i] < 0 || added[i] >= vocabulary.size()) {
                throw new EngineException("token id " + added[i] + " is not in the vocabulary");
            }
        }
        if (addedCount > contextLength - count) {
            throw new ContextFullException(count, addedCount, contextLength);
        }
        if (count == 0) {
            promptCount = addedCount;
        }
        if (tokens.length - count < addedCount) {
            tokens = Arrays.copyOf(tokens, Math.max(count + addedCount, 2 * count));
        }
        System.arraycopy(added, offset, tokens, count, addedCount);
        count += addedCount;
        source.write(tokens, count, promptCount, logits);
        return FloatBuffer.wrap(logits);
    }

    @Override
    public void truncate(int position) {
        checkOpen();
        if (position < 0 || position > count) {
            throw new IllegalArgumentException("cannot truncate " + count + " tokens to " + position);
        }
        count = position;
        promptCount = Math.min(promptCount, position);
    }

    @Override
    public void cancelDecode() {
        cancelled = true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new EngineException("the session is closed");
        }
    }
}
