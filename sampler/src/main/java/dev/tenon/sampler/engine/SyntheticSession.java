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
    private final int draftLimit;
    private float[] logits;
    private int[] tokens = new int[64];
    private int count;
    private int promptCount;
    private boolean closed;
    private volatile boolean cancelled;

    SyntheticSession(Vocabulary vocabulary, int contextLength, LogitSource source, int draftLimit, Runnable onClose) {
        this.vocabulary = vocabulary;
        this.contextLength = contextLength;
        this.source = source;
        this.draftLimit = draftLimit;
        this.onClose = onClose;
        this.logits = new float[vocabulary.size()];
    }

    @Override
    public int position() {
        return count;
    }

    @Override
    public int draftLimit() {
        return draftLimit;
    }

    @Override
    public FloatBuffer decode(int[] added, int offset, int addedCount) {
        return decode(added, offset, addedCount, 1);
    }

    @Override
    public FloatBuffer decode(int[] added, int offset, int addedCount, int rows) {
        checkOpen();
        Objects.checkFromIndexSize(offset, addedCount, added.length);
        if (addedCount == 0) {
            throw new EngineException("nothing to decode");
        }
        if (rows < 1 || rows > Math.min(addedCount, draftLimit + 1)) {
            throw new IllegalArgumentException(rows + " rows of " + addedCount + " tokens");
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
            promptCount = addedCount - (rows - 1);
        }
        if (tokens.length - count < addedCount) {
            tokens = Arrays.copyOf(tokens, Math.max(count + addedCount, 2 * count));
        }
        System.arraycopy(added, offset, tokens, count, addedCount);
        count += addedCount;
        int size = vocabulary.size();
        if (logits.length < rows * size) {
            logits = new float[rows * size];
        }
        float[] row = rows == 1 ? logits : new float[size];
        for (int i = 0; i < rows; i++) {
            source.write(tokens, count - (rows - 1) + i, promptCount, row);
            System.arraycopy(row, 0, logits, i * size, size);
        }
        return FloatBuffer.wrap(logits, 0, rows * size).slice();
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
