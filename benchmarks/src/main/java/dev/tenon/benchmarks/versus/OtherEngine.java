package dev.tenon.benchmarks.versus;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Another engine at a prefix of a text, asked about what could follow; nothing that is asked moves it. */
interface OtherEngine {
    /** Of each of the ways, how many of its bytes could follow, one after the other. */
    int[] accepted(List<byte[]> ways) throws IOException;

    /** Whether a text is one of the language, from its first byte to its last. */
    boolean accepts(byte[] text) throws IOException;

    /**
     * Bytes that lead to an end of the text and begin with the given ones, which could follow; none when no end is found soon.
     *
     * @param inQuotes whether the text is within a string or key after them
     * @param seed 0 for a short way, others for ways at random
     */
    Optional<byte[]> finish(byte[] bytes, boolean inQuotes, int seed) throws IOException;
}
