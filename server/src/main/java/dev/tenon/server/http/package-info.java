/**
 * HTTP on Netty: the pipeline, the routes, and server-sent events. Never blocks an event loop, and knows nothing of
 * the requests' meaning.
 *
 * <p>In reading order: {@link dev.tenon.server.http.HttpPipelineInitializer} lays the handlers of one connection, {@code
 * RequestCollector} makes whole requests of what they read, {@code ExchangeHandler} takes them one at a time and in
 * order, {@link dev.tenon.server.http.Router} finds who answers, and that one answers through {@link
 * dev.tenon.server.http.HttpExchange}, at once or as {@link dev.tenon.server.http.SseWriter}.
 */
@NullMarked
package dev.tenon.server.http;

import org.jspecify.annotations.NullMarked;
