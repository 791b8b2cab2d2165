package dev.tenon.server.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.sampler.engine.Engine;
import dev.tenon.server.TestModels;
import dev.tenon.toolcalls.ChatMessage;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Java that a model calls. */
@Timeout(300)
final class ToolLoopTest {
    private static final List<ChatMessage> ASK = List.of(new ChatMessage.User("hi"));
    private static final String CALL = """
        <tool_call>
        {"name": "weather", "arguments": {"town": "Ulm", "day": "2026-11-22"}}
        </tool_call>\
        """;

    record Weather(String town, LocalDate day) {}

    record Report(int degrees) {}

    private static <T> ToolLoop.Outcome<T> run(Engine engine, ToolLoop loop, StructuredOutput<T> answer) {
        try (engine;
                LocalModel model = LocalModel.of(engine)) {
            return loop.run(model, ASK, ReplyOptions.defaults(), answer);
        }
    }

    @Test
    void callsAFunctionAndAnswersWithAValue() {
        List<Weather> asked = new ArrayList<>();
        Tool weather = Tool.of("weather", "The weather", Weather.class, arguments -> {
            asked.add(arguments);
            return new Report(7);
        });
        ToolLoop.Outcome<Report> outcome = run(
                TestModels.scripted(CALL, "{\"degrees\": 7}"), ToolLoop.of(weather), StructuredOutput.of(Report.class));
        assertEquals(List.of(new Weather("Ulm", LocalDate.of(2026, 11, 22))), asked);
        assertEquals(new Report(7), outcome.answer().orElseThrow());
        assertEquals(4, outcome.conversation().size());
        ChatMessage.Assistant call = assertInstanceOf(
                ChatMessage.Assistant.class, outcome.conversation().get(1));
        assertEquals(
                new ChatMessage.Tool(call.toolCalls().get(0).id(), "{\"degrees\":7}"),
                outcome.conversation().get(2));
    }

    @Test
    void answersInFreeTextToo() {
        Tool weather = Tool.of("weather", "The weather", Weather.class, arguments -> "cold");
        try (Engine engine = TestModels.scripted(CALL, "It is cold.");
                LocalModel model = LocalModel.of(engine)) {
            ToolLoop.Outcome<String> outcome = ToolLoop.of(weather).run(model, ASK, ReplyOptions.defaults());
            assertEquals("It is cold.", outcome.answer().orElseThrow());
            assertEquals("cold", outcome.conversation().get(2).content());
        }
    }

    @Test
    void endsWithAnAnswerWhenTheModelWouldCallForEver() {
        List<Weather> asked = new ArrayList<>();
        Tool weather = Tool.of("weather", "The weather", Weather.class, arguments -> {
            asked.add(arguments);
            return "cold";
        });
        ToolLoop.Outcome<Report> outcome = run(
                TestModels.scripted(CALL), ToolLoop.of(weather).withMaxRounds(3), StructuredOutput.of(Report.class));
        assertEquals(2, asked.size());
        assertInstanceOf(Report.class, outcome.answer().orElseThrow());
    }

    @Test
    void everyCallOfAModelWithoutAnyIdeaIsTaken() {
        int answers = 0;
        for (int seed = 0; seed < 20; seed++) {
            Tool weather = Tool.of("weather", "The weather", Weather.class, arguments -> arguments);
            try (Engine engine = TestModels.random(seed);
                    LocalModel model = LocalModel.of(engine)) {
                ReplyOptions options = ReplyOptions.defaults()
                        .withTemperature(2)
                        .withSeed(seed)
                        .withMaxTokens(150);
                StructuredReply<Report> answer = ToolLoop.of(weather)
                        .run(model, ASK, options, StructuredOutput.of(Report.class))
                        .answer();
                answers += answer instanceof StructuredReply.Complete ? 1 : 0;
            }
        }
        assertTrue(answers > 0, "no loop came to an answer");
    }

    @Test
    void whatAToolThrowsGoesToTheCaller() {
        Tool weather = Tool.of("weather", "The weather", Weather.class, arguments -> {
            throw new UnsupportedOperationException("no weather today");
        });
        assertThrows(
                UnsupportedOperationException.class,
                () -> run(TestModels.scripted(CALL), ToolLoop.of(weather), StructuredOutput.of(Report.class)));
    }

    @Test
    void refusesToolsThatNoModelCouldCall() {
        assertThrows(IllegalArgumentException.class, () -> Tool.of("a b", "", Weather.class, arguments -> ""));
        assertThrows(UnsupportedTypeException.class, () -> Tool.of("a", "", int.class, arguments -> ""));
        Tool weather = Tool.of("weather", "", Weather.class, arguments -> "");
        assertThrows(IllegalArgumentException.class, () -> ToolLoop.of(weather, weather));
        assertThrows(IllegalArgumentException.class, () -> ToolLoop.of(weather).withMaxRounds(0));
    }
}
