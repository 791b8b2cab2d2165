package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.sampler.engine.ContextFullException;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineSession;
import dev.tenon.sampler.engine.SpecialTokens;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LlamaEngineTest {
    private static final int CONTEXT = 512;
    private static final int SEQUENCES = 3;
    /** In nats, between distributions that differ by the order of additions alone; between unrelated ones it is above 1. */
    private static final double TOLERANCE = 0.05;

    private static LlamaEngine engine;

    @BeforeAll
    static void load() {
        engine = LlamaEngine.load(
                TestModels.defaultModel(),
                LlamaOptions.defaults()
                        .withContextLength(CONTEXT)
                        .withMaxSequences(SEQUENCES)
                        .withBatchSize(64)
                        .withThreads(1),
                TestModels.STORE);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void saysWhatTheModelIs() {
        assertEquals("SmolLM2-135M-Instruct.Q4_1", engine.id());
        assertEquals(49_152, engine.vocabularySize());
        assertEquals(CONTEXT, engine.contextLength());
        assertEquals("llama", engine.info().metadata().get("general.architecture"));
        assertEquals(134_515_008, engine.info().parameterCount());
        assertTrue(engine.chatTemplate().orElseThrow().contains("<|im_start|>"));
    }

    @Test
    void goesOnWithAText() {
        try (EngineSession session = engine.open()) {
            int[] prompt = tokens("The capital of France is");
            FloatBuffer logits = session.decode(prompt, 0, prompt.length);
            assertEquals(49_152, logits.remaining());
            assertEquals(prompt.length, session.position());
            assertEquals(tokens(" Paris")[0], argmax(logits));
        }
    }

    @Test
    void givesTheSameLogitsInOneBatchAsInSteps() {
        int[] text = tokens(TEXT);
        float[] whole = logitsAfter(text, text.length);
        float[] single = logitsAfter(text, 1);
        float[] uneven = logitsAfter(text, 7);
        assertClose(whole, single);
        assertClose(whole, uneven);
    }

    @Test
    void decodesThePartOfAnArrayThatIsNamed() {
        int[] text = tokens(TEXT);
        int[] padded = new int[text.length + 9];
        Arrays.fill(padded, 7);
        System.arraycopy(text, 0, padded, 4, text.length);
        try (EngineSession session = engine.open()) {
            assertClose(logitsAfter(text, text.length), copy(session.decode(padded, 4, text.length)));
            assertThrows(IndexOutOfBoundsException.class, () -> session.decode(padded, 4, padded.length));
            assertThrows(IllegalArgumentException.class, () -> session.decode(padded, 4, 0));
        }
    }

    @Test
    void decodesAgainAfterTruncationAsIfNothingHadBeenThere() {
        int[] text = tokens(TEXT);
        int[] other = tokens(" something else entirely, 1 2 3");
        try (EngineSession session = engine.open()) {
            session.decode(text, 0, 10);
            session.decode(other, 0, other.length);
            session.truncate(10);
            assertEquals(10, session.position());
            assertClose(logitsAfter(text, text.length), copy(session.decode(text, 10, text.length - 10)));
            session.truncate(0);
            assertEquals(0, session.position());
            assertClose(logitsAfter(text, text.length), copy(session.decode(text, 0, text.length)));
            assertThrows(IllegalArgumentException.class, () -> session.truncate(text.length + 1));
            assertThrows(IllegalArgumentException.class, () -> session.truncate(-1));
        }
    }

    @Test
    void whatOneSessionHoldsDoesNotReachAnother() {
        // The same steps, and so the same cells and the same arithmetic: only the other session's words differ.
        assertArrayEquals(beside(tokens(" red")[0]), beside(tokens(" seven")[0]));
        assertClose(logitsAfter(tokens(TEXT), 5), beside(tokens(" red")[0]));
    }

    private static float[] beside(int otherToken) {
        int[] text = tokens(TEXT);
        int[] other = new int[40];
        Arrays.fill(other, otherToken);
        try (EngineSession first = engine.open();
                EngineSession second = engine.open()) {
            first.decode(text, 0, 5);
            second.decode(other, 0, other.length);
            first.decode(text, 5, 5);
            second.truncate(3);
            second.decode(other, 3, 2);
            return copy(first.decode(text, 10, text.length - 10));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 49_152, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void refusesATokenOutsideTheVocabulary(int token) {
        try (EngineSession session = engine.open()) {
            int[] good = tokens("one two");
            session.decode(good, 0, good.length);
            assertThrows(EngineException.class, () -> session.decode(new int[] {good[0], token}, 0, 2));
            assertEquals(good.length, session.position());
        }
    }

    @Test
    void fillsTheContextToTheLastTokenAndNoFurther() {
        int[] many = new int[CONTEXT + 1];
        Arrays.fill(many, tokens(" a")[0]);
        try (EngineSession session = engine.open()) {
            ContextFullException full =
                    assertThrows(ContextFullException.class, () -> session.decode(many, 0, CONTEXT + 1));
            assertEquals(CONTEXT, full.contextLength());
            assertEquals(0, session.position());
            session.decode(many, 0, CONTEXT - 1);
            session.decode(many, 0, 1);
            assertEquals(CONTEXT, session.position());
            assertThrows(ContextFullException.class, () -> session.decode(many, 0, 1));
            session.truncate(CONTEXT - 1);
            session.decode(many, 0, 1);
        }
    }

    @Test
    void everySessionHasItsWholeContext() {
        int[] many = new int[CONTEXT];
        Arrays.fill(many, tokens(" a")[0]);
        try (EngineSession first = engine.open();
                EngineSession second = engine.open();
                EngineSession third = engine.open()) {
            first.decode(many, 0, CONTEXT);
            second.decode(many, 0, CONTEXT);
            third.decode(many, 0, CONTEXT);
            assertEquals(CONTEXT, third.position());
        }
    }

    @Test
    void refusesMoreSessionsThanThereAreSequences() {
        EngineSession[] sessions = new EngineSession[SEQUENCES];
        for (int i = 0; i < SEQUENCES; i++) {
            sessions[i] = engine.open();
        }
        assertThrows(EngineException.class, engine::open);
        for (EngineSession session : sessions) {
            session.close();
            session.close();
        }
        engine.open().close();
    }

    @Test
    void aClosedSessionRefusesEverything() {
        EngineSession session = engine.open();
        session.close();
        assertThrows(EngineException.class, () -> session.decode(new int[] {1}, 0, 1));
        assertThrows(EngineException.class, () -> session.truncate(0));
        session.cancelDecode();
    }

    @Test
    void aSequenceIsEmptyWhenItIsUsedAgain() {
        int[] text = tokens(TEXT);
        float[] expected = logitsAfter(text, text.length);
        for (int i = 0; i < 2 * SEQUENCES; i++) {
            assertClose(expected, logitsAfter(text, text.length));
        }
    }

    private static final String TEXT =
            "A tenon is the tongue of wood that is cut to fit one mortise exactly, is it not?";

    private static int[] tokens(String text) {
        return engine.tokenizer().tokenize(text, SpecialTokens.AS_TEXT);
    }

    private static float[] logitsAfter(int[] tokens, int step) {
        try (EngineSession session = engine.open()) {
            float[] last = {};
            for (int at = 0; at < tokens.length; at += step) {
                last = copy(session.decode(tokens, at, Math.min(step, tokens.length - at)));
            }
            return last;
        }
    }

    private static float[] copy(FloatBuffer logits) {
        float[] values = new float[logits.remaining()];
        logits.duplicate().get(values);
        return values;
    }

    private static int argmax(FloatBuffer logits) {
        int best = 0;
        for (int i = 1; i < logits.limit(); i++) {
            if (logits.get(i) > logits.get(best)) {
                best = i;
            }
        }
        return best;
    }

    private static void assertClose(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        double divergence = 0;
        double expectedNormaliser = normaliser(expected);
        double actualNormaliser = normaliser(actual);
        for (int i = 0; i < expected.length; i++) {
            double logProbability = expected[i] - expectedNormaliser;
            divergence += Math.exp(logProbability) * (logProbability - (actual[i] - actualNormaliser));
        }
        assertEquals(0, divergence, TOLERANCE);
    }

    private static double normaliser(float[] logits) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        return Math.log(sum);
    }
}
