package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.server.generation.ChatRequest;
import dev.tenon.toolcalls.OutputRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * A checked request for the completion of prompts. Immutable.
 *
 * @param model the model as the client names it
 * @param prompt the prompts, of which the ids of tokens are not checked yet
 * @param suffix what comes after the text to be filled in; empty where none is given
 * @param chat what is to be generated for each prompt; no messages
 * @param echo whether the answer begins with the prompt
 * @param delivery how the answer comes
 * @param ignored fields that have no effect although they might have been meant to
 */
record CompletionRequest(
        String model,
        RequestNode prompt,
        Optional<String> suffix,
        ChatRequest chat,
        Echo echo,
        ChatCompletionRequest.Delivery delivery,
        List<String> ignored) {
    private static final int DEFAULT_TOKENS = 16;
    private static final int MAX_CHOICES = 128;
    private static final int MAX_LOGPROBS = 5;
    private static final int MAX_BEST_OF = 20;

    CompletionRequest {
        ignored = List.copyOf(ignored);
    }

    /** Whether the answer begins with the prompt. */
    enum Echo {
        PROMPT,
        NOTHING
    }

    /**
     * Reads a body.
     *
     * @param seeds draws the seed of a request that names none
     * @param options which fields and schemas are taken
     * @throws ApiException that names the first field at fault
     */
    static CompletionRequest read(JsonNode body, LongSupplier seeds, ApiOptions options) {
        RequestNode request = RequestNode.body(body);
        RequestNode model = request.field("model");
        String modelName = model.required(model.string());
        List<String> ignored = CompletionFields.check(request, options);
        RequestNode prompt = request.field("prompt").orMissing();
        int choices = request.field("n").integer(1, MAX_CHOICES).orElse(1L).intValue();
        checkBestOf(request.field("best_of"), choices);
        int logprobs = request.field("logprobs")
                .integer(0, MAX_LOGPROBS)
                .map(Long::intValue)
                .orElse(-1);
        Echo echo = request.field("echo").bool().orElse(false) ? Echo.PROMPT : Echo.NOTHING;
        if (echo == Echo.PROMPT && logprobs >= 0) {
            throw ApiException.invalid(
                    "unsupported_value",
                    "logprobs",
                    "Setting 'echo' and 'logprobs' at the same time is not supported: log-probabilities are those of"
                            + " the completion, not of the prompt.");
        }
        ChatRequest chat = new ChatRequest(
                List.of(),
                OutputRequest.of(ConstraintReader.read(
                        request,
                        ResponseFormatReader.read(request.field("response_format"), options.profile()),
                        "response_format")),
                SamplingReader.read(request, seeds),
                OptionalInt.of(request.field("max_tokens")
                        .integer(0, Integer.MAX_VALUE)
                        .orElse((long) DEFAULT_TOKENS)
                        .intValue()),
                ChatCompletionRequest.stop(request.field("stop")),
                logprobs,
                new ChatRequest.Reasoning.Off(),
                choices,
                Map.of());
        return new CompletionRequest(
                modelName,
                prompt,
                request.field("suffix").string().filter(suffix -> !suffix.isEmpty()),
                chat,
                echo,
                ChatCompletionRequest.delivery(request),
                ignored);
    }

    /** As many as are given back are made: to make more, rank them and throw some away would have to be told and paid. */
    private static void checkBestOf(RequestNode field, int choices) {
        Optional<Long> best = field.integer(0, MAX_BEST_OF);
        if (best.isEmpty() || best.get() == choices || (best.get() <= 1 && choices == 1)) {
            return;
        }
        if (best.get() < choices) {
            throw field.invalid(
                    "invalid_value", "'best_of' must not be less than 'n', but " + best.get() + " < " + choices + ".");
        }
        throw field.unsupported(
                "Unsupported value: 'best_of' above 'n' is not supported by this server, which gives back"
                        + " every completion that it makes; ask for 'n' and 'logprobs' and choose.");
    }
}
