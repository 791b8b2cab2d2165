package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.sampler.engine.EmbeddingEngine;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.server.generation.EmbeddingSlot;
import dev.tenon.server.http.HttpExchange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /v1/embeddings}: unit vectors of texts or of token ids. Inputs are tokenized and checked by a worker; the vectors
 * are computed by the model's own thread for them. Thread-safe.
 */
final class EmbeddingsEndpoint {
    /** As OpenAI has it. */
    private static final int MAX_INPUTS = 2_048;

    private final ModelCatalog models;
    private final ApiOptions options;

    EmbeddingsEndpoint(ModelCatalog models, ApiOptions options) {
        this.models = models;
        this.options = options;
    }

    void handle(ReplyExchange exchange) {
        EmbeddingsRequest request =
                EmbeddingsRequest.read(Json.parse(exchange.http().body()), options);
        models.whenEmbedding(exchange, Optional.of(request.model()), slot -> start(exchange, request, slot));
    }

    private static void start(ReplyExchange exchange, EmbeddingsRequest request, EmbeddingSlot slot) {
        EmbeddingEngine engine = slot.engine();
        if (request.dimensions().orElse(1) > engine.dimensions()) {
            throw ApiException.invalid(
                    "invalid_value",
                    "dimensions",
                    "Invalid 'dimensions': this model's vectors have " + engine.dimensions() + " numbers, and "
                            + request.dimensions().orElse(0) + " are asked for.");
        }
        List<int[]> inputs = inputs(request.input(), engine);
        HttpExchange http = exchange.http();
        http.note("model", slot.id());
        exchange.reportIgnored(request.ignored());
        slot.submit(
                inputs,
                http::isClientGone,
                vectors -> exchange.respond(answer(request, slot, inputs, vectors)),
                exchange::fail);
    }

    private static List<int[]> inputs(RequestNode field, EmbeddingEngine engine) {
        JsonNode value = field.tree();
        if (value.isTextual() || TokenArrays.isOne(value)) {
            return List.of(input(field, engine));
        }
        if (!value.isArray()) {
            throw field.wrongType("a string, an array of strings, an array of integers, or an array of such arrays");
        }
        List<int[]> inputs = new ArrayList<>();
        for (RequestNode item : field.items(1, MAX_INPUTS)) {
            inputs.add(input(item.orMissing(), engine));
        }
        return inputs;
    }

    private static int[] input(RequestNode field, EmbeddingEngine engine) {
        int[] tokens = tokens(field, engine);
        if (tokens.length == 0) {
            throw field.invalid("empty_string", "it is empty. An input has at least one token.");
        }
        if (tokens.length > engine.maxInputTokens()) {
            throw ApiException.invalid(
                    "context_length_exceeded",
                    field.path(),
                    "This model's maximum input length is " + engine.maxInputTokens() + " tokens, however '"
                            + field.path() + "' has " + tokens.length
                            + " tokens. Please reduce it; nothing is cut off in silence.");
        }
        return tokens;
    }

    private static int[] tokens(RequestNode field, EmbeddingEngine engine) {
        JsonNode value = field.tree();
        if (value.isArray()) {
            return TokenArrays.read(field, engine.vocabulary().size());
        }
        if (!value.isTextual()) {
            throw field.wrongType("a string or an array of integers");
        }
        if (value.textValue().isEmpty()) {
            return new int[0];
        }
        try {
            return engine.tokenize(value.textValue());
        } catch (EngineException e) {
            throw field.invalid("invalid_value", Text.shorten(String.valueOf(e.getMessage())) + ".");
        }
    }

    private static ObjectNode answer(
            EmbeddingsRequest request, EmbeddingSlot slot, List<int[]> inputs, List<float[]> vectors) {
        ObjectNode answer = Json.object().put("object", "list").put("model", slot.id());
        ArrayNode data = answer.putArray("data");
        for (int i = 0; i < vectors.size(); i++) {
            float[] vector = vectors.get(i);
            ObjectNode entry = data.addObject().put("object", "embedding").put("index", i);
            write(unit(vector, request.dimensions().orElse(vector.length)), request.encoding(), entry);
        }
        int tokens = inputs.stream().mapToInt(input -> input.length).sum();
        answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return answer;
    }

    /** The first numbers of a vector, at length 1 again; a vector of zeros stays one. */
    static float[] unit(float[] vector, int dimensions) {
        double square = 0;
        for (int i = 0; i < dimensions; i++) {
            square += (double) vector[i] * vector[i];
        }
        double length = Math.sqrt(square);
        float[] unit = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            unit[i] = length == 0 ? 0 : (float) (vector[i] / length);
        }
        return unit;
    }

    private static void write(float[] vector, EmbeddingsRequest.Encoding encoding, ObjectNode entry) {
        switch (encoding) {
            case FLOAT -> {
                ArrayNode numbers = entry.putArray("embedding");
                for (float number : vector) {
                    numbers.add(number);
                }
            }
            case BASE64 -> {
                ByteBuffer bytes =
                        ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(vector);
                entry.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
            }
        }
    }
}
