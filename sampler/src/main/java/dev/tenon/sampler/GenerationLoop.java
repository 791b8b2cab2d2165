package dev.tenon.sampler;

import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.ContextFullException;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineSession;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Generates texts with an engine: the only place that knows decode, mask, sample, accept. One for an engine; immutable,
 * but each {@link #run} uses the engine, so no more run at once than the engine has sessions and threads for.
 *
 * <p>The promise: {@link FinishReason#STOP} means that the text is complete and in the grammar's language;
 * {@link FinishReason#LENGTH} and {@link FinishReason#CANCELLED} mean that it is the beginning of such a text. Without a
 * grammar any text is complete where an END token is chosen, and CONTROL tokens never are.
 */
public final class GenerationLoop {
    private final Engine engine;
    private final TokenMask freeMask;
    /** One for each grammar in use. */
    private final Map<CompiledGrammar, DraftMemory> memories = Collections.synchronizedMap(new WeakHashMap<>());

    /** A loop over an engine, which it does not close. */
    public GenerationLoop(Engine engine) {
        this.engine = engine;
        this.freeMask = freeMask(engine.vocabulary());
    }

    /**
     * Generates one text, on this thread, with a new session.
     *
     * @param request its grammar must have been compiled for this engine's vocabulary
     * @param listener takes the events; the last one is {@link GenerationEvent.Finished} with the result
     * @param cancelled asked before every step; a {@link Cancellation} also ends a decode that is under way
     * @return the result that was also the last event
     * @throws ContextFullException when the prompt is longer than the engine's context
     * @throws EngineException when no session is free or the engine fails; no Finished event then
     * @throws IllegalArgumentException when a bias names a token that is not in the vocabulary
     */
    public GenerationResult run(GenerationRequest request, GenerationListener listener, BooleanSupplier cancelled) {
        return run(engine.open(), request, listener, cancelled);
    }

    /**
     * The same with a session that is there.
     *
     * @param session of this engine, new; is closed at the end
     */
    public GenerationResult run(
            EngineSession session, GenerationRequest request, GenerationListener listener, BooleanSupplier cancelled) {
        try (session) {
            SamplerChain chain =
                    new SamplerChain(request.sampling(), engine.vocabulary().size());
            Generation generation =
                    new Generation(engine, session, request, chain, memory(request), freeMask, listener, cancelled);
            Cancellation.Registration registration = cancelled instanceof Cancellation cancellation
                    ? cancellation.onCancel(session::cancelDecode)
                    : () -> {};
            try {
                return generation.run();
            } finally {
                registration.close();
            }
        }
    }

    private @Nullable DraftMemory memory(GenerationRequest request) {
        CompiledGrammar grammar = request.grammar();
        return grammar == null ? null : memories.computeIfAbsent(grammar, unused -> new DraftMemory());
    }

    /** What may come where there is no grammar: text, and the end. */
    private static TokenMask freeMask(Vocabulary vocabulary) {
        int size = vocabulary.size();
        long[] words = new long[(size + 63) >>> 6];
        for (int id = 0; id < size; id++) {
            switch (vocabulary.kind(id)) {
                case TEXT, END -> words[id >> 6] |= 1L << id;
                case CONTROL, UNUSED -> {}
            }
        }
        return TokenMask.adopt(words, size);
    }
}
