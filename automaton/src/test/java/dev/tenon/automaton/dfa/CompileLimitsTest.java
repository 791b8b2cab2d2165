package dev.tenon.automaton.dfa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits are part of the keys of caches: what is refused under one must not be served to another. */
final class CompileLimitsTest {
    @ParameterizedTest(name = "{0}, {1}, {2}, {3}, {4}: equal {5}")
    @CsvSource({
        "1, 2, 3, 4, 5, true",
        "9, 2, 3, 4, 5, false",
        "1, 9, 3, 4, 5, false",
        "1, 2, 9, 4, 5, false",
        "1, 2, 3, 9, 5, false",
        "1, 2, 3, 4, 9, false"
    })
    void areEqualByEachOfTheirBounds(
            int states, long steps, int regexSize, int regexDepth, int grammarSize, boolean equal) {
        CompileLimits one = new CompileLimits(1, 2, 3, 4, 5);
        CompileLimits other = new CompileLimits(states, steps, regexSize, regexDepth, grammarSize);

        assertEquals(equal, one.equals(other));
        assertEquals(equal, one.hashCode() == other.hashCode());
    }
}
