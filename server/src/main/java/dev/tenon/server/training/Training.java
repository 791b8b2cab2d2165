package dev.tenon.server.training;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.TextSampler;
import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.engine.GreedyTokenizer;
import dev.tenon.sampler.engine.RandomEngine;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.server.ServerOptions;
import dev.tenon.server.TenonServer;
import dev.tenon.server.generation.ServedModel;
import dev.tenon.server.maskbench.MaskBench;
import dev.tenon.server.maskbench.MaskBenchCase;
import dev.tenon.server.maskbench.MaskBenchResult;
import dev.tenon.server.rehearsal.TrainingSchemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Compiles schemas of its own over a vocabulary of its own, makes the masks along random texts of each, and answers requests over HTTP by
 * an engine of random weights. Nothing of it depends on files, a network or a model, and its masks are checked as MaskBench does.
 */
public final class Training {
    private static final int VOCABULARY_SIZE = 64_000;
    private static final int TEXTS = 3;
    private static final int MAX_BYTES = 400;
    private static final String TEXT_END = "<|im_end|>";

    private final Vocabulary vocabulary = SyntheticVocabulary.ofSize(VOCABULARY_SIZE, 1);

    /**
     * What a run did.
     *
     * @param schemas how many were compiled
     * @param masks how many were made
     * @param wrong the schemas that were refused, or texts of which were
     */
    public record Result(int schemas, long masks, List<String> wrong) {
        /** Copies the list. */
        public Result {
            wrong = List.copyOf(wrong);
        }
    }

    /**
     * Compiles the schemas so many times, each time with other names.
     *
     * @param rounds at least 1
     */
    public Result compile(int rounds) {
        MaskBench bench = new MaskBench(vocabulary, new GreedyTokenizer(vocabulary));
        TrainingSchemas schemas = TrainingSchemas.load();
        SplittableRandom random = new SplittableRandom(1);
        List<String> wrong = new ArrayList<>();
        int compiled = 0;
        long masks = 0;
        for (int round = 0; round < rounds; round++) {
            for (String schema : schemas.ofRound(round)) {
                // Alone first: for the sampler it is compiled once more, and then most of it is known.
                bench.warmUp(new MaskBenchCase("", schema, List.of()));
                MaskBenchResult result = bench.run(new MaskBenchCase("", schema, texts(schema, random)));
                if (!result.passes()) {
                    wrong.add(schema);
                }
                compiled++;
                masks += result.masks().count();
            }
        }
        return new Result(compiled, masks, wrong);
    }

    private static List<MaskBenchCase.Instance> texts(String schema, SplittableRandom random) {
        Grammar grammar = SchemaCompiler.compile(
                        MaskBench.parseSchema(schema), MaskBench.OPTIONS, CompileLimits.defaults())
                .grammar();
        TextSampler sampler = TextSampler.overBytes(grammar, CompileLimits.defaults(), MAX_BYTES);
        List<MaskBenchCase.Instance> texts = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            texts.add(new MaskBenchCase.Instance(new String(sampler.next(random), StandardCharsets.UTF_8), true));
        }
        return texts;
    }

    /**
     * Starts a server that answers requests of its own for at most so long, and stops it.
     *
     * @throws IOException when there is no free port on the loopback address
     */
    public void serve(Duration time) throws IOException {
        RandomEngine engine =
                new RandomEngine(vocabulary, 1, EngineShape.named("training").withContextLength(4_096));
        ServedModel model =
                ServedModel.of(engine, "training", Set.of(), new ServedModel.TextEnds("", TEXT_END), Clock.systemUTC());
        ServerOptions options =
                ServerOptions.defaults().withAddress("127.0.0.1", 0).withRehearsalTime(time);
        try (engine;
                TenonServer server = TenonServer.start(model, options)) {
            if (!server.isReady()) {
                throw new IllegalStateException("the server is not ready");
            }
        }
    }
}
