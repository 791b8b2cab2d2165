package dev.tenon.server.http;

import java.util.concurrent.atomic.AtomicLong;

/** What all bodies in memory may take together, so that many connections with a body each are bounded as one is. Thread-safe. */
final class BodyBudget {
    private final AtomicLong left;

    BodyBudget(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** Takes so many bytes, or none of them and says no. */
    boolean take(long bytes) {
        if (left.addAndGet(-bytes) < 0) {
            left.addAndGet(bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }

    /** What is left of it. */
    long left() {
        return left.get();
    }
}
