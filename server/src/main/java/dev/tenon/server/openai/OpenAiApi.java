package dev.tenon.server.openai;

import dev.tenon.server.generation.ModelShelf;
import dev.tenon.server.http.HttpHandler;
import dev.tenon.server.http.HttpProblem;
import dev.tenon.server.http.Router;
import java.time.Clock;
import java.util.concurrent.Executor;

/** The endpoints of OpenAI's API, as routes. Thread-safe once its routes are laid. */
public final class OpenAiApi {
    private final ChatCompletionsEndpoint chatCompletions;
    private final HttpHandler models;
    private final HttpHandler model;
    private final HttpHandler embeddings;
    private final HttpHandler completions;
    private final HttpHandler tokenize;
    private final HttpHandler detokenize;
    private final HttpHandler responses;
    private final ApiKeyGuard guard;

    /**
     * The API over some models.
     *
     * @param shelf the models
     * @param workers reads requests and compiles constraints
     * @param ids names completions, and seeds those that name no seed
     */
    public OpenAiApi(ModelShelf shelf, ApiOptions options, Executor workers, Ids ids, Clock clock) {
        ModelCatalog catalog = new ModelCatalog(shelf, options.names(), workers);
        this.chatCompletions = new ChatCompletionsEndpoint(catalog, options, workers, ids, clock);
        ModelsEndpoint list = new ModelsEndpoint(catalog);
        this.models = new WorkerHandler(workers, list::list);
        this.model = new WorkerHandler(workers, list::get);
        this.embeddings = new WorkerHandler(workers, new EmbeddingsEndpoint(catalog, options)::handle);
        this.completions = new WorkerHandler(workers, new CompletionsEndpoint(catalog, options, ids, clock)::handle);
        TokensEndpoint tokens = new TokensEndpoint(catalog, options);
        this.tokenize = new WorkerHandler(workers, tokens::tokenize);
        this.detokenize = new WorkerHandler(workers, tokens::detokenize);
        ResponsesEndpoint responding = new ResponsesEndpoint(catalog, options, ids, clock);
        this.responses = new WorkerHandler(workers, responding::respond);
        this.guard = new ApiKeyGuard(options.keys());
    }

    /** Adds the routes. */
    public Router.Builder addTo(Router.Builder routes) {
        return routes.on("POST", "/v1/chat/completions", guard.guard(chatCompletions))
                .on("POST", "/v1/responses", guard.guard(responses))
                .on("POST", "/v1/completions", guard.guard(completions))
                .on("POST", "/v1/embeddings", guard.guard(embeddings))
                .on("POST", "/v1/tokenize", guard.guard(tokenize))
                .on("POST", "/tokenize", guard.guard(tokenize))
                .on("POST", "/v1/detokenize", guard.guard(detokenize))
                .on("POST", "/detokenize", guard.guard(detokenize))
                .on("GET", "/v1/models", guard.guard(models))
                .under("GET", ModelsEndpoint.PREFIX, guard.guard(model));
    }

    /** The API's errors, for what goes wrong before any endpoint is asked. */
    public static HttpProblem.Format problems() {
        return problem -> ApiError.of(problem).json();
    }
}
