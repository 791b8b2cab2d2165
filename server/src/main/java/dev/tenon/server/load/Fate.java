package dev.tenon.server.load;

/** What is to become of a request. */
sealed interface Fate {
    /** It is answered, and read to the end. */
    record Answered() implements Fate {}

    /**
     * The client goes away.
     *
     * @param chunks after so many pieces of the answer; 0 for before the first, as soon as the request is sent
     */
    record CutOff(int chunks) implements Fate {}

    /**
     * It cannot be answered, and must be refused as the client's fault.
     *
     * @param flaw what is wrong with it
     */
    record Refused(String flaw) implements Fate {}
}
