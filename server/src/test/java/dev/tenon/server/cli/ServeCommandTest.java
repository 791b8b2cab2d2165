package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServeCommandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "--port many, --port",
        "--port 99999, a port is 0 to 65535",
        "--queue 0, at least one place in its queue",
        "--max-body 0, at least 1",
        "--engine steam, --engine",
        "--model /no/such/file.gguf, /no/such/file.gguf",
    })
    void refusesWrongUseBeforeAnythingIsLoaded(String options, String named) {
        Shell.Ran ran = new Shell(folder).run(("serve " + options).split(" ", -1));
        assertAll(
                () -> assertEquals(2, ran.exitCode()),
                () -> assertEquals("", ran.out()),
                () -> assertTrue(ran.err().contains(named), ran.err()));
    }
}
