package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.EngineException;
import java.util.List;

/** Tokens of several sessions, evaluated together. Used by the decode thread alone. */
final class Batch {
    private final LlamaContext context;
    private final SequencePool pool;

    Batch(LlamaContext context, SequencePool pool) {
        this.context = context;
        this.pool = pool;
    }

    /**
     * A session's part.
     *
     * @param count how many tokens, at least 1, from where its sequence ends
     */
    record Part(LlamaSession session, int count) {
        private int begin() {
            return session.sequence().length();
        }

        private boolean isLast() {
            return count == session.left();
        }
    }

    /**
     * Evaluates the parts, and copies the logits for those whose last token is among them. If it fails, every sequence holds
     * what it held.
     */
    void run(List<Part> parts) {
        int[] last = new int[parts.size()];
        context.clearBatch();
        try {
            for (int i = 0; i < last.length; i++) {
                last[i] = add(parts.get(i));
            }
            context.decode();
        } catch (EngineException e) {
            parts.forEach(part -> pool.restore(part.session().sequence()));
            throw e;
        }
        for (int i = 0; i < last.length; i++) {
            Part part = parts.get(i);
            if (part.isLast()) {
                part.session().takeLogits(context.logits(last[i]));
            }
            pool.append(part.session().sequence(), part.session().held(), part.begin(), part.begin() + part.count());
        }
    }

    private int add(Part part) {
        int[] held = part.session().held();
        int end = part.begin() + part.count();
        int index = -1;
        for (int at = part.begin(); at < end; at++) {
            boolean wanted = part.isLast() && at == end - 1;
            index = context.add(
                    held[at],
                    at,
                    part.session().sequence().id(),
                    wanted ? LlamaContext.Wanted.LOGITS : LlamaContext.Wanted.NOTHING);
        }
        return index;
    }
}
