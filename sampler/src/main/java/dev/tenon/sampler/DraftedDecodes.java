package dev.tenon.sampler;

import dev.tenon.sampler.engine.EngineSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a text that is being generated, and where it pays some tokens more, which may come next: a batch of several tokens takes
 * less time than as many batches. What is chosen after each of them is chosen from the same logits as without them, so a guess that
 * was wrong costs time and changes nothing; it is forgotten with what came after it. Not thread-safe.
 */
final class DraftedDecodes {
    private static final int[] NONE = {};

    private final EngineSession session;
    private final int contextLength;
    private final int vocabularySize;
    private final @Nullable DraftMemory memory;

    /** Evaluated beyond what was asked for; the first {@code used} of them were asked for since. */
    private int[] ahead = NONE;

    private int used;
    private @Nullable FloatBuffer rows;

    DraftedDecodes(EngineSession session, int contextLength, int vocabularySize, @Nullable DraftMemory memory) {
        this.session = session;
        this.contextLength = contextLength;
        this.vocabularySize = vocabularySize;
        this.memory = memory;
    }

    /** Whether so many tokens more fit into the context. */
    boolean hasRoomFor(int count) {
        return count <= contextLength - (session.position() - (ahead.length - used));
    }

    /** The logits after a prompt, which comes first. */
    FloatBuffer first(int[] prompt, int mayCome) {
        return next(prompt, 0, prompt.length, 0, mayCome);
    }

    /**
     * The logits after a text, of which all before {@code from} was given before.
     *
     * @param text {@code text[from .. count)} is new; there is room for it
     * @param mayCome how many tokens may come after it at most
     */
    FloatBuffer next(int[] text, int from, int count, int mayCome) {
        return next(text, from, count, count, mayCome);
    }

    /** The memory is asked what comes after {@code text[0 .. remembered)}. */
    private FloatBuffer next(int[] text, int from, int count, int remembered, int mayCome) {
        int known = Arrays.mismatch(ahead, used, ahead.length, text, from, count);
        if (known < 0 || known == count - from) {
            used += count - from;
            return row(used);
        }
        session.truncate(session.position() - (ahead.length - used - known));
        int begin = from + known;
        int due = count - begin;
        ahead = NONE;
        used = 0;
        rows = null;
        int room = Math.min(mayCome, contextLength - session.position() - due);
        int[] draft = draft(text, remembered, due, Math.min(room, session.draftLimit()));
        if (draft.length == 0) {
            return session.decode(text, begin, due);
        }
        int[] tokens = new int[due + draft.length];
        System.arraycopy(text, begin, tokens, 0, due);
        System.arraycopy(draft, 0, tokens, due, draft.length);
        rows = session.decode(tokens, 0, tokens.length, draft.length + 1);
        ahead = draft;
        return row(0);
    }

    private FloatBuffer row(int index) {
        FloatBuffer all = rows;
        if (all == null) {
            throw new IllegalStateException("nothing was evaluated ahead");
        }
        return all.slice(index * vocabularySize, vocabularySize);
    }

    /** As many of the tokens that are expected as save most time; none where they save none. */
    private int[] draft(int[] text, int remembered, int due, int limit) {
        if (memory == null || limit <= 0) {
            return NONE;
        }
        DraftMemory.Guess guess = memory.guess(text, remembered, limit);
        double without = session.batchCost(due);
        double most = 0;
        int bestLength = 0;
        double right = 1;
        double expected = 0;
        for (int i = 0; i < guess.tokens().length; i++) {
            right *= guess.trust()[i];
            expected += right;
            // Each that is right saves a batch of one token.
            double saved = expected - (session.batchCost(due + i + 1) - without);
            if (saved > most) {
                most = saved;
                bestLength = i + 1;
            }
        }
        return Arrays.copyOf(guess.tokens(), bestLength);
    }
}
