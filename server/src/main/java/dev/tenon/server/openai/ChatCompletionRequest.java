package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.server.generation.ChatRequest;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.OutputRequest;
import dev.tenon.toolcalls.ParallelCalls;
import dev.tenon.toolcalls.ReplyFormat;
import dev.tenon.toolcalls.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * A checked request for a chat completion. Immutable.
 *
 * @param model the model as the client names it
 * @param chat what is to be generated
 * @param calls how the answer writes calls
 * @param delivery how the answer comes
 * @param variables what the chat template is told, and by which fields
 * @param ignored fields that have no effect although they might have been meant to
 */
record ChatCompletionRequest(
        String model,
        ChatRequest chat,
        CallStyle calls,
        Delivery delivery,
        TemplateVariables variables,
        List<String> ignored) {
    private static final int MAX_STOPS = 4;
    private static final int MAX_CHOICES = 128;
    private static final int MAX_TOP_LOGPROBS = 20;

    ChatCompletionRequest {
        ignored = List.copyOf(ignored);
    }

    /** How the answer comes. */
    enum Delivery {
        /** As one object. */
        WHOLE,
        /** As a stream of chunks. */
        STREAM,
        /** As a stream of chunks, the last of which says how many tokens were used. */
        STREAM_WITH_USAGE
    }

    /**
     * Reads a body.
     *
     * @param seeds draws the seed of a request that names none
     * @param options which fields and schemas are taken
     * @throws ApiException that names the first field at fault
     */
    static ChatCompletionRequest read(JsonNode body, LongSupplier seeds, ApiOptions options) {
        RequestNode request = RequestNode.body(body);
        RequestNode model = request.field("model");
        String modelName = model.required(model.string());
        List<String> ignored = FieldRules.check(request, options);
        CallStyle calls = FunctionsReader.style(request);
        List<ChatMessage> messages = MessagesReader.read(request.field("messages"));
        OutputRequest output = output(request, calls, options.profile());
        switch (options.profile()) {
            case SUPERSET -> {}
            case OPENAI ->
                ResponseFormatReader.requireJsonIsSpokenOf(
                        request.field("response_format"), "response_format", RequestStyle.CHAT, messages);
        }
        TemplateVariables variables = TemplateVariables.read(request, request.field(ReasoningReader.FIELD));
        ChatRequest chat = new ChatRequest(
                messages,
                output,
                SamplingReader.read(request, seeds),
                maxTokens(request),
                stop(request.field("stop")),
                topLogprobs(request),
                ReasoningReader.read(request, request.field(ReasoningReader.FIELD)),
                request.field("n").integer(1, MAX_CHOICES).orElse(1L).intValue(),
                variables.values());
        return new ChatCompletionRequest(modelName, chat, calls, delivery(request), variables, ignored);
    }

    private static OutputRequest output(RequestNode request, CallStyle calls, ApiOptions.Profile profile) {
        ReplyFormat format = ConstraintReader.read(
                request, ResponseFormatReader.read(request.field("response_format"), profile), "response_format");
        ParallelCalls parallel = ToolsReader.parallel(request.field("parallel_tool_calls"));
        return switch (calls) {
            case FUNCTIONS -> FunctionsReader.read(request, format, profile);
            case TOOLS -> {
                List<ToolDefinition> tools =
                        ToolsReader.tools(request.field("tools"), ToolsReader.Shape.NESTED, profile);
                yield new OutputRequest(
                        tools,
                        ToolsReader.choice(request.field("tool_choice"), ToolsReader.Shape.NESTED, tools),
                        parallel,
                        format);
            }
        };
    }

    private static OptionalInt maxTokens(RequestNode request) {
        Optional<Long> newer = request.field("max_completion_tokens").integer(1, Integer.MAX_VALUE);
        Optional<Long> older = request.field("max_tokens").integer(1, Integer.MAX_VALUE);
        Optional<Long> limit = newer.isPresent() ? newer : older;
        return limit.isPresent() ? OptionalInt.of(limit.get().intValue()) : OptionalInt.empty();
    }

    static List<String> stop(RequestNode stop) {
        if (!stop.isPresent()) {
            return List.of();
        }
        if (stop.tree().isTextual()) {
            return List.of(stopText(stop));
        }
        if (!stop.tree().isArray()) {
            throw stop.wrongType("one of a string or array of strings");
        }
        List<String> texts = new ArrayList<>();
        for (RequestNode item : stop.items(0, MAX_STOPS)) {
            texts.add(stopText(item));
        }
        return texts;
    }

    private static String stopText(RequestNode item) {
        String text = item.required(item.string());
        if (text.isEmpty()) {
            throw item.invalid(
                    "empty_string",
                    "empty string. Expected a string with minimum length 1, but got an empty string instead.");
        }
        return text;
    }

    private static int topLogprobs(RequestNode request) {
        boolean wanted = request.field("logprobs").bool().orElse(false);
        RequestNode top = request.field("top_logprobs");
        Optional<Long> count = top.integer(0, MAX_TOP_LOGPROBS);
        if (count.isPresent() && !wanted) {
            throw ApiException.invalid(
                    "invalid_value",
                    top.path(),
                    "Invalid value for 'top_logprobs': it is only allowed when 'logprobs' is true.");
        }
        return wanted ? count.orElse(0L).intValue() : -1;
    }

    static Delivery delivery(RequestNode request) {
        boolean stream = request.field("stream").bool().orElse(false);
        RequestNode options = request.field("stream_options").object();
        boolean usage = options.field("include_usage").bool().orElse(false);
        options.field("include_obfuscation").bool();
        if (options.isPresent() && !stream) {
            throw ApiException.invalid(
                    "invalid_value",
                    options.path(),
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
        }
        if (!stream) {
            return Delivery.WHOLE;
        }
        return usage ? Delivery.STREAM_WITH_USAGE : Delivery.STREAM;
    }
}
