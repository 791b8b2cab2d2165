package dev.tenon.conformance.guarantee;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.automaton.token.Vocabulary.TokenKind;
import dev.tenon.conformance.Scale;
import dev.tenon.conformance.SchemaCase;
import dev.tenon.sampler.SamplingOptions;
import dev.tenon.toolcalls.ControlTokens;
import dev.tenon.toolcalls.ToolCallFormat;
import dev.tenon.toolcalls.ToolCallFormats;
import dev.tenon.toolcalls.ToolChoice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise at temperature 2: whatever the model, a reply that ends by itself is complete and valid by an independent
 * validator, and one that is cut off is the beginning of such a reply.
 */
final class GenerationGuaranteeTest {
    private static final SamplingOptions HOT = SamplingOptions.defaults().withTemperature(2);
    private static final int MAX_TOKENS = Scale.of(60, 192);

    /** Objects of different kinds, as arguments of tools. */
    private static final List<SchemaCase> TOOLS = Stream.of("nested-objects", "some-required", "actions")
            .map(SchemaCase::named)
            .toList();

    private static final Task REQUIRED = Task.calls(new ToolChoice.Required(), TOOLS);
    private static final Task NAMED = Task.calls(new ToolChoice.Named("some-required"), TOOLS);

    @Test
    void noiseKeepsThePromiseForEverySchema() {
        Tally tally = new Tally("random weights, 50 schemas");
        for (SchemaCase schemaCase : SchemaCase.all()) {
            Task task = Task.json(schemaCase);
            for (int seed = 0; seed < Scale.of(1, 20); seed++) {
                try (Model model = Model.random(seed)) {
                    tally.judge(task, model.reply(task, HOT.withSeed(seed), MAX_TOKENS));
                }
            }
        }
        tally.report();
        assertTrue(tally.complete() > 0);
    }

    /** Left alone, noise hardly ever closes a string: so these runs lean towards what closes something. */
    @Test
    void noiseThatLikesToEndKeepsThePromiseForEverySchema() {
        Tally tally = new Tally("random weights that like to end, 50 schemas");
        for (SchemaCase schemaCase : SchemaCase.all()) {
            Task task = Task.json(schemaCase);
            for (int seed = 0; seed < Scale.of(1, 20); seed++) {
                try (Model model = Model.random(1_000 + seed)) {
                    SamplingOptions leaning = HOT.withSeed(seed)
                            .withLogitBias(closers(model.engine().vocabulary(), 20));
                    tally.judge(task, model.reply(task, leaning, 2 * MAX_TOKENS));
                }
            }
        }
        tally.report();
        assertTrue(tally.complete() > 25, () -> "only " + tally.complete() + " replies came to an end");
    }

    @Test
    void theDefaultModelKeepsThePromise() {
        Tally tally = new Tally("default model");
        List<SchemaCase> schemas = Scale.isLong() ? SchemaCase.all() : TOOLS.subList(1, 3);
        try (Model model = Model.real()) {
            for (SchemaCase schemaCase : schemas) {
                Task task = Task.json(schemaCase);
                for (int seed = 0; seed < Scale.of(1, 20); seed++) {
                    tally.judge(task, model.reply(task, HOT.withSeed(seed), MAX_TOKENS));
                }
            }
        }
        tally.report();
    }

    static Stream<Task> callTasks() {
        return Stream.of(REQUIRED, NAMED);
    }

    @ParameterizedTest
    @MethodSource("callTasks")
    void noiseCallsToolsAsItMust(Task task) {
        Tally tally = new Tally("random weights, " + task);
        for (int seed = 0; seed < Scale.of(10, 200); seed++) {
            try (Model model = Model.random(seed)) {
                SamplingOptions sampling = HOT.withSeed(seed);
                boolean leans = seed % 2 == 0;
                tally.judge(
                        task,
                        model.reply(
                                task,
                                leans
                                        ? sampling.withLogitBias(
                                                closers(model.engine().vocabulary(), 20))
                                        : sampling,
                                2 * MAX_TOKENS));
            }
        }
        tally.report();
        assertTrue(tally.complete() > 0);
    }

    static Stream<ToolCallFormat> dialects() {
        return ToolCallFormats.all(ControlTokens.none()).stream();
    }

    /** However a family writes its calls, their arguments are held to the schema. */
    @ParameterizedTest
    @MethodSource("dialects")
    void noiseCallsToolsInEveryDialect(ToolCallFormat format) {
        Tally tally = new Tally("random weights, " + format.name());
        List<ToolChoice> choices = List.of(
                new ToolChoice.Required(),
                new ToolChoice.Named("some-required"),
                new ToolChoice.Allowed(Set.of("actions"), ToolChoice.Mode.REQUIRED));
        for (ToolChoice choice : choices) {
            Task task = Task.calls(choice, TOOLS, format);
            for (int seed = 0; seed < Scale.of(2, 200); seed++) {
                try (Model model = Model.random(seed)) {
                    SamplingOptions leaning = HOT.withSeed(seed)
                            .withLogitBias(closers(model.engine().vocabulary(), seed % 2 * 20));
                    tally.judge(task, model.reply(task, leaning, 2 * MAX_TOKENS));
                }
            }
        }
        tally.report();
    }

    @ParameterizedTest
    @MethodSource("callTasks")
    void theDefaultModelCallsToolsAsItMust(Task task) {
        Tally tally = new Tally("default model, " + task);
        try (Model model = Model.real()) {
            for (int seed = 0; seed < Scale.of(1, 200); seed++) {
                tally.judge(task, model.reply(task, HOT.withSeed(seed), MAX_TOKENS));
            }
        }
        tally.report();
    }

    @Test
    void noBiasMakesAReplyWrong() {
        Tally tally = new Tally("hostile bias");
        try (Model model = Model.random(5)) {
            Vocabulary vocabulary = model.engine().vocabulary();
            Map<Integer, Float> alwaysEnd = new HashMap<>();
            for (int id = 0; id < vocabulary.size(); id++) {
                if (vocabulary.kind(id) != TokenKind.TEXT) {
                    alwaysEnd.put(id, 100f);
                }
            }
            Map<Integer, Float> evens = new HashMap<>();
            for (int id = 0; id < vocabulary.size(); id++) {
                evens.put(id, id % 2 == 0 ? 100f : -100f);
            }
            for (Map<Integer, Float> bias :
                    List.of(alwaysEnd, evens, closers(vocabulary, 100), closers(vocabulary, -100))) {
                for (SchemaCase schemaCase : SchemaCase.all().subList(0, Scale.of(12, 50))) {
                    Task task = Task.json(schemaCase);
                    tally.judge(task, model.reply(task, HOT.withLogitBias(bias), Scale.of(30, 100)));
                }
                tally.judge(REQUIRED, model.reply(REQUIRED, HOT.withLogitBias(bias), 100));
                tally.judge(NAMED, model.reply(NAMED, HOT.withLogitBias(bias), 100));
            }
        }
        tally.report();
    }

    /** END tokens, and text tokens of nothing but brackets and quotes that close. */
    private static Map<Integer, Float> closers(Vocabulary vocabulary, float bias) {
        Map<Integer, Float> closers = new HashMap<>();
        for (int id : vocabulary.endTokens()) {
            closers.put(id, bias);
        }
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.kind(id) == TokenKind.TEXT && closes(vocabulary.bytes(id))) {
                closers.put(id, bias);
            }
        }
        return closers;
    }

    private static boolean closes(byte[] bytes) {
        for (byte b : bytes) {
            if ("\"]}".indexOf(b) < 0) {
                return false;
            }
        }
        return true;
    }
}
