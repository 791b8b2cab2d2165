package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.ContextFullException;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * One sequence of a {@link LlamaEngine}. Not thread-safe, but for {@link #cancelDecode()}.
 *
 * <p>The tokens are remembered here too: a model whose memory cannot forget a part of a sequence (a recurrent one) forgets it
 * whole on truncation, and what is to stay is decoded again in front of the next tokens.
 */
final class LlamaSession implements EngineSession {
    private final LlamaEngine engine;
    private final int sequence;
    private final int contextLength;
    /** The tokens held: [0, position). */
    private int[] held = new int[256];

    private int position;
    /** How many of them the context holds; the others are decoded with the next ones. */
    private int computed;

    private boolean closed;
    private volatile boolean cancelled;

    LlamaSession(LlamaEngine engine, int sequence, int contextLength) {
        this.engine = engine;
        this.sequence = sequence;
        this.contextLength = contextLength;
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public FloatBuffer decode(int[] tokens, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, tokens.length);
        requireOpen();
        if (count < 1) {
            throw new IllegalArgumentException("no tokens to decode");
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
        if (held.length < position + count) {
            held = Arrays.copyOf(held, Math.min(contextLength, Math.max(2 * held.length, position + count)));
        }
        System.arraycopy(tokens, offset, held, position, count);
        FloatBuffer logits = engine.exclusively(this, context -> compute(context, position + count));
        position += count;
        return logits;
    }

    /** Decodes {@code held[computed .. end)} in as many batches as it takes. If it fails, the context holds what it held. */
    private FloatBuffer compute(LlamaContext context, int end) {
        int start = computed;
        try {
            int last = 0;
            while (computed < end) {
                if (cancelled) {
                    throw new CancelledDecodeException();
                }
                context.clearBatch();
                int stop = Math.min(end, computed + context.batchSize());
                for (int at = computed; at < stop; at++) {
                    LlamaContext.Wanted wanted =
                            at == end - 1 ? LlamaContext.Wanted.LOGITS : LlamaContext.Wanted.NOTHING;
                    last = context.add(held[at], at, sequence, wanted);
                }
                context.decode();
                computed = stop;
            }
            return context.logits(last);
        } catch (EngineException e) {
            forget(context, start);
            throw e;
        }
    }

    private void forget(LlamaContext context, int from) {
        if (context.removeFrom(sequence, from)) {
            computed = from;
        } else {
            context.removeFrom(sequence, 0);
            computed = 0;
        }
    }

    @Override
    public void truncate(int newPosition) {
        requireOpen();
        if (newPosition < 0 || newPosition > position) {
            throw new IllegalArgumentException("cannot truncate " + position + " tokens to " + newPosition);
        }
        if (newPosition < computed) {
            engine.withContext(context -> forget(context, newPosition));
        }
        position = newPosition;
    }

    @Override
    public void cancelDecode() {
        cancelled = true;
        engine.abort(this);
    }

    boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            engine.giveBack(sequence);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new EngineException("the session is closed");
        }
    }
}
