package dev.tenon.server.openai;

import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.generation.ReplyListener;
import dev.tenon.server.generation.ReplyUsage;
import dev.tenon.server.http.SseWriter;
import java.util.List;

/** Sends a response as a stream of events, each as soon as it is there. */
final class StreamedResponse implements ReplyListener {
    private final ReplyExchange exchange;
    private final ResponseWriter writer;
    private final EventStream stream;

    StreamedResponse(ReplyExchange exchange, ResponseWriter writer) {
        this.exchange = exchange;
        this.writer = writer;
        this.stream = new EventStream(exchange);
    }

    /** Gives signs of life until the first event. */
    void keepAlive() {
        stream.keepAlive();
    }

    @Override
    public void onEvent(int choice, ReplyEvent event) {
        send(stream.writer(), writer.on(event));
    }

    private static void send(SseWriter events, List<ResponseEvent> more) {
        for (ResponseEvent event : more) {
            events.event(event.type(), Json.bytes(event));
        }
    }

    @Override
    public boolean awaitReady() throws InterruptedException {
        return stream.writer().awaitWritable();
    }

    @Override
    public void onDone(ReplyUsage usage) {
        exchange.note(usage, List.of(writer.end()));
        SseWriter events = stream.writer();
        send(events, writer.done(usage));
        events.end();
    }

    /** A stream that has begun tells it in two ways, as clients look for one or the other. */
    @Override
    public void onFailure(Throwable cause) {
        stream.begun()
                .ifPresentOrElse(
                        events -> {
                            send(events, writer.failed(exchange.errorOf(cause)));
                            events.end();
                        },
                        () -> exchange.fail(cause));
    }
}
