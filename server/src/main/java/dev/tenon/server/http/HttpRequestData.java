package dev.tenon.server.http;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One request as it was read, whole.
 *
 * @param method the method's name
 * @param target the request target as sent
 * @param headers the header fields
 * @param chunked whether the client understands the chunked coding (HTTP/1.1)
 * @param keepAlive whether the client wants to use the connection again
 * @param body the body, decompressed
 * @param problem why the request is answered by HTTP itself, or null
 */
record HttpRequestData(
        String method,
        String target,
        HttpHeaders headers,
        boolean chunked,
        boolean keepAlive,
        byte[] body,
        @Nullable HttpProblem problem) {}
