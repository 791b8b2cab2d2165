package dev.tenon.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.token.Vocabulary;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogProbsTest {
    private static final Vocabulary VOCABULARY = Vocabulary.ofByteStrings(Stream.of("a", "b", "c")
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList());

    @Test
    void isTheLogSoftmax() {
        LogProbs logProbs = of((float) Math.log(1), (float) Math.log(2), (float) Math.log(4), (float) Math.log(1));

        assertEquals(Math.log(0.125), logProbs.of(0), 1e-6);
        assertEquals(Math.log(0.25), logProbs.of(1), 1e-6);
        assertEquals(Math.log(0.5), logProbs.of(2), 1e-6);
    }

    @Test
    void largeLogitsDoNotOverflow() {
        LogProbs logProbs = of(1e30f, 1e30f, -1e30f, 0);

        assertEquals(Math.log(0.5), logProbs.of(0), 1e-6);
        assertEquals(-9999, logProbs.of(2));
    }

    @Test
    void theImpossibleHasANumber() {
        LogProbs logProbs = of(Float.NEGATIVE_INFINITY, Float.NaN, 0, -20_000);

        assertEquals(-9999, logProbs.of(0));
        assertEquals(-9999, logProbs.of(1));
        assertEquals(0, logProbs.of(2));
        assertEquals(-9999, logProbs.of(3));
    }

    @Test
    void whereEverythingIsImpossibleNothingBreaks() {
        LogProbs logProbs = of(Float.NaN, Float.NaN, Float.NEGATIVE_INFINITY, Float.NaN);

        assertEquals(-9999, logProbs.of(0));
        assertEquals(2, logProbs.top(2).size());
    }

    @Test
    void infinityTakesAll() {
        LogProbs logProbs = of(0, Float.POSITIVE_INFINITY, 3, 4);

        assertEquals(0, logProbs.of(1));
        assertEquals(-9999, logProbs.of(3));
    }

    @Test
    void theBestComeInOrderAndEqualOnesByTheirIds() {
        List<TokenChoice.Alternative> top = of(1, 3, 1, 3).top(3);

        assertEquals(
                List.of(1, 3, 0),
                top.stream().map(TokenChoice.Alternative::tokenId).toList());
        assertArrayEquals("b".getBytes(StandardCharsets.UTF_8), top.get(0).bytes());
        assertEquals(List.of(), of(1, 2, 3, 4).top(0));
        assertEquals(4, of(1, 2, 3, 4).top(20).size());
    }

    private static LogProbs of(float... logits) {
        return new LogProbs(FloatBuffer.wrap(logits), VOCABULARY);
    }
}
