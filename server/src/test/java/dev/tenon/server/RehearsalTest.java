package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.server.generation.GenerationScheduler;
import dev.tenon.server.generation.ModelShelf;
import dev.tenon.server.generation.ModelSlot;
import dev.tenon.server.generation.ModelStock;
import dev.tenon.server.generation.RequestCompiler;
import dev.tenon.server.generation.ServedModel;
import dev.tenon.server.openai.Ids;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class RehearsalTest {
    private static int rehearse(ServedModel model, Duration time) throws IOException {
        Random random = new Random(1);
        try (ExecutorService workers = Executors.newSingleThreadExecutor();
                ModelShelf shelf = new ModelShelf(
                        ModelStock.of(model),
                        new ModelShelf.Options(1, 4, 4),
                        served -> new ModelShelf.InService(
                                new ModelSlot(
                                        served,
                                        new RequestCompiler(served, SchemaOptions.defaults(), CompileLimits.defaults()),
                                        new GenerationScheduler(served, 4, random)),
                                () -> {}))) {
            shelf.loadStanding();
            return Rehearsal.run(shelf, workers, new Ids(random), time);
        }
    }

    @Test
    void everyRequestOfItsOwnIsAnswered() throws IOException {
        assertEquals(16, rehearse(TestModels.served(TestModels.random(3)), Duration.ofSeconds(30)));
    }

    @Test
    void whatStillRunsWhenTheTimeIsOverIsCancelled() throws IOException {
        GatedEngine stuck = new GatedEngine(TestModels.random(3), 0);
        assertEquals(0, rehearse(TestModels.served(stuck), Duration.ofMillis(200)));
    }

    @Test
    void theServerListensAfterwardsAndItsMetricsDoNotShowIt() throws IOException, InterruptedException {
        ServerOptions options =
                ServerOptions.defaults().withAddress("127.0.0.1", 0).withRehearsalTime(Duration.ofSeconds(20));
        try (TenonServer server = TenonServer.start(TestModels.served(TestModels.random(3)), options);
                ApiClient client = new ApiClient(server.port())) {
            assertFalse(server.isBusy());
            String metrics = client.get("/metrics").body();
            assertTrue(metrics.contains("tenon"), metrics);
            assertFalse(metrics.contains("/v1/chat/completions"), metrics);
        }
    }
}
