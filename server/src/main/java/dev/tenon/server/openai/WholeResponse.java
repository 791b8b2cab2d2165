package dev.tenon.server.openai;

import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.generation.ReplyListener;
import dev.tenon.server.generation.ReplyUsage;
import java.util.List;

/** Collects a response and answers with it as one object. */
final class WholeResponse implements ReplyListener {
    private final ReplyExchange exchange;
    private final ResponseWriter writer;

    WholeResponse(ReplyExchange exchange, ResponseWriter writer) {
        this.exchange = exchange;
        this.writer = writer;
    }

    @Override
    public void onEvent(int choice, ReplyEvent event) {
        writer.on(event);
    }

    @Override
    public boolean awaitReady() {
        return true;
    }

    @Override
    public void onDone(ReplyUsage usage) {
        exchange.note(usage, List.of(writer.end()));
        exchange.respond(writer.response(usage));
    }

    @Override
    public void onFailure(Throwable cause) {
        exchange.fail(cause);
    }
}
