package dev.tenon.server.http;

import java.util.function.Supplier;

/**
 * What every connection of a server shares.
 *
 * @param limits the bounds
 * @param door how connections are let in
 * @param observer told of every exchange
 * @param requestIds makes the next request's id; thread-safe
 */
public record HttpServices(HttpLimits limits, Door door, HttpObserver observer, Supplier<String> requestIds) {
    /** With the door open. */
    public HttpServices(HttpLimits limits, HttpObserver observer, Supplier<String> requestIds) {
        this(limits, Door.open(), observer, requestIds);
    }
}
