package dev.tenon.server.cli;

import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.sampler.ForcedText;
import dev.tenon.sampler.GenerationLoop;
import dev.tenon.sampler.GenerationRequest;
import dev.tenon.sampler.GenerationResult;
import dev.tenon.sampler.SamplingOptions;
import dev.tenon.sampler.engine.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares constrained with unconstrained generation, fairly: the same prompt, the same sampling, texts of the same
 * lengths at the same places of the context, in rounds that begin with another side each time.
 *
 * <p>The lengths come from a first, constrained pass: where the grammar's texts end early, there are more of them, each
 * of its own seed, until they have so many tokens together. The unconstrained side writes texts of exactly those
 * lengths; its END tokens are biased away, so that it does not stop before. With forced text the same texts are written
 * up to the same lengths, but chosen tokens may be others, as forced text is tokenised canonically.
 */
final class Bench {
    /** A text this short tells nothing about speed. */
    private static final int LEAST_TOKENS = 8;

    private static final float AWAY = -100;

    private final Engine engine;
    private final GenerationLoop loop;
    private final int[] prompt;
    private final CompiledGrammar grammar;
    private final SamplingOptions sampling;
    private final SamplingOptions withoutEnd;
    private final List<Integer> lengths = new ArrayList<>();

    Bench(Engine engine, int[] prompt, CompiledGrammar grammar, SamplingOptions sampling) {
        this.engine = engine;
        this.loop = new GenerationLoop(engine);
        this.prompt = prompt;
        this.grammar = grammar;
        this.sampling = sampling;
        Map<Integer, Float> away = new HashMap<>();
        for (int end : engine.vocabulary().endTokens()) {
            away.put(end, AWAY);
        }
        this.withoutEnd = sampling.withLogitBias(away);
    }

    /**
     * Finds the lengths, and brings everything to its running speed.
     *
     * @return the first constrained pass, in which every mask was new
     * @throws CommandFailure when the grammar's texts are too short to be timed
     */
    BenchMeasure warmUp(int tokens) {
        BenchMeasure first = BenchMeasure.NONE;
        lengths.clear();
        int left = tokens;
        while (left >= LEAST_TOKENS || lengths.isEmpty()) {
            GenerationResult result = run(BenchSide.CONSTRAINED, lengths.size(), left);
            if (result.completionTokens() < LEAST_TOKENS) {
                throw CommandFailure.misuse("the schema's texts are too short to be timed: one has "
                        + result.completionTokens() + " tokens, and " + LEAST_TOKENS + " are needed");
            }
            first = first.plus(result);
            lengths.add(result.completionTokens());
            left -= result.completionTokens();
        }
        pass(BenchSide.UNCONSTRAINED);
        pass(BenchSide.FORCED_TEXT);
        return first;
    }

    /** How many texts a pass writes. */
    int texts() {
        return lengths.size();
    }

    /** One round: a pass of each side, in an order that turns with the round's number. */
    Map<BenchSide, BenchMeasure> round(int number) {
        List<BenchSide> order = new ArrayList<>(Arrays.asList(BenchSide.values()));
        Collections.rotate(order, -number);
        Map<BenchSide, BenchMeasure> measures = new EnumMap<>(BenchSide.class);
        for (BenchSide side : order) {
            measures.put(side, pass(side));
        }
        return measures;
    }

    private BenchMeasure pass(BenchSide side) {
        BenchMeasure measure = BenchMeasure.NONE;
        for (int text = 0; text < lengths.size(); text++) {
            measure = measure.plus(run(side, text, lengths.get(text)));
        }
        return measure;
    }

    private GenerationResult run(BenchSide side, int text, int maxTokens) {
        return switch (side) {
            case UNCONSTRAINED -> run(null, withoutEnd, ForcedText.OFF, text, maxTokens);
            case CONSTRAINED -> run(grammar, sampling, ForcedText.OFF, text, maxTokens);
            case FORCED_TEXT -> run(grammar, sampling, ForcedText.ON, text, maxTokens);
        };
    }

    private GenerationResult run(
            @Nullable CompiledGrammar constraint,
            SamplingOptions options,
            ForcedText forcedText,
            int text,
            int maxTokens) {
        GenerationRequest request = new GenerationRequest(
                prompt,
                constraint,
                options.withSeed(options.seed() + text),
                maxTokens,
                List.of(),
                Set.of(),
                -1,
                forcedText);
        return loop.run(request, event -> {}, () -> false);
    }

    /** The model, for reports. */
    Engine engine() {
        return engine;
    }
}
