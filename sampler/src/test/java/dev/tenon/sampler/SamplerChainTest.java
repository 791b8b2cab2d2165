package dev.tenon.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.token.TokenMask;
import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplerChainTest {
    private static final TokenMask ALL = TokenMask.adopt(new long[] {0b1111}, 4);

    @Test
    void temperatureZeroTakesTheGreatestAndTheLesserIdOfEquals() {
        SamplerChain chain = new SamplerChain(SamplingOptions.greedy(), 4);

        assertEquals(2, chain.sample(logits(0, 1, 5, 2), ALL));
        assertEquals(1, chain.sample(logits(0, 5, 5, 5), ALL));
        assertEquals(3, chain.sample(logits(0, 1, 5, 2), TokenMask.adopt(new long[] {0b1011}, 4)));
    }

    @Test
    void aBiasOf100MovesTheChoiceButNotPastTheMask() {
        SamplerChain chain = new SamplerChain(SamplingOptions.greedy().withLogitBias(Map.of(0, 100f)), 4);

        assertEquals(0, chain.sample(logits(0, 1, 5, 2), ALL));
        assertEquals(2, chain.sample(logits(0, 1, 5, 2), TokenMask.adopt(new long[] {0b1110}, 4)));
    }

    @Test
    void aBiasOutsideTheVocabularyIsRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> new SamplerChain(SamplingOptions.defaults().withLogitBias(Map.of(4, 1f)), 4));

        assertEquals("logit_bias names the token id 4, but the ids end at 3", refusal.getMessage());
    }

    @Test
    void frequencyAndPresencePenaltiesLookAtTheTextAndRepetitionAtThePromptToo() {
        SamplerChain text = new SamplerChain(new SamplingOptions(0, 0, 1, 0, 1, 0, 2, Map.of(), 0), 4);
        text.observePrompt(new int[] {2});
        assertEquals(2, text.sample(logits(0, 4, 5, 3), ALL), "the prompt does not count");
        text.accept(2);
        assertEquals(1, text.sample(logits(0, 4, 5, 3), ALL));

        SamplerChain prompt = new SamplerChain(new SamplingOptions(0, 0, 1, 0, 2, 0, 0, Map.of(), 0), 4);
        prompt.observePrompt(new int[] {2});
        assertEquals(1, prompt.sample(logits(0, 4, 5, 3), ALL));
    }

    @Test
    void drawsFollowTheProbabilities() {
        SamplerChain chain = new SamplerChain(SamplingOptions.defaults().withSeed(3), 4);
        int[] drawn = new int[4];
        for (int i = 0; i < 8_000; i++) {
            drawn[chain.sample(logits(0, (float) Math.log(2), (float) Math.log(5), -100), ALL)]++;
        }

        assertEquals(1_000, drawn[0], 120);
        assertEquals(2_000, drawn[1], 160);
        assertEquals(5_000, drawn[2], 180);
        assertEquals(0, drawn[3]);
    }

    @Test
    void anEmptyMaskIsABrokenInvariant() {
        SamplerChain chain = new SamplerChain(SamplingOptions.defaults(), 4);

        assertThrows(
                IllegalStateException.class, () -> chain.sample(logits(1, 2, 3, 4), TokenMask.adopt(new long[1], 4)));
    }

    @Test
    void aMaskOfAnotherVocabularyIsRefused() {
        SamplerChain chain = new SamplerChain(SamplingOptions.defaults(), 4);

        assertThrows(
                IllegalArgumentException.class,
                () -> chain.sample(logits(1, 2, 3, 4), TokenMask.adopt(new long[] {1}, 5)));
    }

    @Test
    void optionsOutsideTheirRangesAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> SamplingOptions.defaults().withTemperature(2.1));
        assertThrows(
                IllegalArgumentException.class, () -> SamplingOptions.defaults().withTemperature(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> options(-1, 1, 0, 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> options(0, 1.01, 0, 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> options(0, 1, -0.1, 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> options(0, 1, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> options(0, 1, 0, Double.POSITIVE_INFINITY, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> options(0, 1, 0, 1, 2.5, 0));
        assertThrows(IllegalArgumentException.class, () -> options(0, 1, 0, 1, 0, -2.5));
        assertThrows(
                IllegalArgumentException.class, () -> SamplingOptions.defaults().withLogitBias(Map.of(1, 100.5f)));
        assertThrows(
                IllegalArgumentException.class, () -> SamplingOptions.defaults().withLogitBias(Map.of(-1, 1f)));
        assertTrue(options(0, 0, 1, 10, 2, -2).logitBias().isEmpty());
    }

    private static SamplingOptions options(
            int topK, double topP, double minP, double repetition, double frequency, double presence) {
        return new SamplingOptions(1, topK, topP, minP, repetition, frequency, presence, Map.of(), 0);
    }

    private static FloatBuffer logits(float... logits) {
        return FloatBuffer.wrap(logits);
    }
}
