package dev.tenon.toolcalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PythonJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{}                                    ; {}",
                "[]                                    ; []",
                "{\"a\":[1,2.5,-3],\"b\":{\"c\":null}} ; {\"a\": [1, 2.5, -3], \"b\": {\"c\": null}}",
                "[true,false,[[]],{}]                  ; [true, false, [[]], {}]",
                "\"é€😀 </x> & 'y' \\\" \\\\ \\n\"     ; \"é€😀 </x> & 'y' \\\" \\\\ \\n\"",
            })
    void writesAsJsonDumpsDoes(String json, String expected) {
        assertEquals(expected, PythonJson.write(Replies.json(json)));
    }

    @Test
    void indentsAsJsonDumpsDoes() {
        assertEquals("""
            {
                "a": [
                    1,
                    {}
                ],
                "b": []
            }\
            """, PythonJson.write(Replies.json("{\"a\":[1,{}],\"b\":[]}"), 4));
    }

    @Test
    void writesNothingButPlainValues() {
        assertThrows(IllegalArgumentException.class, () -> PythonJson.write(new Object()));
        assertThrows(IllegalArgumentException.class, () -> PythonJson.write(Map.of("a", Thread.currentThread())));
        assertThrows(IllegalArgumentException.class, () -> PythonJson.write(List.of(), 17));
    }

    @Test
    void boundsDepth() {
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        List<Object> tooDeep = deep;
        assertThrows(IllegalArgumentException.class, () -> PythonJson.write(tooDeep));
    }
}
