package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.ContextFullException;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One sequence of a {@link LlamaEngine}. Not thread-safe, but for {@link #cancelDecode()}.
 *
 * <p>It remembers its tokens and nothing else. What the context holds of them is the {@link DecodeThread}'s business: truncation
 * changes nothing there until the next tokens come, of which some may be there already.
 */
final class LlamaSession implements EngineSession {
    private static final int[] NO_TOKENS = {};

    private final LlamaEngine engine;
    private final DecodeThread decoder;
    private final int contextLength;
    private float[] logits;
    /** After how many of its last tokens logits are wanted. */
    private int rows = 1;

    /** The tokens held: [0, position), and behind them those that the decode thread is to evaluate. */
    private int[] held = NO_TOKENS;

    private int position;
    private int end;
    private boolean closed;
    private boolean decoded;
    private volatile boolean cancelled;

    /** Set while the decode thread has its tokens. */
    private volatile @Nullable Thread waiter;

    private @Nullable Throwable failure;
    private long deliveredNanos;
    private long patience;
    private boolean punctual = true;

    // What follows is for the decode thread, and the first of it guarded by its lock.

    /** Whether it is waited for. */
    boolean isExpected;

    @Nullable
    Sequence sequence;

    /** Whether the sequence holds all that it can hold of the tokens without evaluating any. */
    boolean isSeated;

    /** When it last had a share of a batch. */
    long turn;

    /** How many tokens of its first decode were held already. */
    int reused;

    LlamaSession(LlamaEngine engine, DecodeThread decoder, int contextLength) {
        this.engine = engine;
        this.decoder = decoder;
        this.contextLength = contextLength;
        this.logits = new float[engine.vocabularySize()];
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public int reusedTokens() {
        return reused;
    }

    @Override
    public FloatBuffer decode(int[] tokens, int offset, int count) {
        return decode(tokens, offset, count, 1);
    }

    @Override
    public int draftLimit() {
        return engine.draftLimit();
    }

    @Override
    public double batchCost(int tokens) {
        return decoder.costs().of(tokens);
    }

    @Override
    public FloatBuffer decode(int[] tokens, int offset, int count, int wantedRows) {
        Objects.checkFromIndexSize(offset, count, tokens.length);
        requireOpen();
        if (count < 1) {
            throw new IllegalArgumentException("no tokens to decode");
        }
        if (wantedRows < 1 || wantedRows > count || wantedRows > engine.mostRows()) {
            throw new IllegalArgumentException(wantedRows + " rows of " + count + " tokens");
        }
        int size = engine.vocabularySize();
        for (int i = offset; i < offset + count; i++) {
            if (tokens[i] < 0 || tokens[i] >= size) {
                throw new EngineException("token " + tokens[i] + " is not in a vocabulary of " + size);
            }
        }
        if (count > contextLength - position) {
            throw new ContextFullException(position, count, contextLength);
        }
        if (cancelled) {
            throw new CancelledDecodeException();
        }
        if (held.length < position + count) {
            held = Arrays.copyOf(held, Math.min(contextLength, Math.max(2 * held.length, position + count)));
        }
        System.arraycopy(tokens, offset, held, position, count);
        end = position + count;
        rows = wantedRows;
        if (logits.length < rows * size) {
            logits = new float[rows * size];
        }
        evaluate();
        position = end;
        decoded = true;
        return FloatBuffer.wrap(logits, 0, rows * size).slice();
    }

    private void evaluate() {
        punctual = System.nanoTime() - deliveredNanos <= patience || !decoded;
        waiter = Thread.currentThread();
        try {
            decoder.arrive(this);
        } catch (EngineException e) {
            waiter = null;
            throw e;
        }
        boolean interrupted = false;
        while (waiter != null && !cancelled) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (cancelled) {
            throw new CancelledDecodeException();
        }
        Throwable cause = failure;
        if (cause != null) {
            failure = null;
            throw new EngineException(String.valueOf(cause.getMessage()), cause);
        }
    }

    @Override
    public void truncate(int newPosition) {
        requireOpen();
        if (newPosition < 0 || newPosition > position) {
            throw new IllegalArgumentException("cannot truncate " + position + " tokens to " + newPosition);
        }
        position = newPosition;
    }

    @Override
    public void cancelDecode() {
        cancelled = true;
        decoder.cancelled(this);
        LockSupport.unpark(waiter);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            engine.giveBack(this);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new EngineException("the session is closed");
        }
    }

    // For the decode thread, while it has the tokens.

    boolean isCancelled() {
        return cancelled;
    }

    /** The tokens held and to be evaluated: [0, end). */
    int[] held() {
        return held;
    }

    int end() {
        return end;
    }

    boolean isFirst() {
        return !decoded;
    }

    /** Whether what it waits for is a prompt, or as much as one, and not the next tokens of its text. */
    boolean isPrompt() {
        return left() > (decoded ? BatchShares.FEW : 1);
    }

    Sequence sequence() {
        return Objects.requireNonNull(sequence);
    }

    /** How many tokens are to be evaluated yet. */
    int left() {
        return end - sequence().length();
    }

    /** How many of its first tokens are {@code wanted[0 .. limit)}. */
    int commonWith(int[] wanted, int limit) {
        int both = Math.min(end, limit);
        int at = Arrays.mismatch(held, 0, both, wanted, 0, both);
        return at < 0 ? both : at;
    }

    /** Whether it brought these tokens soon after it got its last logits. */
    boolean isPunctual() {
        return punctual;
    }

    /** Whether it got logits since then. */
    boolean isGenerating(long since) {
        return deliveredNanos != 0 && deliveredNanos - since > 0;
    }

    /** The position of the first token whose logits are wanted. */
    int firstRow() {
        return end - rows;
    }

    void takeLogits(int at, FloatBuffer source) {
        source.get(logits, (at - firstRow()) * source.remaining(), source.remaining());
    }

    /** The logits are there. */
    void answer(long now, long patienceNanos) {
        deliveredNanos = now;
        patience = patienceNanos;
        wake();
    }

    /** There are none. */
    void answer(Throwable cause) {
        failure = cause;
        isSeated = false;
        wake();
    }

    private void wake() {
        Thread thread = waiter;
        waiter = null;
        LockSupport.unpark(thread);
    }
}
