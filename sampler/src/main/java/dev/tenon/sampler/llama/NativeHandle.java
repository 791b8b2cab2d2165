package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.EngineException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * A native address that is freed when it is closed and nobody is inside it any more. Thread-safe: closing while another thread is
 * in a native call lets that call end first; a call after closing is an exception instead of a crash.
 */
final class NativeHandle implements AutoCloseable {
    private final long address;
    private final String name;
    private final LongConsumer free;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** The owner counts as one user until it closes. */
    private final AtomicInteger users = new AtomicInteger(1);

    /**
     * @param name what it is, for messages
     * @param free is called once, with the address
     */
    NativeHandle(long address, String name, LongConsumer free) {
        this.address = address;
        this.name = name;
        this.free = free;
    }

    /**
     * The address, safe to use until {@link #release()}.
     *
     * @throws EngineException when it is closed
     */
    long acquire() {
        while (true) {
            int count = users.get();
            if (closed.get() || count == 0) {
                throw new EngineException(name + " is closed");
            }
            if (users.compareAndSet(count, count + 1)) {
                return address;
            }
        }
    }

    /** Ends one use. */
    void release() {
        if (users.decrementAndGet() == 0) {
            free.accept(address);
        }
    }

    /** Whether the address was given back. */
    boolean isFreed() {
        return users.get() == 0;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release();
        }
    }
}
