package dev.tenon.toolcalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.match.MatchEvent;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whoever picks among what the mask allows, without knowing anything, ends with a reply that keeps the promise. */
final class RandomReplyProperties {
    private static final int END = 256;
    private static final int FREE_STEPS = 300;

    private static final ToolDefinition ADD = Replies.tool("add", """
        {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"enum": [1, "x", null]}},
         "required": ["a"], "additionalProperties": false}\
        """);
    private static final ToolDefinition ADD_ALL = Replies.tool("add_all", """
        {"type": "object", "properties": {"all": {"type": "array", "items": {"type": "boolean"}, "minItems": 2}},
         "required": ["all"], "additionalProperties": false}\
        """);
    private static final List<ToolDefinition> TOOLS = List.of(ADD, ADD_ALL);

    private static final Replies REQUIRED = replies(new ToolChoice.Required(), ParallelCalls.ALLOWED);
    private static final Replies REQUIRED_ONE = replies(new ToolChoice.Required(), ParallelCalls.ONE_AT_MOST);
    private static final Replies NAMED = replies(new ToolChoice.Named("add"), ParallelCalls.ALLOWED);
    private static final Replies AUTO = replies(new ToolChoice.Auto(), ParallelCalls.ALLOWED);
    private static final Replies NONE = replies(new ToolChoice.None(), ParallelCalls.ALLOWED);

    private static Replies replies(ToolChoice choice, ParallelCalls parallel) {
        return Replies.to(new OutputRequest(TOOLS, choice, parallel, new ReplyFormat.Text()));
    }

    @Property(tries = 100)
    void requiredIsOneCallOrMore(@ForAll long seed) {
        List<OutputEvent> events = write(REQUIRED, new Random(seed));
        assertTrue(requireWholeCalls(events) >= 1);
        assertFalse(hasContent(events));
    }

    @Property(tries = 100)
    void requiredWithoutParallelIsOneCall(@ForAll long seed) {
        assertEquals(1, requireWholeCalls(write(REQUIRED_ONE, new Random(seed))));
    }

    @Property(tries = 100)
    void namedIsOneCallOfThatTool(@ForAll long seed) {
        List<OutputEvent> events = write(NAMED, new Random(seed));
        assertEquals(1, requireWholeCalls(events));
        assertEquals(new OutputEvent.CallOpened(0, "add"), events.get(0));
    }

    @Property(tries = 50)
    void autoIsContentAndWholeCalls(@ForAll long seed) {
        requireWholeCalls(write(AUTO, new Random(seed)));
    }

    @Property(tries = 50)
    void noneIsContentAlone(@ForAll long seed) {
        assertEquals(0, requireWholeCalls(write(NONE, new Random(seed))));
    }

    /** Walks at random for a while, then by the shortest way to the end. */
    private static List<OutputEvent> write(Replies replies, Random random) {
        Matcher matcher = replies.matcher();
        for (int step = 0; !matcher.isFinished(); step++) {
            TokenMask mask = matcher.mask();
            assertTrue(mask.cardinality() > 0, "a dead end");
            matcher.accept(step < FREE_STEPS ? any(mask, random) : nearest(matcher, mask));
        }
        matcher.finishEvents();
        OutputEvents events = new OutputEvents(Optional.empty());
        List<OutputEvent> all = new ArrayList<>();
        for (MatchEvent event : matcher.takeEvents()) {
            all.addAll(events.on(event));
        }
        all.addAll(events.finish());
        return Replies.merged(all);
    }

    private static int any(TokenMask mask, Random random) {
        int token = -1;
        for (int skip = random.nextInt(mask.cardinality()); skip >= 0; skip--) {
            token = mask.nextAllowed(token + 1);
        }
        return token;
    }

    private static int nearest(Matcher matcher, TokenMask mask) {
        if (mask.contains(END)) {
            return END;
        }
        int best = -1;
        long least = Long.MAX_VALUE;
        for (int token = mask.nextAllowed(0); token >= 0; token = mask.nextAllowed(token + 1)) {
            Matcher ahead = matcher.fork();
            ahead.accept(token);
            if (ahead.leastBytes() < least) {
                least = ahead.leastBytes();
                best = token;
            }
        }
        return best;
    }

    private static boolean hasContent(List<OutputEvent> events) {
        return events.stream().anyMatch(OutputEvent.Content.class::isInstance);
    }

    /** Asserts that each call is opened, has valid arguments and is closed; how many there are. */
    private static int requireWholeCalls(List<OutputEvent> events) {
        int from = hasContent(events) ? 1 : 0;
        int calls = 0;
        for (int i = from; i < events.size(); i += 3) {
            OutputEvent.CallOpened opened = (OutputEvent.CallOpened) events.get(i);
            OutputEvent.Arguments arguments = (OutputEvent.Arguments) events.get(i + 1);
            assertEquals(calls, opened.index());
            assertEquals(calls, arguments.index());
            assertEquals(new OutputEvent.CallClosed(calls), events.get(i + 2));
            requireValid(opened.name(), Replies.json(arguments.text()));
            calls++;
        }
        return calls;
    }

    private static void requireValid(String name, JsonNode arguments) {
        assertTrue(arguments.isObject());
        switch (name) {
            case "add" -> {
                assertTrue(arguments.get("a").isIntegralNumber());
                JsonNode b = arguments.path("b");
                assertTrue(b.isMissingNode() || b.isNull() || b.asText().equals("x") || b.asInt() == 1);
            }
            case "add_all" -> {
                assertTrue(arguments.get("all").size() >= 2);
                arguments.get("all").forEach(item -> assertTrue(item.isBoolean()));
            }
            default -> throw new AssertionError(name);
        }
    }
}
