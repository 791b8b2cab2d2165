package dev.tenon.server.cli;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.sampler.ForcedText;
import dev.tenon.sampler.GenerationEvent;
import dev.tenon.sampler.GenerationLoop;
import dev.tenon.sampler.GenerationRequest;
import dev.tenon.sampler.GenerationResult;
import dev.tenon.sampler.SamplingOptions;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.Whitespace;
import dev.tenon.server.generation.ChatRequest;
import dev.tenon.server.generation.PreparedReply;
import dev.tenon.server.generation.RequestCompiler;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.OutputEvent;
import dev.tenon.toolcalls.OutputEvents;
import dev.tenon.toolcalls.OutputRequest;
import dev.tenon.toolcalls.ReplyFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One constrained answer, by the same road as a request to the server. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        header = "Let a model write one JSON text that satisfies a schema.",
        description = {
            "The text is all that goes to standard output; progress and errors go to standard error. Exit code 0 if the"
                    + " text is complete, and so valid; 1 if it was cut off by --max-tokens or a full context."
        },
        footer = {
            "%nExamples:",
            "  tenon generate --schema person.json --prompt 'Invent a person.'",
            "  tenon generate --schema invoice.json --prompt-file mail.txt --temperature 0 > invoice.json",
            "  tenon generate --schema person.json --model model.gguf --seed 7"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class GenerateCommand implements Callable<Integer> {
    private static final String DEFAULT_PROMPT = "Give one example, as JSON.";

    private final Console console;
    private final ModelOptions.Source models;
    private final RandomGenerator random;

    @Mixin
    private SchemaArguments schema;

    @ArgGroup
    private @Nullable Prompt prompt;

    /** Either the one or the other. */
    static final class Prompt {
        @Option(
                names = {"-p", "--prompt"},
                paramLabel = "TEXT",
                description = "What to tell the model.")
        private @Nullable String text;

        @Option(
                names = "--prompt-file",
                paramLabel = "FILE",
                description = "File with what to tell the model; - is standard input.")
        private @Nullable String file;
    }

    @Option(names = "--system", paramLabel = "TEXT", description = "The system message.")
    private @Nullable String system;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Most tokens of the answer; as many as the model's context holds if not said.")
    private @Nullable Integer maxTokens;

    @Option(
            names = "--temperature",
            defaultValue = "1",
            paramLabel = "T",
            description = "0 (always the likeliest token) to 2; ${DEFAULT-VALUE} if not said.")
    private double temperature;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The same seed gives the same text; drawn, and told on standard error, if not said.")
    private @Nullable Long seed;

    GenerateCommand(Console console, ModelOptions.Source models, RandomGenerator random) {
        this.console = console;
        this.models = models;
        this.random = random;
    }

    @Override
    public Integer call() {
        SchemaFile file = schema.read(console);
        // Before the model is loaded: a schema that is refused should be so at once.
        SchemaOptions options = schema.options(Whitespace.FLEXIBLE, console);
        file.warn(file.compile(options), console);
        ChatRequest request = request(file);
        try (ModelOptions.Loaded loaded = models.load(model)) {
            PreparedReply prepared =
                    new RequestCompiler(loaded.served(), options, CompileLimits.defaults()).compile(request);
            return generate(loaded.engine(), request, prepared);
        }
    }

    private ChatRequest request(SchemaFile file) {
        if (maxTokens != null && maxTokens < 1) {
            throw CommandFailure.misuse("--max-tokens is at least 1");
        }
        List<ChatMessage> messages = new ArrayList<>();
        if (system != null) {
            messages.add(new ChatMessage.System(system));
        }
        messages.add(new ChatMessage.User(promptText()));
        return new ChatRequest(
                messages,
                OutputRequest.of(new ReplyFormat.JsonSchema("schema", file.schema())),
                sampling(),
                maxTokens == null ? OptionalInt.empty() : OptionalInt.of(maxTokens),
                List.of(),
                -1,
                new ChatRequest.Reasoning.AsTaught(),
                1);
    }

    private SamplingOptions sampling() {
        try {
            return SamplingOptions.defaults()
                    .withTemperature(temperature)
                    .withSeed(seed == null ? random.nextLong(1L << 31) : seed);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.misuse("--" + e.getMessage());
        }
    }

    private String promptText() {
        Prompt given = prompt;
        if (given == null) {
            return DEFAULT_PROMPT;
        }
        String text = given.text;
        return text != null ? text : InputFile.text(String.valueOf(given.file), console);
    }

    private int generate(Engine engine, ChatRequest request, PreparedReply prepared) {
        GenerationRequest generation = new GenerationRequest(
                prepared.prompt(),
                prepared.grammar(),
                request.sampling(),
                request.maxTokens().orElse(Integer.MAX_VALUE),
                request.stop(),
                prepared.freeLabels(),
                request.topLogprobs(),
                ForcedText.ON,
                prepared.budget());
        OutputEvents output = new OutputEvents(prepared.arguments());
        GenerationResult result = new GenerationLoop(engine)
                .run(
                        generation,
                        event -> {
                            if (event instanceof GenerationEvent.Match match) {
                                print(output.on(match.event()));
                            }
                        },
                        console.out()::checkError);
        print(output.finish());
        console.out().print('\n');
        console.out().flush();
        return conclude(result, request.sampling().seed());
    }

    private void print(List<OutputEvent> events) {
        for (OutputEvent event : events) {
            if (event instanceof OutputEvent.Content content) {
                console.out().print(content.text());
            }
        }
        console.out().flush();
    }

    private int conclude(GenerationResult result, long usedSeed) {
        console.note(String.format(
                Locale.ROOT,
                "%d tokens (%d of them forced) in %.1f s, seed %d",
                result.completionTokens(),
                result.forcedTokens(),
                result.totalNanos() / 1e9,
                usedSeed));
        return switch (result.reason()) {
            case STOP -> ExitCode.DONE.code();
            case LENGTH -> {
                console.note(
                        maxTokens != null && result.completionTokens() >= maxTokens
                                ? "the text was cut off by --max-tokens " + maxTokens + " and is not complete"
                                : "the text was cut off where the model's context was full and is not complete");
                yield ExitCode.NO.code();
            }
            case CANCELLED -> ExitCode.NO.code();
        };
    }
}
