package dev.tenon.sampler.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyntheticEnginesTest {
    private static final Vocabulary VOCABULARY = SyntheticVocabulary.ofSize(600, 1);
    private static final int END = VOCABULARY.endTokens()[0];

    @Test
    void aScriptIsWrittenInTheLongestTokensAndThenEnded() {
        ScriptedEngine engine = new ScriptedEngine(VOCABULARY, "{\"a\": 12}é");

        List<Integer> written = greedy(engine, new BitSet());

        assertEquals("{\"a\": 12}é", text(written));
        assertArrayEquals(
                engine.tokenizer().tokenize("{\"a\": 12}é", SpecialTokens.AS_TEXT),
                written.stream().mapToInt(Integer::intValue).toArray());
    }

    @Test
    void whatMayNotBeWrittenIsSkipped() {
        ScriptedEngine engine = new ScriptedEngine(VOCABULARY, "Sure! [1,2]");
        BitSet forbidden = new BitSet();
        for (int id = 0; id < VOCABULARY.size(); id++) {
            String text = new String(VOCABULARY.bytes(id), UTF_8);
            forbidden.set(id, id != END && !text.matches("[\\[\\]0-9,]+"));
        }

        assertEquals("[1,2]", text(greedy(engine, forbidden)));
    }

    @Test
    void namesOfSpecialTokensInAScriptAreThoseTokens() {
        ScriptedEngine engine = new ScriptedEngine(VOCABULARY, "x<tool_call>y");

        assertTrue(greedy(engine, new BitSet()).contains(VOCABULARY.special("<tool_call>")[0]));
    }

    @Test
    void tokensAreWrittenAsListed() {
        List<Integer> tokens = List.of((int) 'a', (int) 'b', (int) 'a', 300);
        ScriptedEngine engine = new ScriptedEngine(
                VOCABULARY, List.of(new ScriptedEngine.Script.Tokens(tokens)), EngineShape.named("tokens"));

        assertEquals(tokens, greedy(engine, new BitSet()));
    }

    @Test
    void scriptsAreTakenInTurns() {
        ScriptedEngine engine = new ScriptedEngine(VOCABULARY, "one", "two");

        assertEquals("one", text(greedy(engine, new BitSet())));
        assertEquals("two", text(greedy(engine, new BitSet())));
        assertEquals("one", text(greedy(engine, new BitSet())));
    }

    @Test
    void noiseDependsOnSeedPositionAndPreviousTokenOnly() {
        try (EngineSession one = new RandomEngine(VOCABULARY, 5).open();
                EngineSession two = new RandomEngine(VOCABULARY, 5).open();
                EngineSession other = new RandomEngine(VOCABULARY, 6).open()) {
            float[] first = copy(one.decode(new int[] {1, 2, 3}, 0, 3));
            two.decode(new int[] {9, 9, 9, 9}, 0, 4);
            two.truncate(2);
            assertArrayEquals(first, copy(two.decode(new int[] {3}, 0, 1)));
            assertFalse(Arrays.equals(first, copy(other.decode(new int[] {1, 2, 3}, 0, 3))));
            assertFalse(Arrays.equals(first, copy(one.decode(new int[] {3}, 0, 1))), "the position counts");
            double sum = 0;
            for (float logit : first) {
                assertTrue(logit >= -8 && logit < 8);
                sum += logit;
            }
            assertEquals(0, sum / first.length, 1.0);
        }
    }

    @Test
    void sessionsKeepTheirContract() {
        RandomEngine engine = new RandomEngine(
                VOCABULARY, 1, EngineShape.named("small").withContextLength(4).withSessionLimit(1));
        EngineSession session = engine.open();
        assertThrows(EngineException.class, engine::open, "the only session is in use");
        session.decode(new int[] {7, 1, 2, 3}, 1, 3);
        assertEquals(3, session.position());
        assertThrows(ContextFullException.class, () -> session.decode(new int[] {1, 2}, 0, 2));
        assertThrows(EngineException.class, () -> session.decode(new int[] {600}, 0, 1));
        assertThrows(EngineException.class, () -> session.decode(new int[] {1}, 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> session.decode(new int[] {1}, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> session.truncate(4));
        assertEquals(3, session.position(), "a failed decode appends nothing");
        session.cancelDecode();
        assertThrows(CancelledDecodeException.class, () -> session.decode(new int[] {1}, 0, 1));
        session.close();
        session.close();
        assertThrows(EngineException.class, () -> session.decode(new int[] {1}, 0, 1));
        engine.open().close();
        engine.close();
        assertThrows(EngineException.class, engine::open);
    }

    @Test
    void namesOfSpecialTokensAreTokensOnlyWhereTheyAreParsed() {
        GreedyTokenizer tokenizer = new GreedyTokenizer(VOCABULARY);
        int start = VOCABULARY.special("<|im_start|>")[0];

        assertEquals(start, tokenizer.tokenizePrompt("<|im_start|>user")[0]);
        int[] asText = tokenizer.tokenize("<|im_start|>user", SpecialTokens.AS_TEXT);
        assertTrue(Arrays.stream(asText).noneMatch(id -> id == start));
        assertEquals("<|im_start|>user", text(Arrays.stream(asText).boxed().toList()));
    }

    @Test
    void whatTheVocabularyCannotSpellIsAnError() {
        GreedyTokenizer tokenizer = new GreedyTokenizer(Vocabulary.ofByteStrings(List.of("ab".getBytes(UTF_8))));

        EngineException refusal =
                assertThrows(EngineException.class, () -> tokenizer.tokenize("aba", SpecialTokens.AS_TEXT));
        assertEquals("no token spells the byte 0x61 at offset 2", refusal.getMessage());
    }

    private static List<Integer> greedy(Engine engine, BitSet forbidden) {
        List<Integer> written = new ArrayList<>();
        try (EngineSession session = engine.open()) {
            int[] next = {'p'};
            while (written.size() < 100) {
                FloatBuffer logits = session.decode(next, 0, 1);
                int best = forbidden.nextClearBit(0);
                for (int id = best; id < VOCABULARY.size(); id = forbidden.nextClearBit(id + 1)) {
                    best = logits.get(id) > logits.get(best) ? id : best;
                }
                if (best == END) {
                    return written;
                }
                written.add(best);
                next[0] = best;
            }
        }
        throw new AssertionError("it did not end: " + text(written));
    }

    private static String text(List<Integer> tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tokens.forEach(token -> bytes.writeBytes(VOCABULARY.bytes(token)));
        return bytes.toString(UTF_8);
    }

    private static float[] copy(FloatBuffer logits) {
        float[] copy = new float[VOCABULARY.size()];
        logits.get(0, copy);
        return copy;
    }
}
