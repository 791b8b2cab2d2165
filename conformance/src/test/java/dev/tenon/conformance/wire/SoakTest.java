package dev.tenon.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.RealVocabulary;
import dev.tenon.conformance.Scale;
import dev.tenon.sampler.llama.RandomGguf;
import dev.tenon.server.load.LoadPlan;
import dev.tenon.server.load.LoadReport;
import dev.tenon.server.load.LoadRun;
import dev.tenon.server.load.Outcome;
import dev.tenon.server.load.TaskMix;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server over the native engine, in a process of its own, that many clients ask at once, some of whom go away in the middle or send what is malformed: no
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
    /** For what one request in a thousand does otherwise the second time: 200 bytes for each request would be more. */
    private static final long HEAP_SLACK = MEBIBYTE;
    /** In the long run 400 bytes for each request would be more; after a short one, buffers are not yet as long as they become. */
    private static final long ALLOCATED_SLACK = Scale.of(4, 2) * MEBIBYTE;
    /** The system's allocator keeps some of what the virtual machine's compiler has given back, 20 to 50 MiB at a time. */
    private static final long OUTSIDE_SLACK = 12 * MEBIBYTE;

    private static final int GROWN_CLASSES = 12;

    /** What is 0 where nobody asks for anything. */
    private static final List<String> IDLE = List.of(
            "tenon_requests_running",
            "tenon_queue_waiting",
            "tenon_sequences_open",
            "tenon_kv_cells_held",
            "tenon_http_bodies_bytes");

    /** What is logged as an error, or with an exception. */
    private static final Pattern TROUBLE =
            Pattern.compile("^(\\S+ ERROR |Caused by: |\\s+at \\S+\\().*", Pattern.MULTILINE);

    @TempDir
    static Path folder;

    @Test
    void manyClientsOfWhomSomeMisbehaveGetRightAnswersAndLeaveNothingBehind() throws Exception {
        assumeTrue(ProcessSize.isTold(), "what a process holds is asked as Linux tells it");
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        List<ProcessSize> sizes = new ArrayList<>();
        try (ServerProcess server = start()) {
            server.await("/ready", 200);
            startThreads(server);
            awaitRest(server);
            ProcessSize before = ProcessSize.of(server.id());
            Scale.report("soak, before: " + before);
            for (int round = 0; round < ROUNDS; round++) {
                int requests = REQUESTS / ROUNDS;
                long seed = round % NEW_ROUNDS;
                run(server, 2 * seed, requests / 2, true, outcomes);
                run(server, 2 * seed + 1, requests / 3, false, outcomes);
                new MixedClients(server.url(), CUT_OFF, MALFORMED)
                        .run(CLIENTS, requests - requests / 2 - requests / 3, seed)
                        .forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
                MetricsPage rest = awaitRest(server);
                ProcessSize size = ProcessSize.of(server.id());
                sizes.add(size);
                Scale.report("soak, " + (round + 1) + " of " + ROUNDS + ": " + size + ", "
                        + rest.value("tenon_kv_cells_kept") + " of " + rest.value("tenon_kv_cells") + " cells kept");
                assertEquals(before.threads(), size.threads());
                assertEquals(before.files(), size.files());
            }
            Scale.report("soak: " + outcomes);
            assertEquals(200, server.status("/health"));
            server.terminate();
            assertEquals(0, server.exitCode());
            assertEquals(
                    List.of(),
                    TROUBLE.matcher(server.log())
                            .results()
                            .map(MatchResult::group)
                            .toList());
        }
        assertEquals(
                REQUESTS, outcomes.values().stream().mapToInt(Integer::intValue).sum());
        assertTrue(outcomes.getOrDefault(Outcome.COMPLETE, 0) > REQUESTS / 2, outcomes::toString);
        assertShare(Outcome.CUT_OFF, outcomes);
        assertShare(Outcome.REFUSED, outcomes);
        assertEquals(0, outcomes.getOrDefault(Outcome.BUSY, 0), "there is room for all clients in the queue");
        assertFlat(sizes);
    }

    private static ServerProcess start() throws IOException {
        Path model = RandomGguf.write(
                folder.resolve(RunningServer.MODEL + ".gguf"), SHAPE, 7, RealVocabulary.defaultModel());
        return ServerProcess.start(
                ProcessSize.FLAGS,
                ServerProcess.homeIn(folder),
                folder,
                "--model",
                model.toString(),
                "--context",
                String.valueOf(CONTEXT_LENGTH),
                "--parallel",
                String.valueOf(SEQUENCES),
                "--threads",
                "1");
    }

    /** Event loops start their threads with their first connection, and workers theirs with their first request, each in turn. */
    private static void startThreads(ServerProcess server) throws Exception {
        for (int i = 0; i < SEQUENCES; i++) {
            try (HttpClient http = HttpClient.newHttpClient()) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/chat/completions"))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
                assertEquals(
                        400,
                        http.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode());
            }
        }
    }

    /** Part of the load; every answer is judged by another validator than the server's. */
    private static void run(
            ServerProcess server, long seed, int requests, boolean streamed, Map<Outcome, Integer> outcomes)
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
    private static void assertFlat(List<ProcessSize> sizes) {
        ProcessSize warm = sizes.get(WARM);
        String grown = sizes.getLast().objects().growthSince(warm.objects(), GROWN_CLASSES);
        Scale.report("soak, in the second half: " + grown);
        for (ProcessSize later : sizes.subList(WARM + 1, sizes.size())) {
            assertNoMore(ProcessSize::heap, HEAP_SLACK, warm, later, grown);
            assertNoMore(ProcessSize::allocated, ALLOCATED_SLACK, warm, later, grown);
            assertNoMore(ProcessSize::outside, OUTSIDE_SLACK, warm, later, grown);
        }
    }

    private static void assertNoMore(
            ToLongFunction<ProcessSize> measure, long slack, ProcessSize warm, ProcessSize later, String grown) {
        assertTrue(
                measure.applyAsLong(later) <= measure.applyAsLong(warm) + slack,
                () -> warm + " " + warm.tracked() + " -> " + later + " " + later.tracked() + ", objects: " + grown);
    }

    /** Waits until the server has seen that the clients are gone; the one that asks for the figures is still there. */
    private static MetricsPage awaitRest(ServerProcess server) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        MetricsPage page = server.metrics();
        while (page.value("tenon_http_connections") > 1
                || IDLE.stream().mapToDouble(page::value).sum() > 0) {
            assertTrue(System.nanoTime() < end, page::toString);
            Thread.sleep(50);
            page = server.metrics();
        }
        return page;
    }
}
