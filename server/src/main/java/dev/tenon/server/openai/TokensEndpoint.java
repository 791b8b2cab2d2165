package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.Tokenizer;
import dev.tenon.server.generation.LoadedModel;
import dev.tenon.server.generation.RefusedException;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code POST /v1/tokenize} and {@code POST /v1/detokenize}, which OpenAI does not have: the shapes are vLLM's and
 * llama-server's in one. Thread-safe.
 */
final class TokensEndpoint {
    private final ModelCatalog models;
    private final ApiOptions options;

    TokensEndpoint(ModelCatalog models, ApiOptions options) {
        this.models = models;
        this.options = options;
    }

    void tokenize(ReplyExchange exchange) {
        TokenizeRequest request =
                TokenizeRequest.read(Json.parse(exchange.http().body()), options);
        models.whenLoaded(exchange, request.model(), model -> {
            exchange.reportIgnored(request.ignored());
            exchange.respond(tokenized(request, model));
        });
    }

    private static ObjectNode tokenized(TokenizeRequest request, LoadedModel model) {
        Vocabulary vocabulary = model.vocabulary();
        int[] tokens = tokens(request.source(), model);
        ObjectNode answer = Json.object()
                .put("model", model.id())
                .put("count", tokens.length)
                .put("max_model_len", model.contextLength());
        ArrayNode list = answer.putArray("tokens");
        switch (request.pieces()) {
            case OMITTED -> IntStream.of(tokens).forEach(list::add);
            case WANTED -> {
                for (int token : tokens) {
                    byte[] bytes = vocabulary.bytes(token);
                    ObjectNode piece = list.addObject().put("id", token);
                    TokenText.exact(bytes)
                            .ifPresentOrElse(
                                    text -> piece.put("piece", text),
                                    () -> piece.set("piece", TokenText.numbers(bytes)));
                }
            }
        }
        switch (request.strings()) {
            case OMITTED -> {}
            case WANTED -> {
                ArrayNode strings = answer.putArray("token_strs");
                for (int token : tokens) {
                    strings.add(TokenText.named(vocabulary.bytes(token)));
                }
            }
        }
        return answer;
    }

    private static int[] tokens(TokenizeRequest.Source source, LoadedModel model) {
        return switch (source) {
            case TokenizeRequest.Conversation conversation -> {
                try {
                    yield model.text().compiler().prompt(conversation.request().chat());
                } catch (RefusedException e) {
                    throw new ApiException(Refusals.error(e.refusal()));
                }
            }
            case TokenizeRequest.Plain plain -> {
                try {
                    yield tokens(plain, model.tokenizer());
                } catch (EngineException e) {
                    throw ApiException.invalid("invalid_value", null, String.valueOf(e.getMessage()));
                }
            }
        };
    }

    private static int[] tokens(TokenizeRequest.Plain plain, Tokenizer tokenizer) {
        return switch (plain.beginning()) {
            case BARE -> tokenizer.tokenize(plain.text(), plain.special());
            case ADDED ->
                switch (plain.special()) {
                    case PARSED -> tokenizer.tokenizePrompt(plain.text());
                    case AS_TEXT ->
                        IntStream.concat(
                                        IntStream.of(tokenizer.tokenizePrompt("")),
                                        IntStream.of(tokenizer.tokenize(plain.text(), plain.special())))
                                .toArray();
                };
        };
    }

    /**
     * The text of tokens, under both servers' names. What is no UTF-8 is U+FFFD in it, and then {@code bytes} has what it
     * really is.
     */
    void detokenize(ReplyExchange exchange) {
        JsonNode body = Json.parse(exchange.http().body());
        RequestNode request = RequestNode.body(body);
        Optional<String> name = request.field("model").string();
        RequestNode tokens = request.field("tokens").orMissing();
        models.whenLoaded(exchange, name, model -> {
            Vocabulary vocabulary = model.vocabulary();
            byte[] bytes = TokenText.bytes(TokenArrays.read(tokens, vocabulary.size()), vocabulary);
            Optional<String> exact = TokenText.exact(bytes);
            String text = exact.orElseGet(() -> TokenText.lenient(bytes));
            ObjectNode answer =
                    Json.object().put("model", model.id()).put("prompt", text).put("content", text);
            if (exact.isEmpty()) {
                answer.set("bytes", TokenText.numbers(bytes));
            }
            exchange.respond(answer);
        });
    }
}
