package dev.tenon.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.sampler.SamplingOptions;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.llama.LlamaEngine;
import dev.tenon.sampler.parts.PartException;
import dev.tenon.sampler.parts.Parts;
import dev.tenon.sampler.parts.Platform;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.server.generation.ChatRequest;
import dev.tenon.server.generation.PreparedReply;
import dev.tenon.server.generation.RequestCompiler;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.OutputRequest;
import dev.tenon.toolcalls.ReplyFormat;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tokens per second, constrained beside unconstrained, in one run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        header = "Measure tokens per second, constrained beside unconstrained.",
        description = {
            "The same prompt, the same sampling, the same numbers of tokens; rounds alternate. The evaluation of the"
                    + " prompt is left out. One warm-up pass of each side is not counted. Medians of the rounds, with"
                    + " the least and the greatest in brackets."
        },
        footer = {"%nExamples:", "  tenon bench", "  tenon bench --schema person.json --tokens 200 --rounds 9"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class BenchCommand implements Callable<Integer> {
    private static final String PROMPT =
            "Make up a long list of people or things, with all that is asked for. Answer in JSON.";

    private final Console console;
    private final ModelOptions.Source models;

    @Mixin
    private ModelOptions model;

    @Option(
            names = {"-s", "--schema"},
            paramLabel = "FILE",
            description =
                    "JSON Schema; may be repeated. If not said, lists of three kinds that no reply comes to the end"
                            + " of: records with short keys, records with long keys, free text.")
    private List<String> schemas = List.of();

    @Option(
            names = {"-p", "--prompt"},
            defaultValue = PROMPT,
            paramLabel = "TEXT",
            description = "What to tell the model.")
    private String prompt;

    @Option(
            names = {"-n", "--tokens"},
            defaultValue = "128",
            paramLabel = "N",
            description = "Tokens of each side in each round (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            paramLabel = "N",
            description = "Rounds that are counted (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--temperature",
            defaultValue = "1",
            paramLabel = "T",
            description = "Of all sides (${DEFAULT-VALUE}).")
    private double temperature;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Of the first text; each further one has the next (${DEFAULT-VALUE}).")
    private long seed;

    BenchCommand(Console console, ModelOptions.Source models) {
        this.console = console;
        this.models = models;
    }

    @Override
    public Integer call() {
        if (tokens < 16 || rounds < 1) {
            throw CommandFailure.misuse("--tokens is at least 16, --rounds at least 1");
        }
        SamplingOptions sampling = sampling();
        Map<String, JsonNode> kinds = kinds();
        try (ModelOptions.Loaded loaded = models.load(model)) {
            RequestCompiler compiler =
                    new RequestCompiler(loaded.served(), SchemaOptions.defaults(), CompileLimits.defaults());
            Map<String, PreparedReply> prepared = new LinkedHashMap<>();
            kinds.forEach((name, node) -> prepared.put(name, compiler.compile(request(node, sampling))));
            int prompt = prepared.values().iterator().next().prompt().length;
            if (prompt + tokens > loaded.engine().contextLength()) {
                throw CommandFailure.misuse("a prompt of " + prompt + " tokens and " + tokens
                        + " more do not fit into a context of "
                        + loaded.engine().contextLength());
            }
            describe(loaded.engine(), prompt);
            prepared.forEach(
                    (name, reply) -> run(name, new Bench(loaded.engine(), reply.prompt(), reply.grammar(), sampling)));
        }
        return ExitCode.DONE.code();
    }

    private SamplingOptions sampling() {
        try {
            return SamplingOptions.defaults().withTemperature(temperature).withSeed(seed);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.misuse("--" + e.getMessage());
        }
    }

    private Map<String, JsonNode> kinds() {
        if (schemas.isEmpty()) {
            return BenchSchemas.all();
        }
        Map<String, JsonNode> kinds = new LinkedHashMap<>();
        for (String file : schemas) {
            kinds.put(file, SchemaFile.read(file, console).schema());
        }
        return kinds;
    }

    private ChatRequest request(JsonNode schema, SamplingOptions sampling) {
        return new ChatRequest(
                List.of(new ChatMessage.User(prompt)),
                OutputRequest.of(new ReplyFormat.JsonSchema("bench", schema)),
                sampling,
                OptionalInt.empty(),
                List.of(),
                -1,
                new ChatRequest.Reasoning.Off(),
                1);
    }

    private void describe(Engine engine, int promptTokens) {
        PrintWriter out = console.out();
        out.println("machine  " + Machine.describe());
        out.println("         features: " + Machine.features());
        String llama = "no llama.cpp";
        String info = "";
        if (engine instanceof LlamaEngine real) {
            info = " (" + real.info().description() + "), threads: " + real.threads();
            llama = librariesLine();
        }
        out.println("versions tenon " + VersionText.version() + ", Java " + Runtime.version() + ", " + llama);
        out.println(
                "model    " + engine.id() + info + ", " + engine.vocabulary().size() + " tokens");
        out.println(String.format(
                Locale.ROOT,
                "run      prompt of %d tokens, %d tokens a pass, %d rounds, temperature %s, seed %d",
                promptTokens,
                tokens,
                rounds,
                temperature,
                seed));
        out.flush();
    }

    private static String librariesLine() {
        try {
            return Parts.libraries(Platform.current()).fileName();
        } catch (PartException e) {
            return "llama.cpp";
        }
    }

    private void run(String name, Bench bench) {
        console.note(name + ": warming up");
        BenchMeasure first = bench.warmUp(tokens);
        List<Map<BenchSide, BenchMeasure>> measured = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            console.note(name + ": round " + (round + 1) + " of " + rounds);
            measured.add(bench.round(round));
        }
        PrintWriter out = console.out();
        out.println();
        out.println(name + ":");
        new BenchReport(measured).print(out);
        out.println();
        out.println(String.format(
                Locale.ROOT,
                "The first constrained pass, every mask new: %.1f tokens/s, %.1f us/token in the automaton.",
                first.tokensPerSecond(),
                first.maskMicros()));
        if (bench.texts() > 1) {
            out.println("The schema's texts end early: each pass is " + bench.texts()
                    + " texts, and the unconstrained side writes texts of the same lengths.");
        }
        out.flush();
    }
}
