package dev.tenon.benchmarks.versus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonPlaceTest {
    private static JsonPlace after(String text) {
        return JsonPlace.after(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|VALUE|[]|``",
                "{|FIRST_KEY|[]|``",
                "{\"a|IN_KEY|[]|\"a",
                "{\"a\"|AFTER_KEY|[a]|``",
                "{\"a\":|VALUE|[a]|``",
                "{\"a\": 1|IN_NUMBER|[a]|1",
                "{\"a\": -1.5e|IN_NUMBER|[a]|-1.5e",
                "`{\"a\": 1 `|AFTER_VALUE|[a]|``",
                "{\"a\": 1,|KEY|[]|``",
                "{\"a\": tr|IN_WORD|[a]|tr",
                "{\"a\": [[], \"x\\\"|IN_STRING|[a, 1]|\"x\\\"",
                "{\"a\": [1, {\"b\\\"c\": {}}|AFTER_VALUE|[a, 1]|``",
                "[|FIRST_ELEMENT|[0]|``",
                "[{}, [null,|VALUE|[1, 1]|``",
                "[]|AFTER_VALUE|[]|``",
                "\"[{,:|IN_STRING|[]|\"[{,:",
            })
    void saysWhereATextStands(String text, JsonPlace.Kind kind, String path, String lexeme) {
        JsonPlace place = after(text);
        assertEquals(kind, place.kind());
        assertEquals(
                path,
                place.path().stream().filter(step -> !step.isEmpty()).toList().toString());
        assertEquals(lexeme, place.lexeme());
    }

    @Test
    void anEscapeIsOpenUntilItsLastDigit() {
        assertEquals("\\", after("\"a\\").escape());
        assertEquals("\\u00", after("\"a\\u00").escape());
        assertEquals("", after("\"a\\u00e9").escape());
        assertEquals("", after("\"a\\n").escape());
        assertEquals("", after("\"a\\\\u").escape());
        assertEquals("", after("[1").escape());
    }
}
