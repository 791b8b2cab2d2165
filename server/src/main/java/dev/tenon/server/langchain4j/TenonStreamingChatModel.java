package dev.tenon.server.langchain4j;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.tenon.server.local.LocalModel;
import dev.tenon.server.local.ReplyOptions;
import java.util.Set;

/**
 * A local model for LangChain4j that tells its reply as it comes; otherwise as {@link TenonChatModel}. A chat returns at
 * once, and its handler is called on a thread of its own, which may ask the model again.
 */
public final class TenonStreamingChatModel implements StreamingChatModel {
    private final LocalModel model;
    private final ReplyOptions options;

    /** A model with the default options; it stays the caller's to close. */
    public TenonStreamingChatModel(LocalModel model) {
        this(model, ReplyOptions.defaults());
    }

    /** A model with options, where a request does not say otherwise; it stays the caller's to close. */
    public TenonStreamingChatModel(LocalModel model, ReplyOptions options) {
        this.model = model;
        this.options = options;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        RequestTranslation asked = RequestTranslation.of(request, model.id(), options);
        Thread.ofVirtual().name("tenon-chat").start(() -> new StreamedResponse(model, handler).run(asked));
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }
}
