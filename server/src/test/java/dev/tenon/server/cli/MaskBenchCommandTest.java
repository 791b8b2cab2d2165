package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MaskBenchCommandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--stride=0", "--offset=1", "--offset=-1", "--warmup=-1", "--give-up-after=0"})
    void rejectsNumbersOutOfRange(String option) {
        Shell.Ran ran = new Shell(folder).run("maskbench", "--vocab", "v", "--data", "d", option);
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("--offset is below --stride"), ran.err());
    }

    @Test
    void namesTheVocabularyThatIsNotThere() {
        Shell.Ran ran = new Shell(folder).run("maskbench", "--vocab", "no-such.gguf", "--data", "d");
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("no-such.gguf: there is no such file"), ran.err());
    }
}
