package dev.tenon.sampler.parts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whenever a process that fetches is killed, the next one finds a whole part or none, and goes on. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class KilledFetchTest {
    private static final int KILLS = Boolean.getBoolean("tenon.long") ? 100 : 4;
    /** About as long as the whole takes. */
    private static final int LONGEST_MILLIS = 250;

    @TempDir
    Path folder;

    @Test
    void aKilledFetchLeavesAWholePartOrNone() throws Exception {
        Random random = new Random(7);
        int whole = 0;
        for (int i = 0; i < KILLS; i++) {
            Path home = Files.createDirectory(folder.resolve("home" + i));
            killAfter(home, random.nextInt(LONGEST_MILLIS));
            Optional<Path> found = KilledFetch.store(home, () -> {}).find(KilledFetch.part());
            if (found.isPresent()) {
                assertWhole(found.get());
                whole++;
            }
            boolean[] fetched = new boolean[1];
            Path entry = KilledFetch.store(home, () -> fetched[0] = true).ensure(KilledFetch.part());
            assertEquals(found.isEmpty(), fetched[0]);
            assertWhole(entry);
            if (fetched[0]) {
                try (Stream<Path> left = Files.list(home.resolve("tmp"))) {
                    assertEquals(List.of(), left.toList());
                }
            }
        }
        assertTrue(whole < KILLS, "some were killed before the end");
    }

    private static void assertWhole(Path entry) throws Exception {
        for (int i = 0; i < KilledFetch.FILES; i++) {
            assertArrayEquals(
                    KilledFetch.content(i), Files.readAllBytes(entry.resolveSibling(String.valueOf(i))), "file " + i);
        }
    }

    private static void killAfter(Path home, int millis) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        location(PartStore.class) + File.pathSeparator + location(KilledFetch.class),
                        KilledFetch.class.getName(),
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
