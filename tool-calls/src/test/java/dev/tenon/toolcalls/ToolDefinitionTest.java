package dev.tenon.toolcalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ToolDefinitionTest {
    @ParameterizedTest
    @ValueSource(strings = {"get_weather", "a-b", "ns.tool/2", "naïve", "with space"})
    void takesNamesThatJsonNeedNotEscape(String name) {
        assertEquals(name, ToolDefinition.of(name, null, null).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\"b", "a\\b", "a\nb", "\uD800"})
    void refusesNamesThatJsonWouldEscape(String name) {
        assertThrows(IllegalArgumentException.class, () -> ToolDefinition.of(name, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}"})
    void takesNoArgumentsWhereParametersAreEmpty(String parameters) {
        String none = "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";
        assertEquals(
                Replies.json(none),
                ToolDefinition.of("f", null, Replies.json(parameters)).parameters());
        assertEquals(Replies.json(none), ToolDefinition.of("f", null, null).parameters());
    }

    @Test
    void namesCallsApart() {
        ToolCallIds ids = new ToolCallIds(new Random(1));
        Set<String> drawn = IntStream.range(0, 1000).mapToObj(i -> ids.next()).collect(Collectors.toSet());
        assertEquals(1000, drawn.size());
        drawn.forEach(id -> assertEquals(true, id.matches("call_[A-Za-z0-9]{24}"), id));
    }
}
