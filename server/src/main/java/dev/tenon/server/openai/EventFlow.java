package dev.tenon.server.openai;

import dev.tenon.server.http.SseWriter;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The events of a streamed answer. The stream begins with the first of them, so that what fails before is still an error with
 * a status of its own; only a request that waits long begins it with a comment. Thread-safe; events are written by one
 * thread at a time.
 */
final class EventFlow {
    private final ReplyExchange exchange;

    /** Guards the fields below, which the event loop uses too as long as the request waits. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable SseWriter events;
    private boolean flowing;

    EventFlow(ReplyExchange exchange) {
        this.exchange = exchange;
    }

    /** Gives signs of life until the first event. */
    void keepAlive() {
        exchange.http().repeat(exchange.http().keepAlivePeriod(), this::beat);
    }

    private void beat() {
        lock.lock();
        try {
            if (!flowing && !exchange.http().isClientGone()) {
                begun().comment("keep-alive");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Where events go: begins the stream, and ends the signs of life. */
    SseWriter writer() {
        lock.lock();
        try {
            flowing = true;
            return begun();
        } finally {
            lock.unlock();
        }
    }

    /** Ends with an error: as an answer of its own where nothing was sent, else as the last event. */
    void fail(Throwable cause) {
        SseWriter writer;
        lock.lock();
        try {
            flowing = true;
            writer = events;
        } finally {
            lock.unlock();
        }
        if (writer == null) {
            exchange.fail(cause);
        } else {
            writer.abort(exchange.errorOf(cause).json());
        }
    }

    private SseWriter begun() {
        SseWriter writer = events;
        if (writer == null) {
            writer = exchange.http().startEvents();
            events = writer;
        }
        return writer;
    }
}
