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
        StringBuilder id = new StringBuilder("call_");
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
