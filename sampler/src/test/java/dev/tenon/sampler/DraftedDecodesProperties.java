package dev.tenon.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.CountedEngine.Drafts;
import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.engine.RandomEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Guessing ahead changes how often a model is asked, and nothing else. */
class DraftedDecodesProperties {
    private static final Vocabulary VOCABULARY = SyntheticVocabulary.ofSize(700, 2);
    private static final List<CompiledGrammar> GRAMMARS = TestGrammars.all(VOCABULARY)
            .map(grammar -> TestGrammars.compile(VOCABULARY, grammar))
            .toList();

    /** One loop generates texts of one grammar one after the other, so that it remembers more and more of them. */
    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
    void textsAreThoseWithoutGuesses(
            @ForAll("grammars") CompiledGrammar grammar,
            @ForAll long seed,
            @ForAll @IntRange(min = 20, max = 160) int contextLength,
            @ForAll @IntRange(min = 1, max = 120) int maxTokens,
            @ForAll ForcedText forcedText,
            @ForAll @IntRange(min = -1, max = 1) int topLogprobs) {
        Random random = new Random(seed);
        double[] temperatures = {0, 0.05, 0.7, 2};
        EngineShape shape = EngineShape.named("random").withContextLength(contextLength);
        GenerationLoop drafted = new GenerationLoop(new RandomEngine(VOCABULARY, seed, shape));
        GenerationLoop plain =
                new GenerationLoop(new CountedEngine(new RandomEngine(VOCABULARY, seed, shape), Drafts.REFUSED));
        for (int i = 0; i < 6; i++) {
            // Few different seeds and prompts: some texts come again, some begin alike.
            int[] prompt = {random.nextInt(2), random.nextInt(2)};
            GenerationRequest request = new GenerationRequest(
                    prompt,
                    grammar,
                    new SamplingOptions(
                            temperatures[random.nextInt(4)],
                            random.nextInt(2) * 20,
                            1,
                            0,
                            1,
                            random.nextInt(2),
                            0,
                            Map.of(),
                            random.nextInt(2)),
                    maxTokens,
                    random.nextBoolean() ? List.of() : List.of("a", "}"),
                    Set.of("content"),
                    topLogprobs,
                    forcedText);
            Recording expected = new Recording();
            Recording actual = new Recording();
            plain.run(request, expected, () -> false);
            drafted.run(request, actual, () -> false);
            assertEquals(expected.ids(), actual.ids());
            assertEquals(expected.text(), actual.text());
            assertEquals(expected.result().reason(), actual.result().reason());
            assertEquals(expected.result().forcedTokens(), actual.result().forcedTokens());
        }
    }

    @Example
    void aTextThatComesAgainTakesFewDecodes() {
        CompiledGrammar grammar = GRAMMARS.getFirst();
        CountedEngine engine = new CountedEngine(new RandomEngine(VOCABULARY, 5), Drafts.ALLOWED);
        GenerationLoop loop = new GenerationLoop(engine);
        GenerationRequest request = new GenerationRequest(
                new int[] {1}, grammar, SamplingOptions.greedy(), 100, List.of(), Set.of(), -1, ForcedText.OFF);
        List<Integer> decodes = new ArrayList<>();
        List<List<Integer>> texts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Recording run = new Recording();
            int before = engine.decodes();
            loop.run(request, run, () -> false);
            decodes.add(engine.decodes() - before);
            texts.add(run.ids());
        }
        assertEquals(1, Set.copyOf(texts).size());
        assertTrue(texts.getFirst().size() > 8, () -> "a text to speak of: " + texts.getFirst());
        assertTrue(decodes.getLast() * 4 <= decodes.getFirst(), () -> decodes.toString());
    }

    @Provide
    Arbitrary<CompiledGrammar> grammars() {
        return Arbitraries.of(GRAMMARS);
    }
}
