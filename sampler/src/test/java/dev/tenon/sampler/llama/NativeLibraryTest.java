package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.sampler.parts.Platform;
import java.io.BufferedReader;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whenever a process that writes the native library out is killed, the next one finds it whole, or writes it, and clears up. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class NativeLibraryTest {
    private static final int KILLS = Boolean.getBoolean("tenon.long") ? 100 : 4;
    private static final int LONGEST_MILLIS = 60;

    @TempDir
    Path folder;

    @Test
    void aKilledProcessLeavesAWholeLibraryOrNoneAndTheNextClearsUp() throws Exception {
        byte[] whole = Files.readAllBytes(
                NativeLibrary.extract(Files.createDirectory(folder.resolve("whole")), Platform.current()));
        Path home = Files.createDirectory(folder.resolve("home"));
        Random random = new Random(3);
        int interrupted = 0;
        for (int i = 0; i < KILLS; i++) {
            killAfter(home, random.nextInt(LONGEST_MILLIS));
            if (files(home).stream()
                    .anyMatch(file -> file.getFileName().toString().startsWith("aside"))) {
                interrupted++;
            }
            Path library = NativeLibrary.extract(home, Platform.current());
            assertArrayEquals(whole, Files.readAllBytes(library));
            List<Path> left = files(Objects.requireNonNull(library.getParent()));
            assertEquals(List.of(library), left);
        }
        System.out.println(
                "[sampler] native library: " + KILLS + " kills, " + interrupted + " of them while it was written");
    }

    @Test
    void whatAKilledProcessLeftAsideIsCleared() throws Exception {
        Path library = NativeLibrary.extract(folder, Platform.current());
        byte[] whole = Files.readAllBytes(library);
        Files.delete(library);
        Files.write(library.resolveSibling("aside.tmp"), new byte[] {1, 2, 3});
        assertEquals(library, NativeLibrary.extract(folder, Platform.current()));
        assertArrayEquals(whole, Files.readAllBytes(library));
        assertEquals(List.of(library), files(Objects.requireNonNull(library.getParent())));
    }

    private static List<Path> files(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).toList());
        }
    }

    private static void killAfter(Path home, int millis) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        location(NativeLibrary.class) + File.pathSeparator + location(KilledExtract.class),
                        KilledExtract.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("begins", out.readLine());
            Thread.sleep(millis);
            process.destroyForcibly();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        }
    }

    private static String location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }
}
