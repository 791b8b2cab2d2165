package dev.tenon.server.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.tenon.sampler.SamplingOptions;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.server.generation.RefusedException;
import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.local.LocalModel;
import dev.tenon.server.local.LocalReply;
import dev.tenon.server.local.ReplyOptions;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.OutputRequest;
import dev.tenon.toolcalls.ParallelCalls;
import dev.tenon.toolcalls.ReplyFormat;
import dev.tenon.toolcalls.ToolChoice;
import dev.tenon.toolcalls.ToolDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request of LangChain4j in our own terms: every field of it is honoured, or the request is refused. Immutable. */
final class RequestTranslation {
    private final List<ChatMessage> messages;
    private final OutputRequest output;
    private final ReplyOptions options;

    private RequestTranslation(List<ChatMessage> messages, OutputRequest output, ReplyOptions options) {
        this.messages = messages;
        this.output = output;
        this.options = options;
    }

    /**
     * Translates a request.
     *
     * @param modelId the only model there is
     * @param defaults what holds where the request does not say otherwise
     * @throws UnsupportedFeatureException naming what cannot be honoured
     * @throws InvalidRequestException when a number is out of its range, or fields contradict each other
     */
    static RequestTranslation of(ChatRequest request, String modelId, ReplyOptions defaults) {
        @Nullable String name = request.modelName();
        if (name != null && !name.equals(modelId)) {
            throw new UnsupportedFeatureException("the model is '" + modelId + "', and '" + name + "' is not there");
        }
        try {
            List<ToolDefinition> tools = tools(request.toolSpecifications());
            OutputRequest output = new OutputRequest(
                    tools,
                    choice(request.toolChoice(), tools),
                    ParallelCalls.ALLOWED,
                    format(request.responseFormat()));
            return new RequestTranslation(
                    MessageTranslation.messages(request.messages()), output, options(request, defaults));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(e);
        }
    }

    /** Lets the model answer, with failures as LangChain4j has them. */
    LocalReply reply(LocalModel model, Consumer<ReplyEvent> listener) {
        try {
            return model.reply(messages, output, options, listener);
        } catch (RefusedException e) {
            throw new InvalidRequestException(e.getMessage(), e);
        } catch (EngineException e) {
            throw new InternalServerException(e.getMessage(), e);
        }
    }

    private static ReplyOptions options(ChatRequest request, ReplyOptions defaults) {
        SamplingOptions base = defaults.sampling();
        SamplingOptions sampling = new SamplingOptions(
                or(request.temperature(), base.temperature()),
                request.topK() == null ? base.topK() : request.topK(),
                or(request.topP(), base.topP()),
                base.minP(),
                base.repetitionPenalty(),
                or(request.frequencyPenalty(), base.frequencyPenalty()),
                or(request.presencePenalty(), base.presencePenalty()),
                base.logitBias(),
                base.seed());
        @Nullable List<String> stop = request.stopSequences();
        return new ReplyOptions(
                sampling,
                request.maxOutputTokens() == null ? defaults.maxTokens() : OptionalInt.of(request.maxOutputTokens()),
                stop == null || stop.isEmpty() ? defaults.stop() : stop,
                defaults.reasoning());
    }

    private static double or(@Nullable Double value, double otherwise) {
        return value == null ? otherwise : value;
    }

    private static List<ToolDefinition> tools(@Nullable List<ToolSpecification> specifications) {
        List<ToolDefinition> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (specifications != null) {
            for (ToolSpecification tool : specifications) {
                if (!names.add(tool.name())) {
                    throw new IllegalArgumentException("the tool '" + tool.name() + "' is there twice");
                }
                tools.add(ToolDefinition.of(
                        tool.name(),
                        tool.description(),
                        tool.parameters() == null ? null : SchemaTranslation.schema(tool.parameters())));
            }
        }
        return tools;
    }

    private static ToolChoice choice(
            dev.langchain4j.model.chat.request.@Nullable ToolChoice choice, List<ToolDefinition> tools) {
        if (choice == null) {
            return tools.isEmpty() ? new ToolChoice.None() : new ToolChoice.Auto();
        }
        return switch (choice) {
            case NONE -> new ToolChoice.None();
            case AUTO -> tools.isEmpty() ? new ToolChoice.None() : new ToolChoice.Auto();
            case REQUIRED -> {
                if (tools.isEmpty()) {
                    throw new IllegalArgumentException("a call is required, and there is no tool");
                }
                yield new ToolChoice.Required();
            }
        };
    }

    private static ReplyFormat format(@Nullable ResponseFormat format) {
        if (format == null) {
            return new ReplyFormat.Text();
        }
        return switch (format.type()) {
            case TEXT -> new ReplyFormat.Text();
            case JSON -> {
                @Nullable JsonSchema schema = format.jsonSchema();
                yield schema == null
                        ? new ReplyFormat.JsonObject()
                        : new ReplyFormat.JsonSchema(
                                String.valueOf(schema.name()), SchemaTranslation.schema(schema.rootElement()));
            }
        };
    }
}
