package dev.tenon.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.automaton.token.Vocabulary.TokenKind;
import dev.tenon.sampler.engine.RandomEngine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The promise, on a model of pure noise: what stops is complete, what is cut off is a beginning. */
class GenerationLoopProperties {
    private static final Vocabulary VOCABULARY = SyntheticVocabulary.ofSize(1_500, 2);
    private static final List<CompiledGrammar> GRAMMARS = TestGrammars.all(VOCABULARY)
            .map(grammar -> TestGrammars.compile(VOCABULARY, grammar))
            .toList();

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void stopMeansCompleteAndLengthMeansViable(
            @ForAll("grammars") CompiledGrammar grammar,
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 80) int maxTokens,
            @ForAll ForcedText forcedText,
            @ForAll @IntRange(min = -1, max = 2) int topLogprobs) {
        Random random = new Random(seed);
        GenerationRequest request = new GenerationRequest(
                new int[] {1},
                grammar,
                sampling(random),
                maxTokens,
                random.nextBoolean() ? List.of() : List.of("a", "b.", "{\"na", "}"),
                random.nextBoolean() ? Set.of() : Set.of("content", "think"),
                topLogprobs,
                forcedText);
        Recording run = new Recording();

        new GenerationLoop(new RandomEngine(VOCABULARY, seed)).run(request, run, () -> false);

        GenerationResult result = run.result();
        assertEquals(run.tokens().size(), result.completionTokens());
        assertTrue(result.completionTokens() <= maxTokens);
        assertNotEquals(FinishReason.CANCELLED, result.reason());
        String text = run.text();
        assertTrue(run.bytesOfTokens().startsWith(text), "text comes in order");
        Matcher replay = grammar.matcher();
        int left = run.textBytes().length;
        for (TokenChoice choice : run.tokens()) {
            if (left == 0 && choice.bytes().length > 0) {
                break;
            }
            if (VOCABULARY.kind(choice.tokenId()) == TokenKind.CONTROL) {
                replay.accept(choice.tokenId());
                continue;
            }
            int length = Math.min(left, choice.bytes().length);
            assertEquals(length, replay.acceptBytes(choice.bytes(), 0, length), "the grammar allows it");
            left -= length;
        }
        switch (result.reason()) {
            case STOP -> assertTrue(replay.isAccepting(), () -> "complete: " + text);
            case LENGTH -> {
                assertEquals(maxTokens, result.completionTokens());
                assertEquals(run.bytesOfTokens(), text, "nothing is kept back at the end");
            }
            case CANCELLED -> throw new AssertionError("nobody cancelled");
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void sameSeedSameText(@ForAll("grammars") CompiledGrammar grammar, @ForAll long seed) {
        assertEquals(tokens(grammar, seed), tokens(grammar, seed));
    }

    private static List<Integer> tokens(CompiledGrammar grammar, long seed) {
        Recording run = new Recording();
        GenerationRequest request = new GenerationRequest(
                new int[] {1}, grammar, sampling(new Random(seed)), 60, List.of(), Set.of(), -1, ForcedText.ON);
        new GenerationLoop(new RandomEngine(VOCABULARY, seed)).run(request, run, () -> false);
        return run.ids();
    }

    private static SamplingOptions sampling(Random random) {
        Map<Integer, Float> biases = new HashMap<>();
        for (int i = random.nextInt(10); i > 0; i--) {
            biases.put(random.nextInt(VOCABULARY.size()), random.nextBoolean() ? 100f : -100f);
        }
        // Towards the end of the text, and sometimes hard away from it.
        biases.put(VOCABULARY.endTokens()[0], random.nextInt(3) * 100f - 100f);
        double[] temperatures = {0, 0.3, 1, 2};
        return new SamplingOptions(
                temperatures[random.nextInt(4)],
                random.nextInt(3) * 10,
                random.nextBoolean() ? 1 : random.nextDouble(),
                random.nextBoolean() ? 0 : random.nextDouble(),
                random.nextBoolean() ? 1 : 1.4,
                random.nextBoolean() ? 0 : 1.5,
                random.nextBoolean() ? 0 : -1.5,
                biases,
                random.nextLong());
    }

    @Provide
    Arbitrary<CompiledGrammar> grammars() {
        return Arbitraries.of(GRAMMARS);
    }
}
