package dev.tenon.server.openai;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Names and seeds that are new each time. Thread-safe as its source is. */
public final class Ids {
    private static final int BYTES = 16;

    private final RandomGenerator random;

    /** Ids drawn from a source of randomness, which must be thread-safe. */
    public Ids(RandomGenerator random) {
        this.random = random;
    }

    /** A new name with this beginning, and 128 random bits. */
    public String next(String prefix) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }

    /** A seed for a request that names none. */
    public long seed() {
        return random.nextLong();
    }
}
