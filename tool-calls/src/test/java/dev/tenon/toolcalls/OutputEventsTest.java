package dev.tenon.toolcalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tenon.automaton.match.MatchEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputEventsTest {
    private static List<OutputEvent> events(OutputEvents events, Object... reports) {
        List<OutputEvent> all = new ArrayList<>();
        for (Object report : reports) {
            all.addAll(events.on(
                    switch (report) {
                        case byte[] bytes -> new MatchEvent.Bytes(bytes);
                        case String text when text.startsWith("+") -> new MatchEvent.Open(text.substring(1));
                        case String text when text.startsWith("-") -> new MatchEvent.Close(text.substring(1));
                        default -> new MatchEvent.Bytes(report.toString().getBytes(StandardCharsets.UTF_8));
                    }));
        }
        return all;
    }

    @Test
    void tellsContentAndCallsApart() {
        assertEquals(
                List.of(
                        new OutputEvent.Content("Hi "),
                        new OutputEvent.CallOpened(0, "now"),
                        new OutputEvent.Arguments(0, "{"),
                        new OutputEvent.Arguments(0, "}"),
                        new OutputEvent.CallClosed(0),
                        new OutputEvent.CallOpened(1, "add"),
                        new OutputEvent.Arguments(1, "{}"),
                        new OutputEvent.CallClosed(1)),
                events(
                        new OutputEvents(Optional.empty()),
                        "+content",
                        "Hi ",
                        "-content",
                        "+calls",
                        "+call",
                        "<tool_call>",
                        "+name",
                        "n",
                        "ow",
                        "-name",
                        "\", ",
                        "+arguments",
                        "{",
                        "}",
                        "-arguments",
                        "</tool_call>",
                        "-call",
                        "\n",
                        "+call",
                        "+name",
                        "add",
                        "-name",
                        "+arguments",
                        "{}",
                        "-arguments",
                        "-call",
                        "-calls"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "€", "😀", "aé€😀z", "😀😀"})
    void neverSplitsACodePoint(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        OutputEvents events = new OutputEvents(Optional.empty());
        events.on(new MatchEvent.Open("json"));
        StringBuilder whole = new StringBuilder();
        for (byte b : bytes) {
            for (OutputEvent event : events.on(new MatchEvent.Bytes(new byte[] {b}))) {
                String piece = ((OutputEvent.Content) event).text();
                assertEquals(1, piece.codePointCount(0, piece.length()));
                whole.append(piece);
            }
        }
        assertEquals(text, whole.toString());
    }

    @Test
    void dropsTheBeginningOfACodePointAtTheEnd() {
        OutputEvents events = new OutputEvents(Optional.empty());
        assertEquals(List.of(new OutputEvent.Content("a")), events(events, "+content", new byte[] {'a', (byte) 0xE2}));
        assertEquals(List.of(), events.finish());
    }

    @Test
    void keepsTheArgumentsOfACallThatBreaksOff() {
        OutputEvents events = new OutputEvents(Optional.empty());
        assertEquals(
                List.of(new OutputEvent.CallOpened(0, "f"), new OutputEvent.Arguments(0, "{\"a\": ")),
                events(events, "+calls", "+call", "+name", "f", "-name", "+arguments", "{\"a\": "));
        assertEquals(List.of(), events.finish());
    }

    @Test
    void tellsNothingOfACallWithoutAWholeName() {
        OutputEvents events = new OutputEvents(Optional.empty());
        assertEquals(List.of(), events(events, "+calls", "+call", "+name", "we"));
        assertEquals(List.of(), events.finish());
    }

    @Test
    void refusesCapturesThatCross() {
        OutputEvents events = new OutputEvents(Optional.empty());
        events.on(new MatchEvent.Open("content"));
        assertThrows(IllegalStateException.class, () -> events.on(new MatchEvent.Close("json")));
    }
}
