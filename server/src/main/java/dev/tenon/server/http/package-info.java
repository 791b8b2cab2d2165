/**
 * HTTP on Netty: the pipeline, the routes, and server-sent events. Never blocks an event loop, and knows nothing of
 * the requests' meaning.
 */
@NullMarked
package dev.tenon.server.http;

import org.jspecify.annotations.NullMarked;
