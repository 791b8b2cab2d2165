package dev.tenon.toolcalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tenon.automaton.dfa.ByteDfa;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FreeTextProperties {
    private static final String TRIGGER = "<tool_call>";
    private static final ByteDfa WITHOUT = FreeText.without(List.of(TRIGGER));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``                            ; true",
                "Hello                         ; true",
                "a < b, <tool, <tool_call      ; true",
                "<<<tool_call                  ; true",
                "<tool_call >                  ; true",
                "</tool_call>                  ; true",
                "ö€😀                          ; true",
                "<tool_call>                   ; false",
                "x <tool_call> y               ; false",
                "<tool_<tool_call>             ; false",
                "<<tool_call>>                 ; false",
                "😀<tool_call>                 ; false",
            })
    void containsNoTrigger(String text, boolean accepted) {
        assertEquals(accepted, WITHOUT.matches(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aba", "aa", "<x><"})
    void refusesTriggersThatOverlapThemselves(String trigger) {
        assertThrows(IllegalArgumentException.class, () -> FreeText.without(List.of(trigger)));
    }

    @Test
    void findsTriggersThatAreNotAscii() {
        ByteDfa without = FreeText.without(List.of("｜▁"));
        assertEquals(true, without.matches("｜｜ ▁".getBytes(StandardCharsets.UTF_8)));
        assertEquals(false, without.matches("｜｜▁".getBytes(StandardCharsets.UTF_8)));
    }

    @Property
    void agreesWithContains(@ForAll("nearTriggers") String text) {
        assertEquals(!text.contains(TRIGGER), WITHOUT.matches(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Property
    void isWellFormedUtf8(@ForAll byte[] bytes) {
        boolean wellFormed = isUtf8(bytes);
        assertEquals(wellFormed, FreeText.any().matches(bytes));
        assertEquals(
                wellFormed && !new String(bytes, StandardCharsets.UTF_8).contains(TRIGGER), WITHOUT.matches(bytes));
    }

    @Provide
    Arbitrary<String> nearTriggers() {
        return Arbitraries.of("<", "<tool", "_call", "_call>", ">", "tool_call>", TRIGGER, "é", "x")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
