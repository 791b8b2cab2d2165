package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.generation.ReplyListener;
import dev.tenon.server.generation.ReplyUsage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends replies as a stream of chunks, each as soon as it is there. The stream begins with the first of them, so that what
 * fails before is still an error with a status of its own; only a request that waits long begins it with a comment.
 */
final class StreamedReply implements ReplyListener {
    private final ReplyHead head;
    private final ReplyExchange exchange;
    private final boolean logprobs;
    private final @Nullable JsonNode usageOfEarlierChunks;
    private final List<ReplyEvent.End> ends = new ArrayList<>();

    /** Which calls of each choice are of custom tools; choices that have had their first chunk are in it. */
    private final Map<Integer, BitSet> opened = new HashMap<>();

    private final EventStream stream;

    StreamedReply(ReplyHead head, ReplyExchange exchange, LogprobMode mode, ChatCompletionRequest.Delivery delivery) {
        this.head = head;
        this.exchange = exchange;
        this.stream = new EventStream(exchange);
        this.logprobs = mode == LogprobMode.REPORTED;
        this.usageOfEarlierChunks = switch (delivery) {
            case STREAM_WITH_USAGE -> NullNode.getInstance();
            case STREAM, WHOLE -> null;
        };
    }

    /** Gives signs of life until the first chunk. */
    void keepAlive() {
        stream.keepAlive();
    }

    @Override
    public void onEvent(int choice, ReplyEvent event) {
        if (opened.putIfAbsent(choice, new BitSet()) == null) {
            @Nullable String content = event instanceof ReplyEvent.CallOpened ? null : "";
            send(choice, new ChatCompletionChunk.Opening(content), null, null);
        }
        Logprobs tokens = logprobs && !event.tokens().isEmpty() ? Logprobs.of(event.tokens()) : null;
        switch (event) {
            case ReplyEvent.Content content -> send(choice, new ChatCompletionChunk.Text(content.text()), tokens, null);
            case ReplyEvent.Reasoning reasoning ->
                send(choice, new ChatCompletionChunk.Thought(reasoning.text()), tokens, null);
            case ReplyEvent.CallOpened call -> send(choice, opening(custom(choice), call), tokens, null);
            case ReplyEvent.Arguments more -> send(choice, more(custom(choice), more), tokens, null);
            case ReplyEvent.Finished finished -> {
                ends.add(finished.end());
                send(choice, new ChatCompletionChunk.Closing(), tokens, FinishReasons.of(finished.end(), head.calls()));
            }
        }
    }

    private BitSet custom(int choice) {
        return Objects.requireNonNull(opened.get(choice));
    }

    private ChatCompletionChunk.Delta opening(BitSet custom, ReplyEvent.CallOpened call) {
        return switch (head.calls()) {
            case TOOLS -> {
                boolean isCustom = head.customTools().contains(call.name());
                custom.set(call.index(), isCustom);
                yield calls(
                        isCustom
                                ? new ChatCompletionChunk.CustomOpening(
                                        call.index(), call.id(), new ChatCompletion.Custom(call.name(), ""))
                                : new ChatCompletionChunk.CallOpening(
                                        call.index(), call.id(), new ChatCompletion.Function(call.name(), "")));
            }
            case FUNCTIONS ->
                new ChatCompletionChunk.FunctionCall(new ChatCompletionChunk.FunctionOpening(call.name(), ""));
        };
    }

    private ChatCompletionChunk.Delta more(BitSet custom, ReplyEvent.Arguments more) {
        ChatCompletionChunk.FunctionMore arguments = new ChatCompletionChunk.FunctionMore(more.text());
        return switch (head.calls()) {
            case TOOLS ->
                calls(
                        custom.get(more.index())
                                ? new ChatCompletionChunk.CustomMore(
                                        more.index(), new ChatCompletionChunk.InputMore(more.text()))
                                : new ChatCompletionChunk.CallMore(more.index(), arguments));
            case FUNCTIONS -> new ChatCompletionChunk.FunctionCall(arguments);
        };
    }

    private static ChatCompletionChunk.Calls calls(ChatCompletionChunk.CallDelta delta) {
        return new ChatCompletionChunk.Calls(List.of(delta));
    }

    private void send(
            int choice, ChatCompletionChunk.Delta delta, @Nullable Logprobs tokens, @Nullable String finishReason) {
        send(ChatCompletionChunk.of(
                head,
                List.of(new ChatCompletionChunk.Choice(choice, delta, tokens, finishReason)),
                usageOfEarlierChunks));
    }

    private void send(ChatCompletionChunk chunk) {
        stream.writer().data(Json.bytes(chunk));
    }

    @Override
    public boolean awaitReady() throws InterruptedException {
        return stream.writer().awaitWritable();
    }

    @Override
    public void onDone(ReplyUsage usage) {
        if (usageOfEarlierChunks != null) {
            send(ChatCompletionChunk.of(head, List.of(), Json.tree(Usage.of(usage))));
        }
        exchange.note(usage, ends);
        stream.writer().done();
    }

    @Override
    public void onFailure(Throwable cause) {
        stream.begun()
                .ifPresentOrElse(writer -> writer.abort(exchange.errorOf(cause).json()), () -> exchange.fail(cause));
    }
}
