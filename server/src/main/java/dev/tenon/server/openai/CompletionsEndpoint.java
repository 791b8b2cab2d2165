package dev.tenon.server.openai;

import dev.tenon.schema.SchemaWarning;
import dev.tenon.server.generation.ChatRequest;
import dev.tenon.server.generation.GivenPrompt;
import dev.tenon.server.generation.ModelSlot;
import dev.tenon.server.generation.PreparedReply;
import dev.tenon.server.generation.PromptBatch;
import dev.tenon.server.generation.Refusal;
import dev.tenon.server.generation.RefusedException;
import dev.tenon.server.generation.ReplyListener;
import dev.tenon.server.http.HttpExchange;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * {@code POST /v1/completions}: prompts as they are, without a template, continued freely or as a constraint has it. All prompts
 * are tokenized before the first is begun, so that a fault in any is told before the first token. Thread-safe.
 */
final class CompletionsEndpoint {
    private final ModelCatalog models;
    private final ApiOptions options;
    private final Ids ids;
    private final Clock clock;

    CompletionsEndpoint(ModelCatalog models, ApiOptions options, Ids ids, Clock clock) {
        this.models = models;
        this.options = options;
        this.ids = ids;
        this.clock = clock;
    }

    void handle(ReplyExchange exchange) {
        CompletionRequest request =
                CompletionRequest.read(Json.parse(exchange.http().body()), ids::seed, options);
        models.whenReady(exchange, Optional.of(request.model()), slot -> start(exchange, request, slot));
    }

    private void start(ReplyExchange exchange, CompletionRequest request, ModelSlot slot) {
        List<PromptReader.Prompt> prompts =
                PromptReader.read(request.prompt(), slot.model().engine().vocabulary());
        List<PreparedReply> prepared = new ArrayList<>();
        for (PromptReader.Prompt prompt : prompts) {
            prepared.add(compile(slot, request, prompt.prompt()));
        }
        HttpExchange http = exchange.http();
        setHeaders(exchange, request, prepared.get(0).warnings());
        http.note("model", slot.model().id());
        ReplyHead head = new ReplyHead(
                ids.next("cmpl-"),
                clock.instant().getEpochSecond(),
                slot.model().id(),
                ModelCatalog.fingerprint(slot),
                CallStyle.TOOLS,
                Set.of());
        int choices = request.chat().choices();
        IntFunction<String> echoes = switch (request.echo()) {
            case PROMPT -> choice -> prompts.get(choice / choices).text();
            case NOTHING -> choice -> "";
        };
        ReplyListener listener = listener(request, head, exchange, echoes, prompts.size() * choices);
        PromptBatch batch = new PromptBatch(request.chat(), prepared, slot.scheduler(), listener, exchange.client());
        batch.start();
        http.onClientGone(batch::cancel);
    }

    private static PreparedReply compile(ModelSlot slot, CompletionRequest request, GivenPrompt prompt) {
        GivenPrompt whole = request.suffix()
                .<GivenPrompt>map(suffix -> new GivenPrompt.Gap(prompt, suffix))
                .orElse(prompt);
        try {
            return slot.compiler().compile(request.chat(), whole);
        } catch (RefusedException e) {
            if (e.refusal() instanceof Refusal.PromptTooLong it) {
                throw ApiException.invalid(
                        "context_length_exceeded",
                        "prompt",
                        "This model's maximum context length is " + it.contextLength()
                                + " tokens. However, your prompt has " + it.promptTokens()
                                + " tokens, which leaves no room for a completion. Please reduce your prompt.");
            }
            throw e;
        }
    }

    private static ReplyListener listener(
            CompletionRequest request, ReplyHead head, ReplyExchange exchange, IntFunction<String> echoes, int count) {
        int topLogprobs = request.chat().topLogprobs();
        return switch (request.delivery()) {
            case WHOLE -> new WholeCompletion(head, exchange, count, echoes, topLogprobs);
            case STREAM, STREAM_WITH_USAGE -> {
                StreamedCompletion reply =
                        new StreamedCompletion(head, exchange, echoes, topLogprobs, request.delivery());
                reply.keepAlive();
                yield reply;
            }
        };
    }

    private static void setHeaders(ReplyExchange exchange, CompletionRequest request, List<SchemaWarning> warnings) {
        ChatRequest chat = request.chat();
        HttpExchange http = exchange.http();
        String constraint = ChatCompletionsEndpoint.constraint(chat);
        http.setHeader("x-tenon-constraint", constraint);
        exchange.reportIgnored(request.ignored());
        if (!chat.stop().isEmpty() && !constraint.equals("none")) {
            http.setHeader("x-tenon-stop", "free-text-only");
        }
        exchange.reportWarnings(warnings);
    }
}
