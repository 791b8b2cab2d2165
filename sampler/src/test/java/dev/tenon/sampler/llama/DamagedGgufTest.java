package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.sampler.engine.EngineException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A model's file that is damaged in any way is loaded, where the damage is in numbers and names that nobody can check, or refused with
 * a sentence; the process lives. It is one of its own, since llama.cpp ends it where our look at the header has overlooked something.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class DamagedGgufTest {
    private static final boolean LONG = Boolean.getBoolean("tenon.long");
    private static final int OTHERS = LONG ? 5_000 : 200;
    /** In a short run one number in so many. */
    private static final int STEP = LONG ? 1 : 17;

    @TempDir
    Path folder;

    /** What is damaged. */
    enum Base {
        LLAMA {
            @Override
            Path write(Path file) throws Exception {
                return RandomGguf.write(file, new RandomGguf.Shape(1, 16, 2, 256), 7);
            }
        },
        MAMBA {
            @Override
            Path write(Path file) throws Exception {
                return TinyMamba.write(file);
            }
        };

        abstract Path write(Path file) throws Exception;
    }

    /** Our own look at the header, which comes first, in this process: all numbers, also those that no file is made with here. */
    @ParameterizedTest
    @EnumSource(Base.class)
    void theLookAtTheHeaderFailsWithASentenceOrNotAtAll(Base base) throws Exception {
        GgufDamage damage = new GgufDamage(Files.readAllBytes(base.write(folder.resolve("whole.gguf"))));
        Path file = folder.resolve("damaged.gguf");
        int refused = 0;
        for (int i = 0; i < damage.numbers(); i++) {
            GgufDamage.Damaged damaged = damage.number(i);
            Files.write(file, damaged.content());
            try {
                GgufHeader.check(file);
            } catch (EngineException e) {
                assertSentence(String.valueOf(e.getMessage()), file, damaged.what());
                refused++;
            }
        }
        assertTrue(refused > damage.numbers() / 2, refused + " of " + damage.numbers());
    }

    @ParameterizedTest
    @CsvSource({"LLAMA, number", "LLAMA, other", "MAMBA, number", "MAMBA, other"})
    void aDamagedModelIsRefusedOrLoadedAndTheProcessLives(Base base, String kind) throws Exception {
        Path whole = base.write(folder.resolve("whole.gguf"));
        boolean numbers = kind.equals(DamagedGgufLoads.NUMBER);
        int count = numbers ? new GgufDamage(Files.readAllBytes(whole)).numbers() : OTHERS;
        Path file = folder.resolve("damaged.gguf");
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + folder.resolve("crash.txt"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        DamagedGgufLoads.class.getName(),
                        whole.toString(),
                        file.toString(),
                        kind,
                        "0",
                        String.valueOf(count),
                        String.valueOf(numbers ? STEP : 1))
                .redirectError(log.toFile())
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().forEach(lines::add);
        }
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it ends");
        assertEquals(0, process.exitValue(), () -> lines.getLast() + "\n" + quietly(log));
        int expected = numbers ? Math.ceilDiv(count, STEP) : count;
        int refused = 0;
        int loaded = 0;
        for (int i = 0; i < lines.size(); i += 2) {
            String what = lines.get(i);
            String end = lines.get(i + 1);
            assertTrue(what.startsWith(DamagedGgufLoads.LOADS), what);
            if (end.startsWith(DamagedGgufLoads.REFUSED)) {
                assertSentence(end, file, what);
                refused++;
            } else {
                assertTrue(end.startsWith(DamagedGgufLoads.LOADED), () -> what + ": " + end);
                loaded++;
            }
        }
        assertEquals(expected, refused + loaded);
        assertTrue(refused > expected / 3 && loaded > 0, refused + " refused, " + loaded + " loaded");
        System.out.println(
                "[sampler] damaged " + base + ", " + kind + ": " + refused + " refused, " + loaded + " loaded");
    }

    /** It names the file, and is neither long nor noise. */
    private static void assertSentence(String message, Path file, String what) {
        assertTrue(
                message.contains(String.valueOf(file.getFileName()))
                        && message.length() < 2_000
                        && message.chars().noneMatch(Character::isISOControl),
                () -> what + ": " + message);
    }

    private static String quietly(Path log) {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String classPath() {
        if (DamagedGgufTest.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
