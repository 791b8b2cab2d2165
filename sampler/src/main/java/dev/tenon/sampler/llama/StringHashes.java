package dev.tenon.sampler.llama;

import java.util.Arrays;

/** Whether any of many strings occurs twice, told from 64-bit hashes: a wrong "yes" for a million strings has odds of 1 to 30 million. */
final class StringHashes {
    private final long[] hashes;
    private int count;

    StringHashes(int capacity) {
        this.hashes = new long[capacity];
    }

    void add(long hash) {
        hashes[count++] = hash;
    }

    boolean hasTwice() {
        Arrays.sort(hashes, 0, count);
        for (int i = 1; i < count; i++) {
            if (hashes[i] == hashes[i - 1]) {
                return true;
            }
        }
        return false;
    }
}
