package dev.tenon.toolcalls;

import java.util.random.RandomGenerator;

/** Names for the calls of a reply: {@code call_} and 24 letters or digits. Not thread-safe. */
public final class ToolCallIds {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 24;

    private final RandomGenerator random;

    /** Ids drawn from a source of randomness. */
    public ToolCallIds(RandomGenerator random) {
        this.random = random;
    }

    /** A new id; 142 random bits, so that no two ever meet. */
    public String next() {
        return "call_" + alphanumeric(LENGTH);
    }

    /** So many letters or digits. */
    String alphanumeric(int length) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < length; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
