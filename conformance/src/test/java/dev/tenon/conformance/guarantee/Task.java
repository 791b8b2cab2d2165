package dev.tenon.conformance.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.SchemaCase;
import dev.tenon.sampler.TextSampler;
import dev.tenon.schema.ArgumentSyntax;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.toolcalls.ControlTokens;
import dev.tenon.toolcalls.HermesFormat;
import dev.tenon.toolcalls.OutputGrammar;
import dev.tenon.toolcalls.OutputPlan;
import dev.tenon.toolcalls.OutputRequest;
import dev.tenon.toolcalls.ParallelCalls;
import dev.tenon.toolcalls.ReplyFormat;
import dev.tenon.toolcalls.ToolCallFormat;
import dev.tenon.toolcalls.ToolChoice;
import dev.tenon.toolcalls.ToolDefinition;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of a model, and how its reply is judged.
 *
 * <p>A complete reply must satisfy the independent validator. A reply that was cut off must be the beginning of one that does:
 * its bytes are taken through the grammar again, byte by byte and with no vocabulary, brought home on a shortest way, and what
 * comes out is judged.
 */
final class Task {
    private static final GrammarCompiler BYTES =
            new GrammarCompiler(TextSampler.byteVocabulary(), CompileLimits.defaults());

    private static final ToolCallFormat HERMES = new HermesFormat(ControlTokens.none());

    private final String name;
    private final OutputRequest request;
    private final Map<String, Judge> tools = new LinkedHashMap<>();
    private final Optional<Judge> content;
    private final OutputPlan plan;
    private final CompiledGrammar bytes;

    private Task(String name, OutputRequest request, Optional<Judge> content, ToolCallFormat format) {
        this.name = name;
        this.request = request;
        this.content = content;
        request.tools().forEach(tool -> tools.put(tool.name(), new Judge(tool.parameters())));
        this.plan = OutputGrammar.plan(request, format, SchemaOptions.defaults(), CompileLimits.defaults());
        this.bytes = BYTES.compile(plan.grammar());
    }

    /** JSON that satisfies a schema. */
    static Task json(SchemaCase schemaCase) {
        ReplyFormat format = new ReplyFormat.JsonSchema("answer", schemaCase.schema());
        return new Task(schemaCase.name(), OutputRequest.of(format), Optional.of(schemaCase.judge()), HERMES);
    }

    /** Calls of tools whose arguments are those schemas. */
    static Task calls(ToolChoice choice, List<SchemaCase> schemas) {
        return calls(choice, schemas, HERMES);
    }

    /** Calls in a dialect. */
    static Task calls(ToolChoice choice, List<SchemaCase> schemas, ToolCallFormat format) {
        List<ToolDefinition> tools = schemas.stream()
                .map(it -> ToolDefinition.of(it.name(), "Takes what " + it.name() + " says.", it.schema()))
                .toList();
        OutputRequest request = new OutputRequest(tools, choice, ParallelCalls.ALLOWED, new ReplyFormat.Text());
        return new Task(format.name() + " " + choice, request, Optional.empty(), format);
    }

    /** The grammar of the reply. */
    Grammar grammar() {
        return plan.grammar();
    }

    /** How the arguments of calls are written where they are no JSON. */
    Optional<ArgumentSyntax> arguments() {
        return plan.arguments();
    }

    /** What a person would ask. */
    String prompt() {
        return content.isPresent()
                ? "Make up an example of \"" + name + "\" and write it as JSON."
                : "Use the tools " + tools.keySet() + " for whatever comes to your mind.";
    }

    /** Fails unless the reply keeps the promise. */
    void judge(Reply reply) {
        switch (reply.result().reason()) {
            case STOP -> {
                judgeComplete(reply.content(), reply.calls(), reply);
                judgeSameReading(read(reply.text(), false), reply);
            }
            case LENGTH -> {
                Reply.Collector completed = read(reply.text(), true);
                judgeComplete(completed.content(), completed.calls(), reply);
                assertTrue(completed.content().startsWith(reply.content()), () -> name + ": " + reply);
                for (int i = 0; i < reply.calls().size(); i++) {
                    Reply.Call whole = completed.calls().get(i);
                    Reply.Call part = reply.calls().get(i);
                    assertEquals(whole.name(), part.name());
                    assertTrue(whole.arguments().startsWith(part.arguments()), () -> name + ": " + reply);
                }
            }
            case CANCELLED -> throw new AssertionError("nobody cancelled " + name);
        }
    }

    private void judgeComplete(String said, List<Reply.Call> calls, Reply reply) {
        if (content.isPresent()) {
            assertEquals(Optional.empty(), content.get().fault(said), () -> name + ": " + said + " of " + reply);
            assertEquals(List.of(), calls);
            return;
        }
        assertEquals("", said);
        assertTrue(!calls.isEmpty(), () -> name + " made no call: " + reply);
        for (Reply.Call call : calls) {
            Judge judge = tools.get(call.name());
            if (judge == null) {
                throw new AssertionError(name + " called " + call.name());
            }
            assertEquals(Optional.empty(), judge.fault(call.arguments()), () -> name + ": " + call + " of " + reply);
            assertTrue(call.closed(), () -> name + ": " + call);
        }
        if (request.choice() instanceof ToolChoice.Named named) {
            assertEquals(
                    List.of(named.name()), calls.stream().map(Reply.Call::name).toList());
        }
    }

    private void judgeSameReading(Reply.Collector reading, Reply reply) {
        assertEquals(reading.content(), reply.content());
        assertEquals(reading.calls(), reply.calls());
    }

    /** Reads bytes once more, and goes on to the end where asked to. */
    private Reply.Collector read(byte[] text, boolean complete) {
        Matcher matcher = bytes.matcher();
        int accepted = matcher.acceptBytes(text, 0, text.length);
        assertEquals(text.length, accepted, () -> name + ": not the beginning of any reply");
        while (complete && !matcher.isAccepting()) {
            matcher.acceptBytes(new byte[] {(byte) nearest(matcher)}, 0, 1);
        }
        assertTrue(matcher.isAccepting(), () -> name + " is not complete");
        matcher.finishEvents();
        Reply.Collector reading = new Reply.Collector(arguments());
        matcher.takeEvents().forEach(reading::on);
        return reading;
    }

    private static int nearest(Matcher matcher) {
        BitSet next = matcher.nextBytes();
        int best = -1;
        long least = matcher.leastBytes();
        for (int b = next.nextSetBit(0); b >= 0; b = next.nextSetBit(b + 1)) {
            matcher.acceptBytes(new byte[] {(byte) b}, 0, 1);
            long after = matcher.leastBytes();
            matcher.rollback(1);
            if (after < least || best < 0) {
                least = after;
                best = b;
            }
        }
        return best;
    }

    @Override
    public String toString() {
        return name;
    }
}
