package dev.tenon.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.RealVocabulary;
import dev.tenon.conformance.Scale;
import dev.tenon.sampler.engine.EngineStatistics;
import dev.tenon.sampler.llama.LlamaEngine;
import dev.tenon.sampler.llama.LlamaOptions;
import dev.tenon.sampler.llama.RandomGguf;
import dev.tenon.server.load.LoadPlan;
import dev.tenon.server.load.LoadReport;
import dev.tenon.server.load.LoadRun;
import dev.tenon.server.load.Outcome;
import dev.tenon.server.load.TaskMix;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A server over the native engine that many clients ask at once, some of whom go away in the middle or send what is malformed: no
 * answer is wrong, none fails, and nothing is left of any of them. The model is of random weights over the default model's tokens, so
 * that the native engine does all that it does for a real one, in microseconds a token, and writes what nobody would.
 *
 * <p>The second half of the run asks what the first half asked, with the same seeds. What is kept for positions that no reply came to
 * before, which are ever fewer, grows in the first half only, up to bounds that are many times what a run comes to; whatever grows with
 * requests grows in the second half, too, and is a leak.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
final class SoakTest {
    /** Another number with {@code -Dtenon.soak.requests}. */
    private static final int REQUESTS = Integer.getInteger("tenon.soak.requests", Scale.of(192, 10_000));

    private static final int ROUNDS = Scale.of(2, 8);
    /** Rounds in which requests are new; each is asked again in as many later. */
    private static final int NEW_ROUNDS = ROUNDS / 2;
    /** The round that the later ones are measured by. */
    private static final int WARM = NEW_ROUNDS - 1;

    private static final int CLIENTS = 32;
    private static final int SEQUENCES = 8;
    /** The share of those who go away, and of those whose request is malformed, at the least. */
    private static final double LEAST = 0.05;
    /** The share of those who mean to go away; some are answered before. */
    private static final double CUT_OFF = 0.08;

    private static final double MALFORMED = 0.06;
    private static final int CONTEXT_LENGTH = 4_096;
    private static final int MAX_TOKENS = 300;
    private static final RandomGguf.Shape SHAPE = new RandomGguf.Shape(1, 16, 2, CONTEXT_LENGTH);

    private static final long MEBIBYTE = 1L << 20;
    /** For what one request in a thousand does otherwise the second time: 300 bytes for each request would be more. */
    private static final long HEAP_SLACK = MEBIBYTE + MEBIBYTE / 2;
    /** The virtual machine's compiler takes 1 to 18 MiB, now and then, and the system's allocator keeps some for itself. */
    private static final long OUTSIDE_SLACK = 24 * MEBIBYTE;

    private static final int FILES_SLACK = 2;
    private static final int GROWN_CLASSES = 12;

    @TempDir
    static Path folder;

    /** What is logged as an error, or with an exception. */
    private static final class Troubles extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private final Collection<String> lines = new ConcurrentLinkedQueue<>();
        private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

        Troubles() {
            setContext(root.getLoggerContext());
            start();
            root.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null) {
                lines.add(event + " " + event.getThrowableProxy());
            }
        }

        @Override
        public void close() {
            root.detachAppender(this);
            stop();
        }
    }

    @Test
    void manyClientsOfWhomSomeMisbehaveGetRightAnswersAndLeaveNothingBehind() throws Exception {
        Path file = RandomGguf.write(folder.resolve("random.gguf"), SHAPE, 7, RealVocabulary.defaultModel());
        ProcessSize before = ProcessSize.now();
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        List<ProcessSize> sizes = new ArrayList<>();
        List<ClassHistogram> objects = new ArrayList<>();
        LlamaEngine engine = LlamaEngine.load(
                file,
                LlamaOptions.defaults()
                        .withContextLength(CONTEXT_LENGTH)
                        .withMaxSequences(SEQUENCES)
                        .withThreads(1));
        try (Troubles troubles = new Troubles();
                RunningServer server = RunningServer.over(engine)) {
            for (int round = 0; round < ROUNDS; round++) {
                int requests = REQUESTS / ROUNDS;
                long seed = round % NEW_ROUNDS;
                run(server, 2 * seed, requests / 2, true, outcomes);
                run(server, 2 * seed + 1, requests / 3, false, outcomes);
                new MixedClients(server.url(), CUT_OFF, MALFORMED)
                        .run(CLIENTS, requests - requests / 2 - requests / 3, seed)
                        .forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
                await(() -> engine.statistics().sequencesOpen() == 0, () -> "open: " + engine.statistics());
                awaitDisconnection(server);
                EngineStatistics left = engine.statistics();
                assertEquals(0, left.cellsHeld(), left::toString);
                sizes.add(ProcessSize.now());
                Scale.report("soak, " + (round + 1) + " of " + ROUNDS + ": " + sizes.getLast() + ", " + left);
                if (round == WARM || round == ROUNDS - 1) {
                    objects.add(ClassHistogram.now());
                }
            }
            Scale.report("soak: " + outcomes);
            assertTrue(server.isHealthy());
            assertEquals(0, server.metric("tenon_requests_running"));
            assertEquals(List.of(), List.copyOf(troubles.lines));
        }
        assertEquals(
                REQUESTS, outcomes.values().stream().mapToInt(Integer::intValue).sum());
        assertTrue(outcomes.getOrDefault(Outcome.COMPLETE, 0) > REQUESTS / 2, outcomes::toString);
        assertShare(Outcome.CUT_OFF, outcomes);
        assertShare(Outcome.REFUSED, outcomes);
        assertEquals(0, outcomes.getOrDefault(Outcome.BUSY, 0), "there is room for all clients in the queue");
        String grown = objects.getLast().growthSince(objects.getFirst(), GROWN_CLASSES);
        Scale.report("soak, in the second half: " + grown);
        assertFlat(sizes, grown);
        // Threads of the clients of other tests may end meanwhile.
        await(
                () -> ProcessSize.now().threads().entrySet().stream()
                        .allMatch(now -> now.getValue() <= before.threads().getOrDefault(now.getKey(), 0)),
                () -> before + " -> " + ProcessSize.now());
    }

    /** Part of the load; every answer is judged by another validator than the server's. */
    private static void run(
            RunningServer server, long seed, int requests, boolean streamed, Map<Outcome, Integer> outcomes)
            throws Exception {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("max_tokens", MAX_TOKENS);
        if (!streamed) {
            body.put("stream", false);
        }
        LoadReport report = LoadRun.run(
                new LoadPlan(
                        URI.create(server.url()),
                        Optional.empty(),
                        Optional.empty(),
                        new LoadPlan.Arrivals.Clients(CLIENTS),
                        requests,
                        0,
                        TaskMix.parse("small=8,large=1,tools=2,plain=0.2"),
                        body,
                        CUT_OFF,
                        MALFORMED,
                        seed,
                        Duration.ofMinutes(5)),
                note -> {});
        assertTrue(report.isClean(), report.json()::toPrettyString);
        for (Outcome outcome : Outcome.values()) {
            outcomes.merge(outcome, report.count(outcome), Integer::sum);
        }
    }

    /** In a run of few requests, one or two more or less are much. */
    private static void assertShare(Outcome outcome, Map<Outcome, Integer> outcomes) {
        double least = Scale.isLong() ? LEAST : LEAST / 2;
        assertTrue(outcomes.getOrDefault(outcome, 0) >= REQUESTS * least, outcomes::toString);
    }

    /** After the server is warm, nothing grows. */
    private static void assertFlat(List<ProcessSize> sizes, String grown) {
        ProcessSize warm = sizes.get(WARM);
        for (ProcessSize later : sizes.subList(WARM + 1, sizes.size())) {
            assertEquals(warm.threads(), later.threads());
            assertNoMore(ProcessSize::files, FILES_SLACK, warm, later, grown);
            if (Scale.isLong()) {
                assertNoMore(ProcessSize::heap, HEAP_SLACK, warm, later, grown);
                assertNoMore(ProcessSize::outside, OUTSIDE_SLACK, warm, later, grown);
            }
        }
    }

    private static void assertNoMore(
            ToLongFunction<ProcessSize> measure, long slack, ProcessSize warm, ProcessSize later, String grown) {
        assertTrue(
                measure.applyAsLong(later) <= measure.applyAsLong(warm) + slack,
                () -> warm + " -> " + later + ", objects: " + grown);
    }

    /** Waits until the server has seen that the clients are gone; the one that asks for the figure is still there. */
    private static void awaitDisconnection(RunningServer server) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (server.metric("tenon_http_connections") > 1) {
            assertTrue(System.nanoTime() < end, "connections are left open");
            Thread.sleep(50);
        }
    }

    private static void await(BooleanSupplier condition, Supplier<String> otherwise) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, otherwise);
            Thread.sleep(50);
        }
    }
}
