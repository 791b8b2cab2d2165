package dev.tenon.sampler.parts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whenever the build of the C file is killed, the next one makes the same library, and nothing else is left. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class KilledShimBuildTest {
    private static final int KILLS = Boolean.getBoolean("tenon.long") ? 60 : 4;
    private static final Path SOURCE = Path.of("src/main/c/tenon_llama.c").toAbsolutePath();
    private static final Path JAVA = Path.of("src/main/java").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void aKilledBuildIsMadeUpForByTheNext() throws Exception {
        Path headers = headers();
        Place clean = new Place(Files.createDirectory(folder.resolve("clean")));
        long begin = System.nanoTime();
        clean.finish(headers);
        long nanos = System.nanoTime() - begin;
        byte[] library = Files.readAllBytes(clean.library());
        assertTrue(library.length > 10_000, "a library");
        Random random = new Random(5);
        for (int i = 0; i < KILLS; i++) {
            Place place = new Place(Files.createDirectory(folder.resolve("place" + i)));
            Process killed = place.start(headers);
            assertTrue(!killed.waitFor(random.nextLong(nanos), TimeUnit.NANOSECONDS) || killed.exitValue() == 0);
            killed.destroyForcibly().waitFor();
            if (Files.exists(place.library())) {
                assertArrayEquals(library, Files.readAllBytes(place.library()), "whole or absent");
            }
            place.finish(headers);
            assertArrayEquals(library, Files.readAllBytes(place.library()));
            assertEquals(Set.of(place.library().getFileName().toString()), files(place.classes()));
            // Its own compiler may still be at work, and write what the build after this one clears.
            place.finish(headers);
            assertEquals(files(clean.work()), files(place.work()));
        }
    }

    /** Where one build is made. */
    private record Place(Path folder) {
        Path work() {
            return folder.resolve("work");
        }

        Path classes() {
            return folder.resolve("classes");
        }

        Path library() {
            Platform platform = Platform.current();
            return classes()
                    .resolve("dev/tenon/sampler/llama/native")
                    .resolve(platform.label())
                    .resolve(platform.libraryFileName("tenon_llama"));
        }

        Process start(Path headers) throws IOException, URISyntaxException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            location(ShimBuild.class),
                            ShimBuild.class.getName(),
                            SOURCE.toString(),
                            headers.toString(),
                            work().toString(),
                            classes().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.txt").toFile())
                    .start();
        }

        void finish(Path headers) throws Exception {
            Process process = start(headers);
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), "it ends");
            String output = Files.readString(folder.resolve("output.txt"), StandardCharsets.UTF_8);
            assertEquals(0, process.exitValue(), output);
        }
    }

    /** The JNI headers, which the compiler writes. */
    private Path headers() throws IOException, URISyntaxException {
        Path headers = Files.createDirectory(folder.resolve("jni"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-nowarn",
                        "-h",
                        headers.toString(),
                        "-d",
                        Files.createDirectory(folder.resolve("compiled")).toString(),
                        "-cp",
                        location(Nullable.class),
                        "-sourcepath",
                        JAVA.toString(),
                        JAVA.resolve("dev/tenon/sampler/llama/LlamaNative.java").toString());
        assertEquals(0, result);
        return headers;
    }

    private static String location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
            return new TreeSet<>(names);
        }
    }
}
