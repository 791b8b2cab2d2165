package dev.tenon.server.openai;

import dev.tenon.server.generation.ModelSlot;
import dev.tenon.server.http.HttpHandler;
import dev.tenon.server.http.HttpProblem;
import dev.tenon.server.http.Router;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;

/** The endpoints of OpenAI's API, as routes. Thread-safe once its routes are laid. */
public final class OpenAiApi {
    private final ChatCompletionsEndpoint chatCompletions;
    private final HttpHandler responses;
    private final ModelsEndpoint models;
    private final ApiKeyGuard guard;

    /**
     * The API over some models.
     *
     * @param slots the models, at least one
     * @param workers reads requests and compiles constraints
     * @param ids names completions, and seeds those that name no seed
     */
    public OpenAiApi(List<ModelSlot> slots, ApiOptions options, Executor workers, Ids ids, Clock clock) {
        ModelCatalog catalog = new ModelCatalog(slots, options.names());
        this.chatCompletions = new ChatCompletionsEndpoint(catalog, options, workers, ids, clock);
        ResponsesEndpoint responding = new ResponsesEndpoint(catalog, options, ids, clock);
        this.responses = new WorkerHandler(workers, responding::respond);
        this.models = new ModelsEndpoint(catalog);
        this.guard = new ApiKeyGuard(options.keys());
    }

    /** Adds the routes. */
    public Router.Builder addTo(Router.Builder routes) {
        return routes.on("POST", "/v1/chat/completions", guard.guard(chatCompletions))
                .on("POST", "/v1/responses", guard.guard(responses))
                .on("GET", "/v1/models", guard.guard(models::list))
                .under("GET", ModelsEndpoint.PREFIX, guard.guard(models::get));
    }

    /** The API's errors, for what goes wrong before any endpoint is asked. */
    public static HttpProblem.Format problems() {
        return problem -> ApiError.of(problem).json();
    }
}
