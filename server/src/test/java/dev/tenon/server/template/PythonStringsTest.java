package dev.tenon.server.template;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PythonStringsTest {
    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of("strip", " \n a \t", List.of(), "a"),
                Arguments.of("lstrip", "\n\na\n", List.of("\n"), "a\n"),
                Arguments.of("rstrip", "abcba", List.of("ab"), "abc"),
                Arguments.of("split", " a  b ", List.of(), List.of("a", "b")),
                Arguments.of("split", "a,b,,c", List.of(","), List.of("a", "b", "", "c")),
                Arguments.of("split", "a,b,c", List.of(",", 1), List.of("a", "b,c")),
                Arguments.of("split", "", List.of(","), List.of("")),
                Arguments.of("rsplit", "a,b,c", List.of(",", 1), List.of("a,b", "c")),
                Arguments.of("rsplit", "a--b--c", List.of("--"), List.of("a", "b", "c")),
                Arguments.of("splitlines", "a\nb\r\nc", List.of(), List.of("a", "b", "c")),
                Arguments.of("startswith", "abc", List.of("ab"), true),
                Arguments.of("endswith", "abc", List.of("ab"), false),
                Arguments.of("title", "the dog's 2nd bone", List.of(), "The Dog'S 2Nd Bone"),
                Arguments.of("capitalize", "aBC", List.of(), "Abc"),
                Arguments.of("replace", "aXbX", List.of("X", "--"), "a--b--"),
                Arguments.of("count", "aaaa", List.of("aa"), 2),
                Arguments.of("find", "abc", List.of("c"), 2),
                Arguments.of("find", "abc", List.of("x"), -1),
                Arguments.of("removeprefix", "abab", List.of("ab"), "ab"),
                Arguments.of("removesuffix", "abab", List.of("x"), "abab"),
                Arguments.of("join", ", ", List.of(List.of("a", "1")), "a, 1"),
                Arguments.of("isdigit", "12", List.of(), true),
                Arguments.of("isdigit", "", List.of(), false));
    }

    private static Value call(String method, String text, List<Object> given) {
        Budget budget = new Budget(Clock.systemUTC());
        List<Value> values =
                given.stream().map(value -> Values.of(value, budget)).toList();
        return TextMethods.call(text, method, new dev.tenon.server.template.Arguments(values, Map.of()), budget);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void doesAsPythonDoes(String method, String text, List<Object> given, Object expected) {
        Budget budget = new Budget(Clock.systemUTC());
        Value result = call(method, text, given);
        assertTrue(
                Operators.same(Values.of(expected, budget), result, budget), () -> PythonWriter.repr(result, budget));
    }

    @Test
    void refusesWhatPythonRefuses() {
        assertThrows(TemplateRaised.class, () -> call("toCharArray", "a", List.of()));
        assertThrows(TemplateRaised.class, () -> call("split", "a", List.of("")));
        assertThrows(TemplateRaised.class, () -> call("startswith", "a", List.of()));
        assertThrows(TemplateRaised.class, () -> call("startswith", "a", List.of(1)));
        assertThrows(TemplateRaised.class, () -> call("replace", "a", List.of("a")));
        assertThrows(TemplateRaised.class, () -> call("strip", "a", List.of("a", "b")));
    }

    @Test
    void boundsTextThatGrows() {
        String text = "a".repeat(1 << 13);
        assertThrows(TemplateRaised.class, () -> call("replace", text, List.of("a", text)));
        assertThrows(TemplateRaised.class, () -> call("join", "a".repeat(1 << 23), List.of(List.of("", "", "", ""))));
        assertThrows(TemplateRaised.class, () -> call("zfill", "a", List.of(1_000_000_000)));
        assertThrows(TemplateRaised.class, () -> call("format", "{:2000}", List.of(1)));
    }
}
