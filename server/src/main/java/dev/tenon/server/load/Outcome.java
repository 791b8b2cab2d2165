package dev.tenon.server.load;

/** How a request ended. */
public enum Outcome {
    /** With a whole answer, which is what was asked for. */
    COMPLETE("complete"),
    /** By {@code max_tokens}, which the answer says. */
    LENGTH("cut short by max_tokens"),
    /** With an answer that calls itself whole, and is not what was asked for. */
    WRONG("wrong"),
    /** The client went away, as planned. */
    CUT_OFF("cut off"),
    /** It was malformed, and refused as the client's fault. */
    REFUSED("refused as it should be"),
    /** The server had no room: status 429 or 503. */
    BUSY("no room"),
    /** In any other way: another status, a connection that broke, no end in time. */
    FAILED("failed");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    /** In words. */
    public String label() {
        return label;
    }
}
