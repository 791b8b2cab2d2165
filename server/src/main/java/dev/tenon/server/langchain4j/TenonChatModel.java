package dev.tenon.server.langchain4j;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.tenon.server.local.LocalModel;
import dev.tenon.server.local.ReplyOptions;
import java.util.Set;

/**
 * A local model for LangChain4j. JSON schemas, tools and the tool choice are hard constraints: a response whose finish
 * reason is {@code STOP} or {@code TOOL_EXECUTION} is complete and valid. One that ends with {@code LENGTH} has the text so
 * far and no calls. What cannot be honoured is an {@link dev.langchain4j.exception.UnsupportedFeatureException}. Thread-safe.
 *
 * <pre>{@code
 * ChatModel chat = new TenonChatModel(model);
 * PersonExtractor extractor = AiServices.create(PersonExtractor.class, chat);
 * }</pre>
 */
public final class TenonChatModel implements ChatModel {
    private final LocalModel model;
    private final ReplyOptions options;

    /** A model with the default options; it stays the caller's to close. */
    public TenonChatModel(LocalModel model) {
        this(model, ReplyOptions.defaults());
    }

    /** A model with options, where a request does not say otherwise; it stays the caller's to close. */
    public TenonChatModel(LocalModel model, ReplyOptions options) {
        this.model = model;
        this.options = options;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        RequestTranslation asked = RequestTranslation.of(request, model.id(), options);
        return ResponseTranslation.response(model.id(), asked.reply(model, event -> {}));
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }
}
