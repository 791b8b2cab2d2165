package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.MatchEvent;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.schema.SchemaOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads replies with the grammar of a request, by bytes. */
final class Replies {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final GrammarCompiler COMPILER =
            new GrammarCompiler(Vocabulary.ofByteStrings(singleBytes()), CompileLimits.defaults());

    private final CompiledGrammar grammar;
    private final OutputPlan plan;

    private Replies(OutputPlan plan) {
        this.grammar = COMPILER.compile(plan.grammar());
        this.plan = plan;
    }

    static Replies to(OutputRequest request) {
        return to(request, SchemaOptions.defaults());
    }

    static Replies to(OutputRequest request, SchemaOptions options) {
        return to(request, new HermesFormat(ControlTokens.none()), options);
    }

    static Replies to(OutputRequest request, ToolCallFormat format, SchemaOptions options) {
        return new Replies(OutputGrammar.plan(request, format, options, CompileLimits.defaults()));
    }

    /** A matcher at the beginning. */
    Matcher matcher() {
        return grammar.matcher();
    }

    /** Whether the whole text is a reply. */
    boolean accepts(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Matcher matcher = grammar.matcher();
        return matcher.acceptBytes(bytes, 0, bytes.length) == bytes.length && matcher.isAccepting();
    }

    /** The events of a reply whose bytes come in pieces that end at the given places. */
    List<OutputEvent> events(String text, int... ends) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Matcher matcher = grammar.matcher();
        OutputEvents events = new OutputEvents(plan.arguments());
        List<OutputEvent> all = new ArrayList<>();
        int from = 0;
        for (int end : ends) {
            accept(matcher, bytes, from, end);
            pass(matcher, events, all);
            from = end;
        }
        accept(matcher, bytes, from, bytes.length);
        matcher.finishEvents();
        pass(matcher, events, all);
        all.addAll(events.finish());
        return all;
    }

    private static void accept(Matcher matcher, byte[] bytes, int from, int end) {
        int accepted = matcher.acceptBytes(bytes, from, end - from);
        if (accepted != end - from) {
            String before = new String(bytes, 0, from + accepted, StandardCharsets.UTF_8);
            throw new AssertionError("left the language after: " + before);
        }
    }

    private static void pass(Matcher matcher, OutputEvents events, List<OutputEvent> into) {
        for (MatchEvent event : matcher.takeEvents()) {
            into.addAll(events.on(event));
        }
    }

    /** The same reply with neighbouring pieces of text made one. */
    static List<OutputEvent> merged(List<OutputEvent> events) {
        List<OutputEvent> merged = new ArrayList<>();
        for (OutputEvent event : events) {
            OutputEvent last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (event instanceof OutputEvent.Content more && last instanceof OutputEvent.Content before) {
                merged.set(merged.size() - 1, new OutputEvent.Content(before.text() + more.text()));
            } else if (event instanceof OutputEvent.Arguments more && last instanceof OutputEvent.Arguments before) {
                merged.set(merged.size() - 1, new OutputEvent.Arguments(more.index(), before.text() + more.text()));
            } else if (event instanceof OutputEvent.Reasoning more && last instanceof OutputEvent.Reasoning before) {
                merged.set(merged.size() - 1, new OutputEvent.Reasoning(before.text() + more.text()));
            } else {
                merged.add(event);
            }
        }
        return merged;
    }

    static ToolDefinition tool(String name, String parameters) {
        return new ToolDefinition(name, null, json(parameters));
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> singleBytes() {
        List<byte[]> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add(new byte[] {(byte) b});
        }
        return tokens;
    }
}
