package dev.tenon.server.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run is to do.
 *
 * @param base where the API lies, such as {@code http://127.0.0.1:8080/v1}
 * @param model the model to name; empty for the first that the server lists
 * @param apiKey what to send as a bearer token
 * @param arrivals when requests are sent
 * @param requests how many are counted
 * @param warmup how many are sent before, in the same way, and not counted
 * @param mix which tasks are sent how often
 * @param body members to add to each request, such as {@code max_tokens}
 * @param cutOff the share of requests whose client goes away under way
 * @param malformed the share of requests that must be refused
 * @param seed of all that is drawn by lot: two runs of one seed send the same requests in the same order
 * @param patience how long an answer may take
 */
public record LoadPlan(
        URI base,
        Optional<String> model,
        Optional<String> apiKey,
        Arrivals arrivals,
        int requests,
        int warmup,
        TaskMix mix,
        ObjectNode body,
        double cutOff,
        double malformed,
        long seed,
        Duration patience) {

    /** A plan that makes sense. */
    public LoadPlan {
        String scheme = base.getScheme();
        if ((!"http".equals(scheme) && !"https".equals(scheme)) || base.getHost() == null) {
            throw new IllegalArgumentException("the address is a URL such as http://127.0.0.1:8080/v1, not " + base);
        }
        if (requests < 1 || warmup < 0) {
            throw new IllegalArgumentException("requests are 1 or more, and those before them 0 or more");
        }
        if (!(cutOff >= 0 && malformed >= 0 && cutOff + malformed <= 1)) {
            throw new IllegalArgumentException("cut-off and malformed requests are more than all together");
        }
        body = body.deepCopy();
    }

    /** When requests are sent. */
    public sealed interface Arrivals {
        /**
         * A closed loop: so many clients, each of which sends its next request when the last is answered. Shows what a server can do
         * at the most; a slow server is asked less often, so that waiting is not what its times are about.
         */
        record Clients(int count) implements Arrivals {
            /** At least one client. */
            public Clients {
                if (count < 1 || count > 20_000) {
                    throw new IllegalArgumentException("clients are 1 to 20000");
                }
            }
        }

        /**
         * An open loop: so many requests a second on the average, at times drawn by lot (a Poisson process), whether or not earlier
         * ones have been answered. Times count from when a request was to be sent, so that a server that stalls cannot hide it.
         */
        record Rate(double perSecond) implements Arrivals {
            /** At least one request in a thousand seconds. */
            public Rate {
                if (!(perSecond >= 0.001 && perSecond <= 100_000)) {
                    throw new IllegalArgumentException("a rate is 0.001 to 100000 requests a second");
                }
            }
        }
    }
}
