package dev.tenon.server.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.engine.RandomEngine;
import dev.tenon.server.ServerOptions;
import dev.tenon.server.TenonServer;
import dev.tenon.server.TestModels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
final class LoadRunTest {
    private static final String GOOD = "{\"sentiment\":\"neutral\",\"topic\":\"returns\",\"urgent\":true}";
    private static final TenonServer SERVER = start();

    private static TenonServer start() {
        try {
            return TenonServer.start(
                    TestModels.served(new RandomEngine(
                            TestModels.vocabulary(),
                            1,
                            EngineShape.named("random").withContextLength(20_000))),
                    ServerOptions.defaults().withAddress("127.0.0.1", 0));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void serves() {
        assertTrue(SERVER.port() > 0);
    }

    @AfterAll
    static void stops() {
        SERVER.close();
    }

    private static URI base() {
        return URI.create("http://127.0.0.1:" + SERVER.port() + "/v1");
    }

    private static LoadPlan plan(URI base, LoadPlan.Arrivals arrivals, int requests, String mix) {
        return new LoadPlan(
                base,
                Optional.empty(),
                Optional.empty(),
                arrivals,
                requests,
                0,
                TaskMix.parse(mix),
                JsonNodeFactory.instance.objectNode().put("max_tokens", 1_000).put("temperature", 1),
                0,
                0,
                1,
                Duration.ofSeconds(30));
    }

    private static LoadReport run(LoadPlan plan) {
        try {
            return LoadRun.run(plan, note -> {});
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static int sum(LoadReport report) {
        int sum = 0;
        for (Outcome outcome : Outcome.values()) {
            sum += report.count(outcome);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({
        "sentiment",
        "person",
        "search",
        "booking",
        "invoice",
        "events",
        "order",
        "extraction",
        "outline",
        "triage",
        "tools"
    })
    void everyTaskIsAnsweredAndItsAnswersAreValid(String task) {
        LoadReport report = run(plan(base(), new LoadPlan.Arrivals.Clients(2), 6, task));
        assertTrue(report.isClean(), report.json()::toString);
        assertEquals(6, report.count(Outcome.COMPLETE) + report.count(Outcome.LENGTH), report.json()::toString);
        assertTrue(report.count(Outcome.COMPLETE) > 0, report.json()::toString);
    }

    @Test
    void aMixWithClientsThatLeaveAndRequestsThatAreMalformedIsCountedToTheLast() {
        LoadPlan plain = plan(base(), new LoadPlan.Arrivals.Clients(4), 120, "plain,small=3");
        LoadReport report = run(new LoadPlan(
                plain.base(),
                Optional.of("test"),
                Optional.empty(),
                plain.arrivals(),
                plain.requests(),
                5,
                plain.mix(),
                plain.body().put("max_tokens", 60),
                0.2,
                0.2,
                7,
                plain.patience()));
        assertTrue(report.isClean(), report.json()::toString);
        assertEquals(120, sum(report));
        assertTrue(report.count(Outcome.CUT_OFF) >= 10, report.json()::toString);
        assertTrue(report.count(Outcome.REFUSED) >= 10, report.json()::toString);
        assertTrue(report.count(Outcome.COMPLETE) >= 10, report.json()::toString);
    }

    @ParameterizedTest
    @CsvSource({"booking", "person", "tools"})
    void answersThatComeWholeAreJudgedToo(String task) {
        LoadPlan streamed = plan(base(), new LoadPlan.Arrivals.Clients(2), 12, task);
        LoadReport report = run(new LoadPlan(
                streamed.base(),
                streamed.model(),
                streamed.apiKey(),
                streamed.arrivals(),
                streamed.requests(),
                0,
                streamed.mix(),
                streamed.body().put("stream", false),
                0.2,
                0.2,
                3,
                streamed.patience()));
        assertTrue(report.isClean(), report.json()::toString);
        assertEquals(12, sum(report));
        assertTrue(report.count(Outcome.COMPLETE) > 0, report.json()::toString);
        assertTrue(report.json().at("/tokens/completion").asInt() > 0, report.json()::toString);
    }

    @Test
    void noConnectionIsLeftOpenBehindARun() throws InterruptedException {
        assumeTrue(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean);
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        run(plan(base(), new LoadPlan.Arrivals.Clients(8), 8, "sentiment"));
        long before = system.getOpenFileDescriptorCount();
        for (int i = 0; i < 40; i++) {
            run(plan(base(), new LoadPlan.Arrivals.Clients(8), 8, "sentiment"));
        }
        long end = System.nanoTime() + 5_000_000_000L;
        // The server's ends close a moment after the clients'.
        while (system.getOpenFileDescriptorCount() > before + 8 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertTrue(system.getOpenFileDescriptorCount() <= before + 8, () -> before + " open files have become more");
    }

    @Test
    void anOpenLoopSendsAtItsOwnTimes() {
        LoadReport report = run(plan(base(), new LoadPlan.Arrivals.Rate(200), 40, "sentiment"));
        JsonNode json = report.json();
        assertTrue(report.isClean(), json::toString);
        assertEquals(40, report.count(Outcome.COMPLETE));
        // 40 arrivals at 200 a second span 0.2 s on the average; ten times that is a defect.
        assertTrue(json.get("seconds").doubleValue() < 20, json::toString);
        assertEquals(40, json.at("/milliseconds/first_token/count").intValue());
    }

    @Test
    void waitingForASlowServerCountsFromTheArrivalNotFromTheSending() throws Exception {
        String slow = CannedServer.stream(GOOD, "stop");
        try (CannedServer canned = new CannedServer(200, slow)) {
            Exchange late = new Exchange(
                    new RequestSource(plan(canned.base(), new LoadPlan.Arrivals.Rate(1), 1, "sentiment"), "canned")
                            .next(),
                    System.nanoTime() - 5_000_000_000L,
                    new LoadTally());
            late.answered(200, null);
            late.received(
                    io.netty.buffer.Unpooled.copiedBuffer(slow, java.nio.charset.StandardCharsets.UTF_8),
                    System.nanoTime());
            assertTrue(late.tally().firstToken.getMaxValue() >= 5_000_000, "first token counts from the arrival");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | stop           | {'sentiment':'neutral','topic':'returns','urgent':true}           | COMPLETE",
                "200 | length         | {'sentiment':                                                     | LENGTH",
                "200 | stop           | {'sentiment':'neutral','topic':'returns'}                          | WRONG",
                "200 | stop           | {'sentiment':'neutral','topic':'returns','urgent':true             | WRONG",
                "200 | stop           | {'sentiment':'neutral','topic':'returns','urgent':true}}          | WRONG",
                "200 | stop           | {'urgent':0,'urgent':true,'sentiment':'neutral','topic':'returns'} | WRONG",
                "200 | content_filter | {'sentiment':'neutral','topic':'returns','urgent':true}           | WRONG",
                "200 | tool_calls     | {'sentiment':'neutral','topic':'returns','urgent':true}           | WRONG",
                "429 | stop           | {}                                                                | BUSY",
                "503 | stop           | {}                                                                | BUSY",
                "500 | stop           | {}                                                                | FAILED",
                "400 | stop           | {}                                                                | FAILED",
            })
    void answersAreJudged(int status, String finish, String content, Outcome outcome) {
        try (CannedServer canned = new CannedServer(status, CannedServer.stream(content.replace('\'', '"'), finish))) {
            LoadReport report = run(plan(canned.base(), new LoadPlan.Arrivals.Clients(1), 2, "sentiment"));
            assertEquals(2, report.count(outcome), report.json()::toString);
            assertEquals(outcome != Outcome.WRONG && outcome != Outcome.FAILED, report.isClean());
            if (status == 200) {
                assertEquals(14, report.json().at("/tokens/prompt").intValue());
                assertEquals(4, report.json().at("/tokens/cached").intValue());
                assertEquals(6, report.json().at("/tokens/completion").intValue());
            }
        }
    }

    @Test
    void streamsThatBreakOffAreFailures() {
        String whole = CannedServer.stream(GOOD, "stop");
        for (String broken : new String[] {
            whole.replace("data: [DONE]\n\n", ""),
            whole.replace("\"finish_reason\":\"stop\"", "\"finish_reason\":null"),
            CannedServer.event("{\"error\":{\"message\":\"out of luck\"}}"),
            CannedServer.event("{"),
            "",
        }) {
            try (CannedServer canned = new CannedServer(200, broken)) {
                LoadReport report = run(plan(canned.base(), new LoadPlan.Arrivals.Clients(1), 1, "sentiment"));
                assertEquals(1, report.count(Outcome.FAILED), broken);
                assertFalse(report.isClean());
            }
        }
    }

    @Test
    void malformedRequestsThatAreAnsweredAreFailures() {
        try (CannedServer canned = new CannedServer(200, CannedServer.stream(GOOD, "stop"))) {
            LoadPlan plan = plan(canned.base(), new LoadPlan.Arrivals.Clients(1), 3, "sentiment");
            LoadReport report = run(new LoadPlan(
                    plan.base(),
                    Optional.empty(),
                    Optional.empty(),
                    plan.arrivals(),
                    3,
                    0,
                    plan.mix(),
                    plan.body(),
                    0,
                    1,
                    1,
                    plan.patience()));
            assertEquals(3, report.count(Outcome.FAILED));
            assertTrue(report.json().get("failures").toString().contains("status 200 for"), report.json()::toString);
        }
    }

    @Test
    void aServerThatIsNotThereIsToldSo() {
        URI nowhere;
        try (CannedServer canned = new CannedServer(200, "")) {
            nowhere = canned.base();
        }
        LoadPlan plan = plan(nowhere, new LoadPlan.Arrivals.Clients(1), 1, "sentiment");
        assertThrows(IOException.class, () -> LoadRun.run(plan, note -> {}));
    }

    @ParameterizedTest
    @CsvSource({"COMPLETE", "LENGTH", "WRONG", "CUT_OFF", "REFUSED", "BUSY", "FAILED"})
    void everyOutcomeIsInTheReport(Outcome outcome) {
        LoadTally tally = new LoadTally();
        tally.ended(outcome);
        LoadReport report = new LoadReport(
                plan(base(), new LoadPlan.Arrivals.Clients(1), 1, "sentiment"), "test", 1_000_000_000L, tally);
        assertEquals(
                1,
                report.json()
                        .at("/outcomes/" + outcome.name().toLowerCase(Locale.ROOT))
                        .intValue());
    }
}
