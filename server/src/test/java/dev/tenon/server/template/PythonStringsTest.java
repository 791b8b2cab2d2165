package dev.tenon.server.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import jinjava.javax.el.ELException;
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
                Arguments.of("startswith", "abc", List.of(List.of("x", "a")), true),
                Arguments.of("endswith", "abc", List.of("ab"), false),
                Arguments.of("title", "the dog's 2nd bone", List.of(), "The Dog'S 2Nd Bone"),
                Arguments.of("capitalize", "aBC", List.of(), "Abc"),
                Arguments.of("replace", "aXbX", List.of("X", "--"), "a--b--"),
                Arguments.of("count", "aaaa", List.of("aa"), 2),
                Arguments.of("find", "abc", List.of("c"), 2),
                Arguments.of("find", "abc", List.of("x"), -1),
                Arguments.of("removeprefix", "abab", List.of("ab"), "ab"),
                Arguments.of("removesuffix", "abab", List.of("x"), "abab"),
                Arguments.of("join", ", ", List.of(List.of("a", 1)), "a, 1"),
                Arguments.of("isdigit", "12", List.of(), true),
                Arguments.of("isdigit", "", List.of(), false));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void doesAsPythonDoes(String method, String text, List<Object> given, Object expected) {
        assertEquals(expected, PythonStrings.call(text, method, given.toArray()));
    }

    @Test
    void refusesWhatPythonRefuses() {
        assertThrows(ELException.class, () -> PythonStrings.call("a", "toCharArray", new Object[0]));
        assertThrows(ELException.class, () -> PythonStrings.call("a", "split", new Object[] {""}));
        assertThrows(ELException.class, () -> PythonStrings.call("a", "startswith", new Object[0]));
        assertThrows(ELException.class, () -> PythonStrings.call("a", "replace", new Object[] {"a"}));
    }

    @Test
    void boundsTextThatGrows() {
        String text = "a".repeat(1 << 13);
        assertThrows(TemplateRaised.class, () -> PythonStrings.call(text, "replace", new Object[] {"a", text}));
        assertThrows(
                TemplateRaised.class,
                () -> PythonStrings.call("a".repeat(1 << 23), "join", new Object[] {List.of("", "", "", "")}));
    }
}
