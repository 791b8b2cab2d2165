package dev.tenon.server.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;

/** Runs a plan: first what warms the server up, then what is counted. */
public final class LoadRun {
    private static final Duration PATIENCE_FOR_MODELS = Duration.ofSeconds(10);

    private LoadRun() {}

    /**
     * Runs the plan to its end.
     *
     * @param notes what to tell a person who waits
     * @throws IOException when nothing answers at the address, or it lists no model and none was named
     */
    public static LoadReport run(LoadPlan plan, Consumer<String> notes) throws IOException, InterruptedException {
        String model = plan.model().isPresent() ? plan.model().get() : firstModel(plan);
        RequestSource source = new RequestSource(plan, model);
        try (LoadClient client = new LoadClient(plan);
                Judge judge = new Judge(client.loop())) {
            if (plan.warmup() > 0) {
                notes.accept("warming up: " + plan.warmup() + " requests");
                new LoadPhase(plan, plan.warmup(), source, client, judge).run();
            }
            notes.accept("measuring: " + plan.requests() + " requests");
            LoadPhase counted = new LoadPhase(plan, plan.requests(), source, client, judge);
            long nanos = counted.run();
            return new LoadReport(plan, model, nanos, counted.tally());
        }
    }

    private static String firstModel(LoadPlan plan) throws IOException, InterruptedException {
        String base = plan.base().toString();
        URI models = URI.create((base.endsWith("/") ? base : base + "/") + "models");
        HttpRequest.Builder request = HttpRequest.newBuilder(models).timeout(PATIENCE_FOR_MODELS);
        plan.apiKey().ifPresent(key -> request.header("authorization", "Bearer " + key));
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(models + " answers with status " + response.statusCode());
            }
            JsonNode id = new ObjectMapper().readTree(response.body()).at("/data/0/id");
            if (!id.isTextual()) {
                throw new IOException(models + " lists no model");
            }
            return id.textValue();
        }
    }
}
