package dev.tenon.server;

import dev.tenon.server.http.Door;
import dev.tenon.server.http.HttpLimits;
import dev.tenon.server.openai.ApiOptions;
import java.time.Duration;

/**
 * How a server listens and what it takes in.
 *
 * @param host the address to listen on; a name or a number
 * @param port the port, 0 for any that is free
 * @param queue requests that may wait while others are answered; more are told to come back (429)
 * @param workers threads that read requests and compile constraints
 * @param requestTime how long a request may take, from its entering the queue to its end
 * @param drainTime how long running requests may take when the server stops
 * @param rehearsalTime how long the server may answer requests of its own before it listens, so that the first one from
 *     outside is not the slowest; zero for none
 * @param http bounds of a connection
 * @param door how connections are let in: TLS, and pages of which origins
 * @param api names of models, and keys
 */
public record ServerOptions(
        String host,
        int port,
        int queue,
        int workers,
        Duration requestTime,
        Duration drainTime,
        Duration rehearsalTime,
        HttpLimits http,
        Door door,
        ApiOptions api) {

    /** Rejects numbers that make no sense. */
    public ServerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
        if (requestTime.isNegative() || requestTime.isZero()) {
            throw new IllegalArgumentException("a request needs time");
        }
        if (queue < 1 || workers < 1) {
            throw new IllegalArgumentException("a server has at least one place in its queue and one worker");
        }
    }

    /**
     * Loopback, port 8080, a queue of 64, two workers, 10 minutes for a request, 30 s to finish, no rehearsal, and nobody needs a
     * key.
     */
    public static ServerOptions defaults() {
        return new ServerOptions(
                "127.0.0.1",
                8080,
                64,
                2,
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ZERO,
                HttpLimits.defaults(),
                Door.open(),
                ApiOptions.defaults());
    }

    /** The same on another address. */
    public ServerOptions withAddress(String newHost, int newPort) {
        return new ServerOptions(
                newHost, newPort, queue, workers, requestTime, drainTime, rehearsalTime, http, door, api);
    }

    /** The same with another length of the queue. */
    public ServerOptions withQueue(int places) {
        return new ServerOptions(host, port, places, workers, requestTime, drainTime, rehearsalTime, http, door, api);
    }

    /** The same with another time for a request. */
    public ServerOptions withRequestTime(Duration time) {
        return new ServerOptions(host, port, queue, workers, time, drainTime, rehearsalTime, http, door, api);
    }

    /** The same with another time to finish. */
    public ServerOptions withDrainTime(Duration time) {
        return new ServerOptions(host, port, queue, workers, requestTime, time, rehearsalTime, http, door, api);
    }

    /** The same with another time for requests of its own. */
    public ServerOptions withRehearsalTime(Duration time) {
        return new ServerOptions(host, port, queue, workers, requestTime, drainTime, time, http, door, api);
    }

    /** The same with other bounds of a connection. */
    public ServerOptions withHttp(HttpLimits limits) {
        return new ServerOptions(host, port, queue, workers, requestTime, drainTime, rehearsalTime, limits, door, api);
    }

    /** The same with another way in. */
    public ServerOptions withDoor(Door newDoor) {
        return new ServerOptions(host, port, queue, workers, requestTime, drainTime, rehearsalTime, http, newDoor, api);
    }

    /** The same with other names and keys. */
    public ServerOptions withApi(ApiOptions options) {
        return new ServerOptions(
                host, port, queue, workers, requestTime, drainTime, rehearsalTime, http, door, options);
    }
}
