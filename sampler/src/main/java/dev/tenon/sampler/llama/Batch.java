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

        private int end() {
            return begin() + count;
        }

        /** The position of its first token whose logits are wanted; its end where there is none. */
        private int firstRow() {
            return Math.min(end(), Math.max(begin(), session.firstRow()));
        }
    }

    /**
     * Evaluates the parts, and copies the logits that are wanted. If it fails, every sequence holds
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
            int end = part.end();
            for (int at = part.firstRow(); at < end; at++) {
                part.session().takeLogits(at, context.logits(last[i] - (end - 1 - at)));
            }
            pool.append(part.session().sequence(), part.session().held(), part.begin(), end);
        }
    }

    private int add(Part part) {
        int[] held = part.session().held();
        int firstRow = part.firstRow();
        int index = -1;
        for (int at = part.begin(); at < part.end(); at++) {
            boolean wanted = at >= firstRow;
            index = context.add(
                    held[at],
                    at,
                    part.session().sequence().id(),
                    wanted ? LlamaContext.Wanted.LOGITS : LlamaContext.Wanted.NOTHING);
        }
        return index;
    }
}
