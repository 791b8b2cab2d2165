package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.generation.ReplyListener;
import dev.tenon.server.generation.ReplyUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Sends completions as a stream of chunks, each as soon as it is there; those of several choices are mixed. */
final class StreamedCompletion implements ReplyListener {
    private final ReplyHead head;
    private final ReplyExchange exchange;
    private final EventStream stream;
    private final IntFunction<String> echoes;
    private final int topLogprobs;
    private final @Nullable JsonNode usageOfEarlierChunks;
    private final TreeMap<Integer, ReplyEvent.End> ends = new TreeMap<>();

    /** Of the choices that have begun. */
    private final TreeMap<Integer, CompletionLogprobs.Offsets> offsets = new TreeMap<>();

    /**
     * @param echoes what each completion begins with
     * @param topLogprobs as in {@link dev.tenon.server.generation.ChatRequest#topLogprobs}
     */
    StreamedCompletion(
            ReplyHead head,
            ReplyExchange exchange,
            IntFunction<String> echoes,
            int topLogprobs,
            ChatCompletionRequest.Delivery delivery) {
        this.head = head;
        this.exchange = exchange;
        this.stream = new EventStream(exchange);
        this.echoes = echoes;
        this.topLogprobs = topLogprobs;
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
        CompletionLogprobs.Offsets place = offsets.get(choice);
        if (place == null) {
            place = new CompletionLogprobs.Offsets();
            offsets.put(choice, place);
            String echo = echoes.apply(choice);
            if (!echo.isEmpty()) {
                send(new TextCompletion.Choice(choice, echo, null, null));
            }
        }
        CompletionLogprobs tokens =
                topLogprobs < 0 || event.tokens().isEmpty() ? null : place.next(event.tokens(), topLogprobs);
        @Nullable String reason = null;
        if (event instanceof ReplyEvent.Finished finished) {
            ends.put(choice, finished.end());
            reason = FinishReasons.of(finished.end(), head.calls());
        }
        send(new TextCompletion.Choice(choice, CompletionTexts.of(event), tokens, reason));
    }

    private void send(TextCompletion.Choice choice) {
        stream.writer().data(Json.bytes(TextCompletion.of(head, List.of(choice), usageOfEarlierChunks)));
    }

    @Override
    public boolean awaitReady() throws InterruptedException {
        return stream.writer().awaitWritable();
    }

    @Override
    public void onDone(ReplyUsage usage) {
        if (usageOfEarlierChunks != null) {
            stream.writer().data(Json.bytes(TextCompletion.of(head, List.of(), Json.tree(Usage.of(usage)))));
        }
        exchange.note(usage, new ArrayList<>(ends.values()));
        stream.writer().done();
    }

    @Override
    public void onFailure(Throwable cause) {
        stream.begun()
                .ifPresentOrElse(writer -> writer.abort(exchange.errorOf(cause).json()), () -> exchange.fail(cause));
    }
}
