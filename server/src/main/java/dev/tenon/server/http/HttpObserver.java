package dev.tenon.server.http;

import java.util.Map;

/** Told of every exchange once it is over: the place for the access log and the counters. Called on an event loop. */
@FunctionalInterface
public interface HttpObserver {
    /** One exchange is over. Must not block. */
    void onExchange(Summary summary);

    /**
     * What there is to say of an exchange.
     *
     * @param requestId the id that the client was told
     * @param clientRequestId the id that the client itself gave; empty for none
     * @param client the address at the other end of the connection
     * @param method the request's method
     * @param route the route's path, or {@code (none)}: few values, whatever clients ask for
     * @param status the status sent, or 0 when the client went away before there was one
     * @param nanos time from the whole request to the end of its answer
     * @param complete whether the answer was sent to its end
     * @param notes what the handler noted
     */
    record Summary(
            String requestId,
            String clientRequestId,
            String client,
            String method,
            String route,
            int status,
            long nanos,
            boolean complete,
            Map<String, String> notes) {}
}
