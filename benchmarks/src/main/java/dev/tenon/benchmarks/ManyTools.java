package dev.tenon.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.SamplingOptions;
import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.engine.RandomEngine;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.server.generation.ChatRequest;
import dev.tenon.server.generation.PreparedReply;
import dev.tenon.server.generation.RequestCompiler;
import dev.tenon.server.generation.ServedModel;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.OutputRequest;
import dev.tenon.toolcalls.ParallelCalls;
import dev.tenon.toolcalls.ReplyFormat;
import dev.tenon.toolcalls.ToolChoice;
import dev.tenon.toolcalls.ToolDefinition;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The time from a request with 128 tools, whose schemas are 200 kB of JSON, to what the engine needs of it: prompt, tokens
 * and grammar. The first request of a process, the first of tools not seen before, the next one with the same tools, and
 * one where a single tool has changed. JMH has no place for it: what is asked for is the first time.
 *
 * <p>Prints thread CPU time and wall time, medians but for the first of all, and how much of it the tokenizer takes.
 */
public final class ManyTools {
    private static final int TOOLS = 128;
    private static final int VOCABULARY_SIZE = 128_000;
    private static final int ROUNDS = 21;
    private static final double NANOS_A_MILLI = 1e6;

    private final Vocabulary vocabulary = SyntheticVocabulary.ofSize(VOCABULARY_SIZE, 1);
    private final RandomEngine engine =
            new RandomEngine(vocabulary, 1, EngineShape.named("random").withContextLength(1_000_000));
    private final ServedModel model =
            ServedModel.of(engine, "random", Set.of(), new ServedModel.TextEnds("", ""), Clock.systemUTC());
    private final RequestCompiler compiler =
            new RequestCompiler(model, SchemaOptions.defaults(), CompileLimits.defaults());

    private ManyTools() {}

    /** Times in nanoseconds. */
    private record Times(long cpu, long wall, long tokenizer) {}

    /** Prints the table. */
    public static void main(String[] arguments) {
        ManyTools measured = new ManyTools();
        System.out.printf(
                Locale.ROOT,
                "%d tools, %d characters of schemas, vocabulary of %d tokens%n%n",
                TOOLS,
                tools(0, 0).stream()
                        .mapToInt(tool -> tool.parameters().toString().length())
                        .sum(),
                VOCABULARY_SIZE);
        System.out.println("| request | CPU ms | wall ms | of which tokenizer, CPU ms |");
        System.out.println("|---|---:|---:|---:|");
        print("first of the process", measured.time(tools(0, 0), "go"));
        print("first of other tools", measured.median(round -> tools(1 + round, 0)));
        print("same tools, another message", measured.median(round -> tools(0, 0)));
        print("one tool changed", measured.median(round -> tools(0, 1 + round)));
    }

    private Times median(IntFunction<List<ToolDefinition>> tools) {
        Times[] times = new Times[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            times[round] = time(tools.apply(round), "go " + round);
        }
        return new Times(
                median(Arrays.stream(times).mapToLong(Times::cpu).toArray()),
                median(Arrays.stream(times).mapToLong(Times::wall).toArray()),
                median(Arrays.stream(times).mapToLong(Times::tokenizer).toArray()));
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private Times time(List<ToolDefinition> tools, String message) {
        ChatRequest request = new ChatRequest(
                List.of(new ChatMessage.User(message)),
                new OutputRequest(tools, new ToolChoice.Auto(), ParallelCalls.ALLOWED, new ReplyFormat.Text()),
                SamplingOptions.defaults(),
                OptionalInt.empty(),
                List.of(),
                -1,
                new ChatRequest.Reasoning.AsTaught(),
                1);
        long wall = System.nanoTime();
        long cpu = cpuTime();
        PreparedReply reply = compiler.compile(request);
        long compiled = cpuTime();
        long end = System.nanoTime();
        String prompt = model.prompts().prompt(request.messages(), tools);
        long rendered = cpuTime();
        int[] tokens = engine.tokenizer().tokenizePrompt(prompt);
        long tokenized = cpuTime();
        if (!Arrays.equals(tokens, reply.prompt())) {
            throw new AssertionError("another prompt");
        }
        return new Times(compiled - cpu, end - wall, tokenized - rendered);
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void print(String name, Times times) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f |%n",
                name,
                times.cpu / NANOS_A_MILLI,
                times.wall / NANOS_A_MILLI,
                times.tokenizer / NANOS_A_MILLI);
    }

    /**
     * So many tools.
     *
     * @param family tells the tools of one list from those of another
     * @param change tells a list from another that differs in one tool
     */
    private static List<ToolDefinition> tools(int family, int change) {
        List<ToolDefinition> tools = new ArrayList<>();
        for (int i = 0; i < TOOLS; i++) {
            int number = family * TOOLS + i;
            tools.add(ToolDefinition.of(
                    "tool_" + number, "Does what tool " + number + " does.", schema(number, i == 5 ? change : 0)));
        }
        return tools;
    }

    private static ObjectNode schema(int number, int change) {
        ObjectNode schema = closed();
        member(schema, "id_" + number)
                .put("type", "string")
                .put("pattern", "^[A-Z]{2}-[0-9]{1," + (3 + number % 9) + "}$")
                .put("description", "The number under which the warehouse keeps the item, as it stands on the label.");
        member(schema, "quantity").put("type", "integer").put("minimum", 1).put("maximum", 100 + number + change);
        member(schema, "price").put("type", "number").put("minimum", 0).put("multipleOf", 0.01);
        member(schema, "due").put("type", "string").put("format", number % 2 == 0 ? "date-time" : "date");
        ArrayNode kinds = member(schema, "kind").put("type", "string").putArray("enum");
        for (int i = 0; i < 12; i++) {
            kinds.add("kind_" + number + "_" + (char) ('a' + i));
        }
        ObjectNode address = member(schema, "address_" + number % 7).setAll(closed());
        for (String line : List.of("street", "city", "country", "note_" + number)) {
            member(address, line)
                    .put("type", "string")
                    .put("maxLength", 40 + number % 5)
                    .put("description", "One line of the address, without the name of the person.");
        }
        ObjectNode list = member(schema, "tags").put("type", "array").put("maxItems", 1 + number % 8);
        list.putObject("items").put("type", "string").put("minLength", 1).put("maxLength", 20);
        ArrayNode either = member(schema, "either").putArray("anyOf");
        either.addObject().put("type", "null");
        member(either.addObject().setAll(closed()), "reason_" + number)
                .put("type", "string")
                .put("description", "Why it has to be this one and none of the others.");
        either.addObject().put("type", "array").putObject("items").put("type", "boolean");
        return schema;
    }

    private static ObjectNode closed() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("type", "object").put("additionalProperties", false);
        object.putObject("properties");
        object.putArray("required");
        return object;
    }

    private static ObjectNode member(ObjectNode object, String name) {
        ((ArrayNode) object.get("required")).add(name);
        return ((ObjectNode) object.get("properties")).putObject(name);
    }
}
