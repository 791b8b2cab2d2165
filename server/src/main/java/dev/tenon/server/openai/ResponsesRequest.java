package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.server.generation.ChatRequest;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.OutputRequest;
import dev.tenon.toolcalls.ReplyFormat;
import dev.tenon.toolcalls.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * A checked request for a response. Immutable.
 *
 * @param model the model as the client names it
 * @param chat what is to be generated
 * @param delivery how the answer comes
 * @param echo what the answer repeats of the request
 * @param variables what the chat template is told, and by which fields
 * @param ignored fields that have no effect although they might have been meant to
 */
record ResponsesRequest(
        String model,
        ChatRequest chat,
        Delivery delivery,
        ResponseEcho echo,
        TemplateVariables variables,
        List<String> ignored) {
    private static final String LOGPROBS = "message.output_text.logprobs";

    /** What only OpenAI can encrypt and read again; here reasoning is open to read. */
    private static final String ENCRYPTED = "reasoning.encrypted_content";

    /** What can be asked to come with an item; but for the first two, items that this server never makes. */
    private static final List<String> INCLUDABLE = List.of(
            LOGPROBS,
            ENCRYPTED,
            "file_search_call.results",
            "web_search_call.results",
            "web_search_call.action.sources",
            "message.input_image.image_url",
            "computer_call_output.output.image_url",
            "code_interpreter_call.outputs");

    private static final int MAX_TOP_LOGPROBS = 20;
    private static final int MAX_INCLUDES = 100;

    ResponsesRequest {
        ignored = List.copyOf(ignored);
    }

    /** How the answer comes. */
    enum Delivery {
        /** As one object. */
        WHOLE,
        /** As a stream of events. */
        STREAM
    }

    /**
     * Reads a body.
     *
     * @param seeds draws the seed of a request that names none
     * @param options which fields and schemas are taken
     * @throws ApiException that names the first field at fault
     */
    static ResponsesRequest read(JsonNode body, LongSupplier seeds, ApiOptions options) {
        RequestNode request = RequestNode.body(body);
        RequestNode model = request.field("model");
        String modelName = model.required(model.string());
        List<String> ignored = new ArrayList<>(ResponsesFields.check(request, options));
        List<ChatMessage> messages = ResponsesInput.read(request);
        OutputRequest output = output(request, messages, options.profile());
        FieldRules.metadata(request.field("metadata"));
        ignored.addAll(withoutEffect(request));
        RequestNode effort = request.field("reasoning").object().field("effort");
        TemplateVariables variables = TemplateVariables.read(request, effort);
        ChatRequest chat = new ChatRequest(
                messages,
                output,
                SamplingReader.read(request, seeds),
                maxTokens(request),
                List.of(),
                topLogprobs(request),
                ReasoningReader.read(request, effort),
                1,
                variables.values());
        return new ResponsesRequest(
                modelName, chat, delivery(request), ResponseEcho.of(request, chat), variables, ignored);
    }

    private static OutputRequest output(RequestNode request, List<ChatMessage> messages, ApiOptions.Profile profile) {
        RequestNode asked = request.field("text").object().field("format");
        ReplyFormat own = ResponseFormatReader.readText(asked, profile);
        switch (profile) {
            case SUPERSET -> {}
            case OPENAI ->
                ResponseFormatReader.requireJsonIsSpokenOf(asked, asked.path(), RequestStyle.RESPONSES, messages);
        }
        List<ToolDefinition> tools = ToolsReader.tools(request.field("tools"), ToolsReader.Shape.FLAT, profile);
        return new OutputRequest(
                tools,
                ToolsReader.choice(request.field("tool_choice"), ToolsReader.Shape.FLAT, tools),
                ToolsReader.parallel(request.field("parallel_tool_calls")),
                ConstraintReader.read(request, own, asked.path()));
    }

    private static OptionalInt maxTokens(RequestNode request) {
        request.field("max_tool_calls").integer(1, Integer.MAX_VALUE);
        Optional<Long> limit = request.field("max_output_tokens").integer(1, Integer.MAX_VALUE);
        return limit.isPresent() ? OptionalInt.of(limit.get().intValue()) : OptionalInt.empty();
    }

    /** Fields of fields that are checked, and change nothing. */
    private static List<String> withoutEffect(RequestNode request) {
        List<String> ignored = new ArrayList<>();
        RequestNode verbosity = request.field("text").field("verbosity");
        verbosity.word(FieldRules.VERBOSITIES).ifPresent(word -> ignored.add(verbosity.path()));
        for (String name : List.of("summary", "generate_summary")) {
            RequestNode summary = request.field("reasoning").object().field(name);
            summary.word(List.of("auto", "concise", "detailed")).ifPresent(word -> ignored.add(summary.path()));
        }
        // What does not fit is refused and never cut, so that "auto" asks for what does not come.
        RequestNode truncation = request.field("truncation");
        truncation
                .word(List.of("auto", "disabled"))
                .filter(word -> word.equals("auto"))
                .ifPresent(word -> ignored.add(truncation.path()));
        for (RequestNode included : request.field("include").items(0, MAX_INCLUDES)) {
            if (included.required(included.word(INCLUDABLE)).equals(ENCRYPTED)) {
                ignored.add(included.path());
            }
        }
        return ignored;
    }

    /** They come where they are included, or where a number of alternatives is asked for, which is asking for them, too. */
    private static int topLogprobs(RequestNode request) {
        int count = request.field("top_logprobs")
                .integer(0, MAX_TOP_LOGPROBS)
                .orElse(0L)
                .intValue();
        boolean included = request.field("include").items(0, MAX_INCLUDES).stream()
                .anyMatch(item -> item.tree().asText().equals(LOGPROBS));
        return included || count > 0 ? count : -1;
    }

    private static Delivery delivery(RequestNode request) {
        boolean stream = request.field("stream").bool().orElse(false);
        RequestNode options = request.field("stream_options").object();
        options.field("include_obfuscation").bool();
        if (options.isPresent() && !stream) {
            throw ApiException.invalid(
                    "invalid_value",
                    options.path(),
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
        }
        return stream ? Delivery.STREAM : Delivery.WHOLE;
    }
}
