package dev.tenon.automaton.dfa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8SequencesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 7F, [00-7F]",
        "0, 10FFFF, [00-7F] [C2-DF][80-BF] [E0-E0][A0-BF][80-BF] [E1-EC][80-BF][80-BF] [ED-ED][80-9F][80-BF]"
                + " [EE-EF][80-BF][80-BF] [F0-F0][90-BF][80-BF][80-BF] [F1-F3][80-BF][80-BF][80-BF]"
                + " [F4-F4][80-8F][80-BF][80-BF]",
        "41, 41, [41-41]",
        "7F, 80, [7F-7F] [C2-C2][80-80]",
        "E9, E9, [C3-C3][A9-A9]",
        "C0, 142, [C3-C4][80-BF] [C5-C5][80-82]",
        "D7FF, E000, [ED-ED][9F-9F][BF-BF] [EE-EE][80-80][80-80]",
        "1F600, 1F64F, [F0-F0][9F-9F][98-98][80-BF] [F0-F0][9F-9F][99-99][80-8F]",
        "D800, DFFF, ''",
        "DABC, E001, [EE-EE][80-80][80-81]",
    })
    void splitsARangeAsRfc3629Does(String first, String last, String expected) {
        assertEquals(expected, text(Utf8Sequences.of(Integer.parseInt(first, 16), Integer.parseInt(last, 16))));
    }

    @Test
    void agreesWithTheJdkOnEveryCodePoint() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            List<int[]> sequences = Utf8Sequences.of(codePoint, codePoint);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                assertTrue(sequences.isEmpty());
                continue;
            }
            byte[] expected = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
            assertEquals(1, sequences.size());
            int[] sequence = sequences.get(0);
            byte[] actual = new byte[sequence.length / 2];
            for (int i = 0; i < actual.length; i++) {
                assertEquals(sequence[2 * i], sequence[2 * i + 1]);
                actual[i] = (byte) sequence[2 * i];
            }
            assertArrayEquals(expected, actual);
        }
    }

    @Test
    void refusesWhatIsNoRange() {
        assertThrows(IllegalArgumentException.class, () -> Utf8Sequences.of(-1, 3));
        assertThrows(IllegalArgumentException.class, () -> Utf8Sequences.of(4, 3));
        assertThrows(IllegalArgumentException.class, () -> Utf8Sequences.of(0, 0x110000));
    }

    static String text(List<int[]> sequences) {
        return sequences.stream().map(Utf8SequencesTest::text).collect(Collectors.joining(" "));
    }

    private static String text(int[] sequence) {
        var text = new StringBuilder();
        for (int i = 0; i < sequence.length; i += 2) {
            text.append(String.format("[%02X-%02X]", sequence[i], sequence[i + 1]));
        }
        return text.toString();
    }
}
