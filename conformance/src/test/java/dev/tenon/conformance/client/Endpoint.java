package dev.tenon.conformance.client;

/** What of the server a client speaks to; each has a table in the README. */
public enum Endpoint {
    /** {@code /v1/chat/completions}. */
    CHAT_COMPLETIONS("clients"),
    /** {@code /v1/responses}. */
    RESPONSES("responses");

    private final String table;

    Endpoint(String table) {
        this.table = table;
    }

    /** What its table's place is called. */
    String table() {
        return table;
    }
}
