package dev.tenon.server.http;

import java.time.Duration;

/**
 * Every bound of a connection.
 *
 * @param maxBodyBytes largest request body, after decompression; a larger one is answered with 413. Default 8 MiB: 128
 *     tools with 1 MB of schemas and a long conversation fit
 * @param maxHeaderBytes largest request line, and largest sum of header fields; default 32 KiB
 * @param requestTimeout longest time from a request's first byte to its last; default 60 s, so that a client that
 *     trickles bytes cannot keep a connection
 * @param idleTimeout longest time between two requests of one connection; default 5 min
 * @param stallTimeout longest time that a reader may take nothing while an answer waits for it; default 30 s
 * @param keepAlive time between two comments of an event stream that has nothing else to say; default 15 s
 * @param pendingBytes bytes of one connection's answer that may wait in memory before whoever writes it is asked to
 *     pause; default 256 KiB
 * @param maxPipelined requests of one connection that may wait behind the one being answered; default 16
 */
public record HttpLimits(
        int maxBodyBytes,
        int maxHeaderBytes,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration stallTimeout,
        Duration keepAlive,
        int pendingBytes,
        int maxPipelined) {

    /** Rejects bounds below one. */
    public HttpLimits {
        if (maxBodyBytes < 1 || maxHeaderBytes < 1 || pendingBytes < 1 || maxPipelined < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
        for (Duration duration : new Duration[] {requestTimeout, idleTimeout, stallTimeout, keepAlive}) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("no time limit: " + duration);
            }
        }
    }

    /** The limits used where nothing else is said. */
    public static HttpLimits defaults() {
        return new HttpLimits(
                8 << 20,
                32 << 10,
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                256 << 10,
                16);
    }

    /** The same with another largest body. */
    public HttpLimits withMaxBodyBytes(int bytes) {
        return new HttpLimits(
                bytes,
                maxHeaderBytes,
                requestTimeout,
                idleTimeout,
                stallTimeout,
                keepAlive,
                pendingBytes,
                maxPipelined);
    }

    /** The same with another time for a request to arrive. */
    public HttpLimits withRequestTimeout(Duration timeout) {
        return new HttpLimits(
                maxBodyBytes,
                maxHeaderBytes,
                timeout,
                idleTimeout,
                stallTimeout,
                keepAlive,
                pendingBytes,
                maxPipelined);
    }

    /** The same with another time for a reader to take nothing. */
    public HttpLimits withStallTimeout(Duration timeout) {
        return new HttpLimits(
                maxBodyBytes,
                maxHeaderBytes,
                requestTimeout,
                idleTimeout,
                timeout,
                keepAlive,
                pendingBytes,
                maxPipelined);
    }

    /** The same with another time between comments. */
    public HttpLimits withKeepAlive(Duration time) {
        return new HttpLimits(
                maxBodyBytes,
                maxHeaderBytes,
                requestTimeout,
                idleTimeout,
                stallTimeout,
                time,
                pendingBytes,
                maxPipelined);
    }
}
