package dev.tenon.benchmarks.versus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SelectionTest {
    private static final List<Integer> TWELVE = IntStream.range(0, 12).boxed().toList();

    @TempDir
    Path folder;

    @Test
    void othersAreInFrontSpreadOverTheCorpus() {
        assertEquals(List.of(0, 3, 6, 9, 2, 5, 8, 11), Selection.of(TWELVE, 3, 2, 4));
    }

    @Test
    void whereAllAreTakenThereAreNoOthers() {
        assertEquals(TWELVE, Selection.of(TWELVE, 1, 0, 4));
    }

    @Test
    void thereMayBeFewerOthersThanAskedFor() {
        assertEquals(List.of(1, 3, 5, 7, 9, 11, 0, 2, 4, 6, 8, 10), Selection.of(TWELVE, 2, 0, 100));
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "2,2,0", "2,-1,0", "2,0,-1"})
    void rejectsWhatChoosesNothing(int stride, int offset, int warmup) {
        assertThrows(IllegalArgumentException.class, () -> Selection.of(TWELVE, stride, offset, warmup));
    }

    @Test
    void readsLinesPackedAndPlain() throws IOException {
        Path plain = Files.writeString(folder.resolve("a.jsonl"), "é\n\nb\n");
        Path packed = folder.resolve("a.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("é\n\nb\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(List.of("é", "b"), Selection.lines(plain));
        assertEquals(List.of("é", "b"), Selection.lines(packed));
    }
}
