package dev.tenon.sampler;

import dev.tenon.automaton.match.CompiledGrammar;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to generate. Immutable.
 *
 * @param prompt tokens of the rendered prompt; at least one
 * @param grammar what the text must match, compiled for the engine's vocabulary; null for free text
 * @param sampling how tokens are chosen
 * @param maxTokens generated tokens, forced ones included, after which it ends with {@link FinishReason#LENGTH}; at least
 *     0
 * @param stop texts at which it ends, where it may; none of them empty. They are looked for only in text that is in no
 *     capture, or whose captures are all in {@code freeLabels}; and one counts only where the grammar lets the text end
 *     before it
 * @param freeLabels labels of captures that stop strings apply to
 * @param topLogprobs -1 for no log-probabilities; 0 for that of each token; up to 20 for those of the best as well
 * @param forcedText what to do where there is only one way on
 * @param budget how long one part of the text may become; null where none is bounded
 */
public record GenerationRequest(
        int[] prompt,
        @Nullable CompiledGrammar grammar,
        SamplingOptions sampling,
        int maxTokens,
        List<String> stop,
        Set<String> freeLabels,
        int topLogprobs,
        ForcedText forcedText,
        @Nullable TokenBudget budget) {

    /** Without a bound on a part of the text. */
    public GenerationRequest(
            int[] prompt,
            @Nullable CompiledGrammar grammar,
            SamplingOptions sampling,
            int maxTokens,
            List<String> stop,
            Set<String> freeLabels,
            int topLogprobs,
            ForcedText forcedText) {
        this(prompt, grammar, sampling, maxTokens, stop, freeLabels, topLogprobs, forcedText, null);
    }

    /** The most alternatives that can be asked for. */
    public static final int MAX_TOP_LOGPROBS = 20;

    /**
     * Copies the prompt and the collections.
     *
     * @throws IllegalArgumentException when a value is out of its range
     */
    public GenerationRequest {
        prompt = prompt.clone();
        stop = List.copyOf(stop);
        freeLabels = Set.copyOf(freeLabels);
        if (prompt.length == 0) {
            throw new IllegalArgumentException("the prompt must have at least one token");
        }
        if (maxTokens < 0) {
            throw new IllegalArgumentException("max tokens must be at least 0, but is " + maxTokens);
        }
        if (stop.contains("")) {
            throw new IllegalArgumentException("a stop string must not be empty");
        }
        if (topLogprobs < -1 || topLogprobs > MAX_TOP_LOGPROBS) {
            throw new IllegalArgumentException(
                    "top logprobs must be from -1 to " + MAX_TOP_LOGPROBS + ", but is " + topLogprobs);
        }
    }
}
