package dev.tenon.conformance.guarantee;

import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.conformance.RealVocabulary;
import dev.tenon.conformance.Scale;
import dev.tenon.sampler.ForcedText;
import dev.tenon.sampler.GenerationEvent;
import dev.tenon.sampler.GenerationLoop;
import dev.tenon.sampler.GenerationRequest;
import dev.tenon.sampler.GenerationResult;
import dev.tenon.sampler.SamplingOptions;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.engine.RandomEngine;
import dev.tenon.sampler.engine.ScriptedEngine;
import dev.tenon.sampler.llama.LlamaEngine;
import dev.tenon.sampler.llama.LlamaOptions;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** An engine, and what it takes to have it answer. Not thread-safe. */
final class Model implements AutoCloseable {
    private static final int CONTEXT_LENGTH = 1_024;

    private final Engine engine;
    private final GrammarCompiler compiler;
    private final GenerationLoop loop;
    private final Map<Task, CompiledGrammar> grammars = new WeakHashMap<>();

    private Model(Engine engine, GrammarCompiler compiler) {
        this.engine = engine;
        this.compiler = compiler;
        this.loop = new GenerationLoop(engine);
    }

    /** Noise, over the default model's vocabulary and with its tokenizer. */
    static Model random(long seed) {
        RealVocabulary real = RealVocabulary.named("smollm2");
        EngineShape shape = EngineShape.named("random").withContextLength(CONTEXT_LENGTH);
        return new Model(new RandomEngine(real.vocabulary(), seed, shape, real.tokenizer()), real.compiler());
    }

    /** The default model. */
    static Model real() {
        LlamaEngine engine = LlamaEngine.load(
                RealVocabulary.defaultModel(),
                LlamaOptions.defaults()
                        .withMaxSequences(1)
                        .withContextLength(CONTEXT_LENGTH)
                        // Several threads wait for each other: on a busy machine that costs more than it gives.
                        .withThreads(Integer.getInteger("tenon.threads", Scale.of(1, LlamaOptions.AUTOMATIC))));
        // The same vocabulary read from the same file: masks made for one are masks for the other.
        return new Model(engine, RealVocabulary.named("smollm2").compiler());
    }

    /** One that wants to write this text. */
    static Model scripted(String text) {
        RealVocabulary real = RealVocabulary.named("smollm2");
        return new Model(new ScriptedEngine(real.vocabulary(), text), real.compiler());
    }

    /** What it answers. */
    Reply reply(Task task, SamplingOptions sampling, int maxTokens) {
        int[] prompt = engine.tokenizer()
                .tokenizePrompt("<|im_start|>user\n" + task.prompt() + "<|im_end|>\n<|im_start|>assistant\n");
        GenerationRequest request = new GenerationRequest(
                prompt,
                grammars.computeIfAbsent(task, it -> compiler.compile(it.grammar())),
                sampling,
                maxTokens,
                List.of(),
                Set.of(),
                -1,
                ForcedText.ON);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Reply.Collector collector = new Reply.Collector(task.arguments());
        GenerationResult result = loop.run(
                request,
                event -> {
                    switch (event) {
                        case GenerationEvent.Token token ->
                            text.writeBytes(token.choice().bytes());
                        case GenerationEvent.Match match -> collector.on(match.event());
                        case GenerationEvent.Finished finished -> {}
                    }
                },
                () -> false);
        return new Reply(result, text.toByteArray(), collector.content(), collector.calls());
    }

    /** Its engine. */
    Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        engine.close();
    }
}
