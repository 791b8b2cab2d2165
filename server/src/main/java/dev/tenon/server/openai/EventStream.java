package dev.tenon.server.openai;

import dev.tenon.server.http.SseWriter;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stream of events that begins with the first of them, so that what fails before is still an error with a status of its
 * own; only a request that waits long begins it with a comment. Used by one thread, and by the event loop, which comments.
 */
final class EventStream {
    private final ReplyExchange exchange;

    /** Guards the fields below, which the event loop uses too as long as the request waits. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable SseWriter events;
    private boolean flowing;

    EventStream(ReplyExchange exchange) {
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
                events().comment("keep-alive");
            }
        } finally {
            lock.unlock();
        }
    }

    private SseWriter events() {
        SseWriter writer = events;
        if (writer == null) {
            writer = exchange.http().startEvents();
            events = writer;
        }
        return writer;
    }

    /** What events are written to; from now on there is no other sign of life. */
    SseWriter writer() {
        lock.lock();
        try {
            flowing = true;
            return events();
        } finally {
            lock.unlock();
        }
    }

    /** The same where the stream has begun; where it has not, it will not, unless somebody asks for its writer. */
    Optional<SseWriter> begun() {
        lock.lock();
        try {
            flowing = true;
            return Optional.ofNullable(events);
        } finally {
            lock.unlock();
        }
    }
}
