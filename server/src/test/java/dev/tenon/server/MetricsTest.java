package dev.tenon.server;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.server.http.RawConnection;
import dev.tenon.server.openai.ApiOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page for Prometheus, as it is scraped, beside its description. */
@Timeout(300)
@SuppressWarnings("NullAway.Init") // The method before all sets them.
final class MetricsTest {
    private static final String ASK = "'model':'test','messages':[{'role':'user','content':'hi'}]";
    private static final Pattern ROW = Pattern.compile("\\| `(tenon_\\w+)` \\| (\\w+) \\| .* \\|");
    private static final Pattern TYPE = Pattern.compile("# TYPE (tenon_\\w+) (\\w+)");
    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");

    private static String before;
    private static String page;

    @BeforeAll
    static void scrapeAServerThatDidAllThereIsToDo() throws Exception {
        try (TenonServer server = TenonServer.start(
                        TestModels.served(TestModels.scripted("hello world.")),
                        ServerOptions.defaults().withAddress("127.0.0.1", 0));
                ApiClient client = new ApiClient(server.port())) {
            before = client.get("/metrics").body();
            assertEquals(200, client.post("{" + ASK + "}").statusCode());
            assertEquals(200, client.post("{" + ASK + ",'stream':true}").statusCode());
            assertEquals(200, client.post("{" + ASK + ",'max_tokens':1}").statusCode());
            String constant = ",'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':~}}}";
            assertEquals(
                    200,
                    client.post("{" + ASK + constant.replace("~", "{'const':'forced'}"))
                            .statusCode());
            assertEquals(
                    400,
                    client.post("{" + ASK + constant.replace("~", "{'const':1,'type':'string'}"))
                            .statusCode());
            assertEquals(
                    404, client.post("{" + ASK.replace("test", "none") + "}").statusCode());
            page = client.get("/metrics").body();
        }
    }

    @AfterAll
    static void pagesWereRead() {
        assertTrue(page.length() > before.length());
    }

    /** What stands in the page: the name with its labels, in order, and the number. */
    private static Map<String, Double> samples(String text) {
        Map<String, Double> samples = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            assertTrue(sample.matches(), line);
            String labels = sample.group(2) == null ? "" : "{" + sample.group(2) + "}";
            samples.put(sample.group(1) + labels, Double.valueOf(sample.group(3)));
        });
        return samples;
    }

    private static double sample(String name) {
        return requireNonNull(samples(page).get(name), () -> name + " is not in\n" + page);
    }

    @Test
    void everyMetricIsDescribedAndEveryOneDescribedIsThere() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "server.md"));
        Map<String, String> described = ROW.matcher(text)
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2), (a, b) -> a, TreeMap::new));
        assertTrue(described.size() > 30, described.toString());
        Map<String, String> there = TYPE.matcher(page)
                .results()
                .filter(type -> !type.group(1).endsWith("_seconds_max"))
                .collect(Collectors.toMap(type -> type.group(1), type -> type.group(2), (a, b) -> a, TreeMap::new));
        assertEquals(described, there);
    }

    @Test
    void namesKeepTheRulesOfPrometheus() {
        for (MatchResult type : TYPE.matcher(page).results().toList()) {
            assertEquals(type.group(2).equals("counter"), type.group(1).endsWith("_total"), type.group());
            assertEquals(type.group(2).equals("histogram"), type.group(1).endsWith("_seconds"), type.group());
            assertTrue(page.contains("# HELP " + type.group(1) + " "), type.group());
        }
    }

    @Test
    void requestsAreCountedByHowTheyEnded() {
        assertEquals(3, sample("tenon_requests_total{model=\"test\",outcome=\"complete\"}"));
        assertEquals(1, sample("tenon_requests_total{model=\"test\",outcome=\"length\"}"));
        assertEquals(0, sample("tenon_requests_total{model=\"test\",outcome=\"failed\"}"));
        assertEquals(4, sample("tenon_request_seconds_count{model=\"test\"}"));
        assertEquals(4, sample("tenon_queue_wait_seconds_count{model=\"test\"}"));
        assertEquals(4, sample("tenon_prompt_seconds_count{model=\"test\"}"));
        assertEquals(4, sample("tenon_mask_seconds_count{model=\"test\"}"));
        String http = "tenon_http_requests_seconds_count{complete=\"true\",model=\"%s\",route=\"%s\",status=\"%s\"}";
        assertEquals(4, sample(http.formatted("test", "/v1/chat/completions", 200)));
        assertEquals(1, sample(http.formatted("none", "/v1/chat/completions", 400)));
        assertEquals(1, sample(http.formatted("none", "/v1/chat/completions", 404)));
    }

    @Test
    void tokensAreCountedAsTheyCome() {
        double firsts = sample("tenon_time_to_first_token_seconds_count{model=\"test\"}");
        double others = sample("tenon_inter_token_seconds_count{model=\"test\"}");
        assertEquals(4, firsts);
        assertTrue(others > 0);
        assertEquals(firsts + others, sample("tenon_generated_tokens_total{model=\"test\"}"));
        assertTrue(sample("tenon_forced_tokens_total{model=\"test\"}") > 0);
        assertTrue(sample("tenon_prompt_tokens_total{model=\"test\"}") > 4);
    }

    @Test
    void compilesAndTheCacheOfGrammarsAreCounted() {
        assertEquals(2, sample("tenon_compile_seconds_count{model=\"test\",outcome=\"compiled\"}"));
        assertEquals(1, sample("tenon_compile_seconds_count{model=\"test\",outcome=\"refused\"}"));
        assertEquals(2, sample("tenon_grammar_cache_total{model=\"test\",result=\"hit\"}"));
        assertEquals(3, sample("tenon_grammar_cache_total{model=\"test\",result=\"miss\"}"));
        assertTrue(sample("tenon_mask_positions_total{model=\"test\"}") > 0);
        assertTrue(sample("tenon_masks_made_total{model=\"test\"}") > 0);
        assertTrue(sample("tenon_masks_bytes{model=\"test\"}") > 0);
    }

    @Test
    void theStateOfTheServerIsRead() {
        assertEquals(1, sample("tenon_ready"));
        assertEquals(0, sample("tenon_queue_waiting{model=\"test\"}"));
        assertEquals(64, sample("tenon_queue_capacity{model=\"test\"}"));
        assertEquals(0, sample("tenon_requests_running{model=\"test\"}"));
        assertTrue(sample("tenon_http_connections") >= 1);
        assertEquals(1, sample("tenon_http_connections_answered"));
        assertEquals(0, sample("tenon_http_connections_refused_total"));
        assertEquals(0, sample("tenon_http_bodies_bytes"));
        assertTrue(sample("jvm_threads_live_threads") > 1);
        for (String family : new String[] {
            "jvm_memory_used_bytes", "jvm_gc_live_data_size_bytes", "process_cpu_usage", "process_files_open_files"
        }) {
            assertTrue(page.contains(family), family);
        }
    }

    @Test
    void aStrangerMayReadThePageWithoutAKey() throws IOException {
        ServerOptions locked = ServerOptions.defaults()
                .withAddress("127.0.0.1", 0)
                .withApi(new ApiOptions(ApiOptions.ModelNames.ANY, List.of("key")));
        try (TenonServer server = TenonServer.start(TestModels.served(TestModels.scripted("hello")), locked);
                RawConnection raw = new RawConnection(server.port())) {
            assertEquals(
                    200,
                    raw.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").read().status());
        }
    }
}
