package dev.tenon.server.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.local.LocalModel;
import dev.tenon.server.local.LocalReply;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One reply on its way to a handler. Used by one thread but for the handle, which any may use.
 *
 * <p>A call is told to be complete when the next one opens or the reply ends as it should; where it is cut off, it never is.
 */
final class StreamedResponse implements StreamingHandle {
    private final LocalModel model;
    private final StreamingChatResponseHandler handler;
    private volatile boolean cancelled;
    private @Nullable Call call;

    private record Call(int index, String id, String name, StringBuilder arguments) {}

    StreamedResponse(LocalModel model, StreamingChatResponseHandler handler) {
        this.model = model;
        this.handler = handler;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    /** The thread's rim: whatever happens, the handler is told, but for what it wanted no more. */
    void run(RequestTranslation asked) {
        try {
            LocalReply reply = asked.reply(model, this::on);
            if (!cancelled) {
                handler.onCompleteResponse(ResponseTranslation.response(model.id(), reply));
            }
        } catch (Throwable e) {
            if (!cancelled) {
                handler.onError(e);
            }
        }
    }

    private void on(ReplyEvent event) {
        if (cancelled) {
            throw new CancellationException("the handler wants no more");
        }
        switch (event) {
            case ReplyEvent.Content text ->
                handler.onPartialResponse(new PartialResponse(text.text()), new PartialResponseContext(this));
            case ReplyEvent.Reasoning text ->
                handler.onPartialThinking(new PartialThinking(text.text()), new PartialThinkingContext(this));
            case ReplyEvent.CallOpened opened -> {
                completeCall();
                call = new Call(opened.index(), opened.id(), opened.name(), new StringBuilder());
            }
            case ReplyEvent.Arguments arguments -> onArguments(arguments.text());
            case ReplyEvent.Finished finished -> {
                if (finished.end() == ReplyEvent.End.TOOL_CALLS) {
                    completeCall();
                }
            }
        }
    }

    private void onArguments(String text) {
        Call current = call;
        if (current == null) {
            throw new IllegalStateException("arguments of no call");
        }
        current.arguments().append(text);
        handler.onPartialToolCall(
                PartialToolCall.builder()
                        .index(current.index())
                        .id(current.id())
                        .name(current.name())
                        .partialArguments(text)
                        .build(),
                new PartialToolCallContext(this));
    }

    private void completeCall() {
        Call current = call;
        if (current != null) {
            handler.onCompleteToolCall(new CompleteToolCall(
                    current.index(),
                    ToolExecutionRequest.builder()
                            .id(current.id())
                            .name(current.name())
                            .arguments(current.arguments().toString())
                            .build()));
            call = null;
        }
    }
}
