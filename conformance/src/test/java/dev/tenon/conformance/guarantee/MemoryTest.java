package dev.tenon.conformance.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.conformance.JavaProgram;
import dev.tenon.conformance.Scale;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A process lives long and sees many schemas, no two alike: what is kept of them is bounded by bytes, so that from some point on
 * its memory does not grow. What is measured is a process of its own, in which nothing else happens.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
final class MemoryTest {
    private static final long MEBIBYTE = 1L << 20;
    private static final int VOCABULARY = Scale.of(32_000, 128_000);

    /** The last cache comes to its bound after some 15,000. */
    private static final int SCHEMAS = 60_000;

    private static final int CHECKS = 120;

    /** What the caches may hold more or less, as things of other sizes come and go. */
    private static final long SLACK = 8 * MEBIBYTE;

    /** A 128k vocabulary's masks, scans and slices, all at their bounds, with the tables of the vocabulary. */
    private static final long BOUND = 400 * MEBIBYTE;

    private static final int SOME = 200;
    private static final int TIMES = 4;
    /** The virtual machine's own needs some; 82 bytes for each schema would be more. */
    private static final long SLACK_OF_SOME = 16L << 10;

    /** What was worked out for a schema serves it again, and nothing of it is kept twice. */
    @Test
    void memoryStaysFlatOverTheSameSchemasAgain() throws Exception {
        List<Long> used = used(SOME, TIMES, 20, SOME);
        assertEquals(TIMES, used.size());
        assertTrue(Collections.max(used) < BOUND, used::toString);
        // The second time begins with caches that the first has filled.
        for (long later : used.subList(2, TIMES)) {
            assertTrue(later <= used.get(1) + SLACK_OF_SOME, used::toString);
        }
    }

    /** Needs some minutes, until the caches are full. */
    @Test
    void memoryStaysFlatOverDistinctSchemas() throws Exception {
        assumeTrue(Scale.isLong(), "takes minutes");
        List<Long> used = used(SCHEMAS, 1, 60, SCHEMAS / CHECKS);
        assertEquals(CHECKS, used.size());
        assertTrue(Collections.max(used) < BOUND, used::toString);
        // The caches are full by the middle; the second half must not need more than the end of the first did.
        long full = Collections.max(used.subList(0, CHECKS / 2));
        long later = Collections.max(used.subList(CHECKS / 2, CHECKS));
        assertTrue(later <= full + SLACK, used::toString);
    }

    /** What a process that walks holds, after every so many schemas. */
    private static List<Long> used(int schemas, int times, int tokens, int every)
            throws IOException, InterruptedException {
        Process walk = new ProcessBuilder(JavaProgram.command(
                        List.of("-XX:+UseSerialGC", "-XX:MarkSweepAlwaysCompactCount=1", "-Xmx1g"),
                        SchemaWalk.class.getName(),
                        List.of(
                                String.valueOf(VOCABULARY),
                                String.valueOf(schemas),
                                String.valueOf(times),
                                String.valueOf(tokens),
                                String.valueOf(every))))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Long> used = new ArrayList<>();
        try (BufferedReader lines = walk.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                used.add(Long.parseLong(line));
                Scale.report(String.format(
                        Locale.ROOT,
                        "memory after %,d schemas: %,.1f MiB",
                        used.size() * every,
                        used.getLast() / (double) MEBIBYTE));
            }
        }
        assertEquals(0, walk.waitFor());
        return used;
    }
}
