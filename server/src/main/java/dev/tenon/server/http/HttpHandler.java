package dev.tenon.server.http;

/** Answers the exchanges of one route. Called on an event loop: must not block, may answer later from any thread. */
@FunctionalInterface
public interface HttpHandler {
    /** Takes over one exchange. What it throws is answered with 500. */
    void handle(HttpExchange exchange);
}
