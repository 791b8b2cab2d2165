package dev.tenon.server.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Every bound of a connection, and of all of them together.
 *
 * @param maxBodyBytes largest request body, after decompression; a larger one is answered with 413. Default 8 MiB: 128
 *     tools with 1 MB of schemas and a long conversation fit
 * @param maxHeaderBytes largest request line, and largest sum of header fields; default 32 KiB
 * @param requestTimeout longest time from a request's first byte to its last; default 60 s, so that a client that
 *     trickles bytes cannot keep a connection
 * @param idleTimeout longest time between two requests of one connection; default 5 min
 * @param stallTimeout how often a reader that an answer waits for is looked at; default 30 s
 * @param readRate bytes a second that such a reader has to take on average, from one look to the next, or it is closed;
 *     default 512, far below any line and far above a reader that means to hold the server up
 * @param keepAlive time between two comments of an event stream that has nothing else to say; default 15 s
 * @param pendingBytes bytes of one connection's answer that may wait in memory before whoever writes it is asked to
 *     pause; default 256 KiB
 * @param maxPipelined requests of one connection that may wait behind the one being answered; default 16
 * @param maxConnections connections at once; for another one the connection that waits longest for a request is closed, and where
 *     each is being answered the new one is refused with 503. Default 8192, or three quarters of the files that the process
 *     may open where that is less
 * @param heldBodyBytes bytes of all bodies that are read or answered at a time; a request that would exceed them is answered with 503.
 *     Default an eighth of the heap, and at least 64 MiB
 */
public record HttpLimits(
        int maxBodyBytes,
        int maxHeaderBytes,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration stallTimeout,
        int readRate,
        Duration keepAlive,
        int pendingBytes,
        int maxPipelined,
        int maxConnections,
        long heldBodyBytes) {

    private static final int MOST_CONNECTIONS = 8192;
    private static final long LEAST_HELD_BYTES = 64L << 20;

    /** Rejects bounds below one. */
    public HttpLimits {
        if (maxBodyBytes < 1
                || maxHeaderBytes < 1
                || readRate < 1
                || pendingBytes < 1
                || maxPipelined < 1
                || maxConnections < 1
                || heldBodyBytes < 1) {
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
                512,
                Duration.ofSeconds(15),
                256 << 10,
                16,
                (int) Math.min(MOST_CONNECTIONS, Math.max(1, openFiles() / 4 * 3)),
                Math.max(LEAST_HELD_BYTES, Runtime.getRuntime().maxMemory() / 8));
    }

    /** How many files, connections among them, the process may have open. */
    public static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /** The same with another largest body. */
    public HttpLimits withMaxBodyBytes(int bytes) {
        return new HttpLimits(
                bytes,
                maxHeaderBytes,
                requestTimeout,
                idleTimeout,
                stallTimeout,
                readRate,
                keepAlive,
                pendingBytes,
                maxPipelined,
                maxConnections,
                heldBodyBytes);
    }

    /** The same with another time for a request to arrive. */
    public HttpLimits withRequestTimeout(Duration timeout) {
        return new HttpLimits(
                maxBodyBytes,
                maxHeaderBytes,
                timeout,
                idleTimeout,
                stallTimeout,
                readRate,
                keepAlive,
                pendingBytes,
                maxPipelined,
                maxConnections,
                heldBodyBytes);
    }

    /** The same with another time between two requests. */
    public HttpLimits withIdleTimeout(Duration timeout) {
        return new HttpLimits(
                maxBodyBytes,
                maxHeaderBytes,
                requestTimeout,
                timeout,
                stallTimeout,
                readRate,
                keepAlive,
                pendingBytes,
                maxPipelined,
                maxConnections,
                heldBodyBytes);
    }

    /** The same with another time for a reader to take what it must. */
    public HttpLimits withStallTimeout(Duration timeout) {
        return new HttpLimits(
                maxBodyBytes,
                maxHeaderBytes,
                requestTimeout,
                idleTimeout,
                timeout,
                readRate,
                keepAlive,
                pendingBytes,
                maxPipelined,
                maxConnections,
                heldBodyBytes);
    }

    /** The same with another time between comments. */
    public HttpLimits withKeepAlive(Duration time) {
        return new HttpLimits(
                maxBodyBytes,
                maxHeaderBytes,
                requestTimeout,
                idleTimeout,
                stallTimeout,
                readRate,
                time,
                pendingBytes,
                maxPipelined,
                maxConnections,
                heldBodyBytes);
    }

    /** The same with another number of connections. */
    public HttpLimits withMaxConnections(int connections) {
        return new HttpLimits(
                maxBodyBytes,
                maxHeaderBytes,
                requestTimeout,
                idleTimeout,
                stallTimeout,
                readRate,
                keepAlive,
                pendingBytes,
                maxPipelined,
                connections,
                heldBodyBytes);
    }

    /** The same with another sum of bodies. */
    public HttpLimits withHeldBodyBytes(long bytes) {
        return new HttpLimits(
                maxBodyBytes,
                maxHeaderBytes,
                requestTimeout,
                idleTimeout,
                stallTimeout,
                readRate,
                keepAlive,
                pendingBytes,
                maxPipelined,
                maxConnections,
                bytes);
    }
}
