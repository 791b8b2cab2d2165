package dev.tenon.server.openai;

import dev.tenon.server.generation.GenerationScheduler;
import dev.tenon.server.generation.ModelSlot;
import dev.tenon.server.generation.PreparedReply;
import dev.tenon.server.generation.RefusedException;
import dev.tenon.server.generation.ReplyListener;
import dev.tenon.server.http.HttpExchange;
import java.time.Clock;
import java.util.Optional;

/**
 * {@code POST /v1/responses}, without state: every request brings its conversation, and nothing of it is kept. What is
 * generated is what a chat completion would be; it is asked for and answered in items. Thread-safe.
 */
final class ResponsesEndpoint {
    private final ModelCatalog models;
    private final ApiOptions options;
    private final Ids ids;
    private final Clock clock;

    ResponsesEndpoint(ModelCatalog models, ApiOptions options, Ids ids, Clock clock) {
        this.models = models;
        this.options = options;
        this.ids = ids;
        this.clock = clock;
    }

    /** Reads a request and hands it on; never on an event loop. */
    void respond(ReplyExchange exchange) {
        ResponsesRequest request =
                ResponsesRequest.read(Json.parse(exchange.http().body()), ids::seed, options);
        models.whenReady(exchange, Optional.of(request.model()), slot -> start(exchange, request, slot));
    }

    private void start(ReplyExchange exchange, ResponsesRequest request, ModelSlot slot) {
        HttpExchange http = exchange.http();
        PreparedReply prepared = compile(slot, request);
        ChatCompletionsEndpoint.setHeaders(
                http,
                request.chat(),
                ChatCompletionsEndpoint.ignored(request.ignored(), request.variables(), slot.model()),
                prepared.warnings());
        http.note("model", slot.model().id());
        ResponseHead head = new ResponseHead(
                ids.next("resp_"),
                now(),
                slot.model().id(),
                ChatCompletionsEndpoint.customTools(request.chat()),
                request.echo());
        GenerationScheduler.Ticket ticket = slot.scheduler()
                .submit(
                        request.chat(),
                        prepared,
                        listener(request, exchange, new ResponseWriter(head, ids::next, this::now)),
                        exchange.client());
        http.onClientGone(ticket::cancel);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static PreparedReply compile(ModelSlot slot, ResponsesRequest request) {
        try {
            return slot.compiler().compile(request.chat());
        } catch (RefusedException e) {
            throw new ApiException(Refusals.error(e.refusal(), RequestStyle.RESPONSES));
        }
    }

    private static ReplyListener listener(ResponsesRequest request, ReplyExchange exchange, ResponseWriter writer) {
        return switch (request.delivery()) {
            case WHOLE -> new WholeResponse(exchange, writer);
            case STREAM -> {
                StreamedResponse reply = new StreamedResponse(exchange, writer);
                reply.keepAlive();
                yield reply;
            }
        };
    }
}
