package dev.tenon.server.http;

import java.util.function.Supplier;

/**
 * What every connection of a server shares.
 *
 * @param limits the bounds
 * @param observer told of every exchange
 * @param requestIds makes the next request's id; thread-safe
 */
public record HttpServices(HttpLimits limits, HttpObserver observer, Supplier<String> requestIds) {}
