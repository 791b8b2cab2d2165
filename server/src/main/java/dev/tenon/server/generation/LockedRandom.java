package dev.tenon.server.generation;

import java.util.random.RandomGenerator;

/** Lets several threads draw from one generator. Thread-safe. */
final class LockedRandom implements RandomGenerator {
    private final RandomGenerator random;

    LockedRandom(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public synchronized long nextLong() {
        return random.nextLong();
    }
}
