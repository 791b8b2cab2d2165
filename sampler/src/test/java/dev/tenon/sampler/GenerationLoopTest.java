package dev.tenon.sampler;

import static dev.tenon.sampler.TestGrammars.capture;
import static dev.tenon.sampler.TestGrammars.compile;
import static dev.tenon.sampler.TestGrammars.json;
import static dev.tenon.sampler.TestGrammars.literal;
import static dev.tenon.sampler.TestGrammars.regex;
import static dev.tenon.sampler.TestGrammars.sequence;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.TokenChoice.Origin;
import dev.tenon.sampler.engine.ContextFullException;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.engine.GreedyTokenizer;
import dev.tenon.sampler.engine.RandomEngine;
import dev.tenon.sampler.engine.ScriptedEngine;
import dev.tenon.sampler.engine.SpecialTokens;
import dev.tenon.sampler.engine.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GenerationLoopTest {
    private static final Vocabulary VOCABULARY = SyntheticVocabulary.ofSize(2_000, 1);
    private static final String JSON = "{\"name\":\"Jane Doe\",\"count\":42,\"tags\":[\"red\",\"grün\"]}";

    @Test
    void freeTextEndsWhereTheModelEndsIt() {
        Recording run = run(new ScriptedEngine(VOCABULARY, "Hello, world."), free());

        assertEquals("Hello, world.", run.text());
        assertEquals(FinishReason.STOP, run.result().reason());
        assertEquals(run.tokens().size(), run.result().completionTokens());
        assertEquals(0, run.result().forcedTokens());
        assertEquals(3, run.result().promptTokens());
    }

    @Test
    void freeTextHasNoControlTokens() {
        Recording run = run(new ScriptedEngine(VOCABULARY, "a<tool_call>b"), free());

        assertEquals("a<tool_call>b", run.text(), "it is spelled out");
        assertTrue(run.tokens().stream()
                .allMatch(choice -> VOCABULARY.kind(choice.tokenId()) == Vocabulary.TokenKind.TEXT));
    }

    @Test
    void aGrammarIsKeptAgainstTheModelsWill() {
        Recording run = run(
                new ScriptedEngine(VOCABULARY, "Sure! Here you are: " + JSON + " Anything else?"), constrained(json()));

        assertEquals(JSON, run.text());
        assertEquals(FinishReason.STOP, run.result().reason());
    }

    @Test
    void forcedTextIsAppendedWithoutSamplingAndSpelledAsTheTokenizerDoes() {
        Recording on = run(new ScriptedEngine(VOCABULARY, JSON), constrained(json()));
        Recording off = run(new ScriptedEngine(VOCABULARY, JSON), constrained(json(), ForcedText.OFF));

        assertEquals(JSON, on.text());
        assertEquals(off.ids(), on.ids(), "the model's own spelling");
        assertEquals(0, off.result().forcedTokens());
        long forced = on.tokens().stream()
                .filter(choice -> choice.origin() == Origin.FORCED)
                .count();
        assertEquals(forced, on.result().forcedTokens());
        assertTrue(forced > 5, forced + " forced tokens");
    }

    /** After the forced {@code :"} the usual token is one that reaches into the free text. */
    @Test
    void theEndOfForcedTextIsHeldBackWhereATokenReachesOverIt() {
        Vocabulary vocabulary = withTokens("ab", ":\"", ":\"J", "ane");
        CompiledGrammar grammar = compile(vocabulary, sequence(literal("ab:\""), regex("[A-Za-z]+"), literal("\"")));

        Recording run = run(new ScriptedEngine(vocabulary, "ab:\"Jane\""), constrained(grammar));
        Recording narrow = run(
                new ScriptedEngine(vocabulary, "ab:\"Kane\""),
                constrained(compile(vocabulary, sequence(literal("ab:\""), regex("[K-Z]ane"), literal("\"")))));

        assertEquals("ab|:\"J|ane|\"", spelling(run));
        assertEquals(Origin.SAMPLED, run.tokens().get(1).origin(), "a token spans the quote and the J");
        assertEquals("ab|:\"|K|ane|\"", spelling(narrow));
        assertEquals(Origin.FORCED, narrow.tokens().get(1).origin(), "no K after a quote in any token");
    }

    @Test
    void aBudgetEndsAPartOfTheText() {
        Expr thinking = sequence(
                capture("think", new Expr.Lexeme(DfaAlgebra.textWithout("</think>", CompileLimits.defaults()))),
                literal("</think>"),
                literal("42"));
        ScriptedEngine engine = new ScriptedEngine(VOCABULARY, "One two three four five six </thseven </think>42");
        CompiledGrammar grammar = compile(VOCABULARY, thinking);
        int whole = run(engine, constrained(grammar)).tokens().size();
        for (int tokens = 1; tokens <= whole; tokens++) {
            Recording run = run(engine, within(grammar, new TokenBudget("think", tokens, "</think>")));
            assertTrue(run.text().endsWith("</think>42"), run.text());
            assertEquals(FinishReason.STOP, run.result().reason());
            long thought = run.text().indexOf("</think>");
            assertTrue(thought <= 12L * tokens + 12, run.text());
        }
        Recording enough = run(engine, within(grammar, new TokenBudget("think", 1000, "</think>")));
        assertEquals("One two three four five six </thseven </think>42", enough.text());
    }

    private static GenerationRequest within(CompiledGrammar grammar, TokenBudget budget) {
        GenerationRequest request = constrained(grammar);
        return new GenerationRequest(
                request.prompt(),
                grammar,
                request.sampling(),
                request.maxTokens(),
                request.stop(),
                request.freeLabels(),
                request.topLogprobs(),
                request.forcedText(),
                budget);
    }

    @Test
    void whatMustEndEndsWithoutAnEndToken() {
        Recording run = run(new RandomEngine(VOCABULARY, 1), constrained(literal("true")));

        assertEquals("true", run.text());
        assertEquals(FinishReason.STOP, run.result().reason());
        assertEquals(run.result().completionTokens(), run.result().forcedTokens());
    }

    @Test
    void whatMayGoOnEndsByTheModelsChoice() {
        Recording run = run(new ScriptedEngine(VOCABULARY, "123"), constrained(regex("[0-9]+")));

        assertEquals("123", run.text());
        assertEquals(FinishReason.STOP, run.result().reason());
    }

    @Test
    void everyTokenLimitGivesAPrefixAndTheLastOneTheWhole() {
        Engine engine = new ScriptedEngine(VOCABULARY, JSON);
        int whole = run(engine, constrained(json())).result().completionTokens();
        for (ForcedText forcedText : ForcedText.values()) {
            for (int limit = 0; limit <= whole + 2; limit++) {
                Recording run = run(engine, with(constrained(json(), forcedText), limit, List.of(), -1));
                assertEquals(
                        limit < whole ? FinishReason.LENGTH : FinishReason.STOP,
                        run.result().reason());
                assertEquals(Math.min(limit, whole), run.result().completionTokens());
                byte[] written = run.textBytes();
                assertArrayEquals(Arrays.copyOf(JSON.getBytes(UTF_8), written.length), written);
                assertEquals(limit >= whole, run.text().equals(JSON));
            }
        }
    }

    @Test
    void aFullContextIsALength() {
        Recording run = run(
                new ScriptedEngine(
                        VOCABULARY,
                        List.of(new ScriptedEngine.Script.Text("x y z x y z x y z")),
                        EngineShape.named("short").withContextLength(7)),
                free());

        assertEquals(FinishReason.LENGTH, run.result().reason());
        // Three of the prompt, four decoded, and one more that was sampled from the last logits.
        assertEquals(5, run.result().completionTokens());
        assertTrue("x y z x y z x y z".startsWith(run.text()));
    }

    @Test
    void aPromptLongerThanTheContextIsRefused() {
        Engine engine =
                new RandomEngine(VOCABULARY, 1, EngineShape.named("short").withContextLength(2));

        assertThrows(ContextFullException.class, () -> run(engine, free()));
        engine.open().close();
    }

    @Test
    void cancellingEndsItBeforeTheNextStep() {
        Recording run = new Recording();
        GenerationResult result = new GenerationLoop(new ScriptedEngine(VOCABULARY, "a b c d e f"))
                .run(free(), run, () -> run.tokens().size() == 3);

        assertEquals(FinishReason.CANCELLED, result.reason());
        assertEquals(3, result.completionTokens());
        assertEquals(result, run.result());
    }

    @Test
    void aCancellationReachesTheDecode() {
        Cancellation cancellation = new Cancellation();
        Recording run = new Recording();
        GenerationResult result = new GenerationLoop(new ScriptedEngine(VOCABULARY, JSON))
                .run(
                        with(constrained(json()), 100, List.of(), 0),
                        event -> {
                            run.on(event);
                            if (run.tokens().size() == 2) {
                                cancellation.cancel();
                            }
                        },
                        cancellation);

        assertEquals(FinishReason.CANCELLED, result.reason());
        assertEquals(2, result.completionTokens());
        Recording before = new Recording();
        assertEquals(
                FinishReason.CANCELLED,
                new GenerationLoop(new ScriptedEngine(VOCABULARY, JSON))
                        .run(free(), before, cancellation)
                        .reason());
        assertEquals(0, before.tokens().size());
    }

    @Test
    void aStopStringEndsFreeTextBeforeIt() {
        Recording run = run(
                new ScriptedEngine(VOCABULARY, "one two three"), with(free(), 100, List.of("thr", "o t", "xyz"), -1));

        assertEquals("one tw", run.text());
        assertEquals(FinishReason.STOP, run.result().reason());
    }

    @Test
    void whatOnlyBeganLikeAStopStringIsGivenOutAtTheEnd() {
        Recording end = run(new ScriptedEngine(VOCABULARY, "one tw"), with(free(), 100, List.of("two"), -1));
        Recording length = run(new ScriptedEngine(VOCABULARY, "one two"), with(free(), 2, List.of("two"), -1));

        assertEquals("one tw", end.text());
        assertEquals(FinishReason.LENGTH, length.result().reason());
        assertEquals(2, length.tokens().size());
        assertTrue("one two".startsWith(length.text()));
        assertEquals(length.bytesOfTokens(), length.text());
    }

    @Test
    void aStopStringInConstrainedTextIsText() {
        Expr grammar = sequence(regex("[a-z ]*"), literal("\n"), capture("json", json()));
        String text = "my answer\n" + JSON;
        GenerationRequest request = with(constrained(grammar), 200, List.of("name", "count", "Doe", "{", "}"), -1);

        Recording run = run(new ScriptedEngine(VOCABULARY, text), request);

        assertEquals("my answer\n[json:" + JSON + "]", run.labelled());
        assertEquals(FinishReason.STOP, run.result().reason());
    }

    @Test
    void aStopStringBeforeWhichTheTextIsNotCompleteIsText() {
        Expr grammar = sequence(regex("[a-z ]*"), literal("\n"), capture("json", json()));

        Recording run = run(
                new ScriptedEngine(VOCABULARY, "my answer\n" + JSON),
                with(constrained(grammar), 200, List.of("answer", "swer"), -1));

        assertEquals("my answer\n[json:" + JSON + "]", run.labelled(), "else the JSON would be missing");
    }

    @Test
    void aStopStringInAFreeCaptureEndsItWhereTheGrammarMayEnd() {
        Expr grammar = new Expr.Choice(List.of(capture("content", regex("[a-z ]*")), capture("json", json())));
        GenerationRequest plain = constrained(grammar);
        GenerationRequest request = new GenerationRequest(
                plain.prompt(),
                plain.grammar(),
                plain.sampling(),
                100,
                List.of("two"),
                Set.of("content"),
                -1,
                ForcedText.ON);

        Recording run = run(new ScriptedEngine(VOCABULARY, "one two three"), request);

        assertEquals("[content:one ]", run.labelled());
        assertEquals(FinishReason.STOP, run.result().reason());
    }

    @Test
    void logProbabilitiesComeWithEveryTokenForcedOnesToo() {
        Recording on = run(new RandomEngine(VOCABULARY, 3), with(constrained(json()), 200, List.of(), 3));
        double best = -1e9;
        for (TokenChoice choice : on.tokens()) {
            assertTrue(choice.logprob() <= 0 && choice.logprob() > -40, "spread of 16 over 2,000 tokens");
            assertEquals(3, choice.top().size());
            assertTrue(choice.top().get(0).logprob() >= choice.top().get(2).logprob());
            assertTrue(choice.top().get(0).logprob() >= choice.logprob());
            best = Math.max(best, choice.top().get(0).logprob());
        }
        assertTrue(best < 0);
        assertTrue(on.result().forcedTokens() > 0);

        Recording none = run(new RandomEngine(VOCABULARY, 3), with(constrained(json()), 200, List.of(), -1));
        assertTrue(none.tokens().stream().allMatch(choice -> Float.isNaN(choice.logprob())));
        assertEquals(none.ids(), on.ids(), "asking changes nothing else");
    }

    @Test
    void specialTokensOfTheGrammarHaveNoText() {
        int call = VOCABULARY.special("<tool_call>")[0];
        Expr grammar = sequence(
                regex("[a-z]*"), new Expr.SpecialToken(List.of(call)), capture("tool", regex("[0-9]+")), literal("."));

        Recording run = run(new ScriptedEngine(VOCABULARY, "hi<tool_call>42."), constrained(grammar));

        assertEquals("hi[tool:42].", run.labelled());
        assertTrue(run.ids().contains(call));
        assertEquals("hi42.", run.bytesOfTokens());
    }

    @Test
    void aTokenizerThatGivesUpOrChangesTheTextOnlyCostsSpeed() {
        Tokenizer broken = new Tokenizer() {
            @Override
            public int[] tokenize(String text, SpecialTokens special) {
                if (text.length() % 2 == 0) {
                    throw new EngineException("cannot spell it");
                }
                return new GreedyTokenizer(VOCABULARY).tokenize(" " + text, special);
            }

            @Override
            public int[] tokenizePrompt(String text) {
                return tokenize(text, SpecialTokens.PARSED);
            }
        };

        Recording run = run(
                new RandomEngine(VOCABULARY, 1, EngineShape.named("broken"), broken),
                constrained(literal("[true,null]")));

        assertEquals("[true,null]", run.text());
        assertEquals(FinishReason.STOP, run.result().reason());
    }

    @Test
    void nothingIsDecodedThatIsNotNeeded() {
        Recording run = run(
                new ScriptedEngine(
                        VOCABULARY,
                        List.of(new ScriptedEngine.Script.Text("true")),
                        EngineShape.named("exact").withContextLength(3)),
                constrained(literal("true")));

        assertEquals("true", run.text(), "the prompt fills the context, and forced text to the end needs no logits");
        assertEquals(FinishReason.STOP, run.result().reason());
    }

    @Test
    void requestsOutsideTheirRangesAreRefused() {
        GenerationRequest good = free();
        assertThrows(IllegalArgumentException.class, () -> with(good, -1, List.of(), -1));
        assertThrows(IllegalArgumentException.class, () -> with(good, 1, List.of(""), -1));
        assertThrows(IllegalArgumentException.class, () -> with(good, 1, List.of(), -2));
        assertThrows(IllegalArgumentException.class, () -> with(good, 1, List.of(), 21));
        assertThrows(IllegalArgumentException.class, () -> request(new int[0], null, ForcedText.ON));
        int[] prompt = {1, 2};
        GenerationRequest request = request(prompt, null, ForcedText.ON);
        prompt[0] = 9;
        assertEquals(1, request.prompt()[0]);
    }

    @Test
    void sessionsAreGivenBack() {
        Engine engine = new RandomEngine(VOCABULARY, 1, EngineShape.named("one").withSessionLimit(1));
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    FinishReason.STOP,
                    run(engine, constrained(literal("true"))).result().reason());
        }
        assertThrows(
                IllegalStateException.class,
                () -> new GenerationLoop(engine)
                        .run(
                                free(),
                                event -> {
                                    throw new IllegalStateException("the listener broke");
                                },
                                () -> false));
        assertFalse(run(engine, constrained(literal("true"))).text().isEmpty());
    }

    private static Recording run(Engine engine, GenerationRequest request) {
        Recording recording = new Recording();
        GenerationResult result = new GenerationLoop(engine).run(request, recording, () -> false);
        assertEquals(result, recording.result());
        return recording;
    }

    private static GenerationRequest free() {
        return request(new int[] {'p', 'q', 'r'}, null, ForcedText.ON);
    }

    private static GenerationRequest constrained(Expr grammar) {
        return constrained(grammar, ForcedText.ON);
    }

    private static GenerationRequest constrained(CompiledGrammar grammar) {
        return request(new int[] {'p', 'q', 'r'}, grammar, ForcedText.ON);
    }

    private static GenerationRequest constrained(Expr grammar, ForcedText forcedText) {
        return request(new int[] {'p', 'q', 'r'}, compile(VOCABULARY, grammar), forcedText);
    }

    private static GenerationRequest request(int[] prompt, @Nullable CompiledGrammar grammar, ForcedText forcedText) {
        return new GenerationRequest(
                prompt, grammar, SamplingOptions.defaults(), 100, List.of(), Set.of(), -1, forcedText);
    }

    private static GenerationRequest with(
            GenerationRequest request, int maxTokens, List<String> stop, int topLogprobs) {
        return new GenerationRequest(
                request.prompt(),
                request.grammar(),
                request.sampling(),
                maxTokens,
                stop,
                request.freeLabels(),
                topLogprobs,
                request.forcedText());
    }

    private static String spelling(Recording run) {
        return run.tokens().stream()
                .map(choice -> new String(choice.bytes(), UTF_8))
                .collect(Collectors.joining("|"));
    }

    /** All bytes, these tokens and an END. */
    private static Vocabulary withTokens(String... tokens) {
        Vocabulary.Builder builder = Vocabulary.builder(257 + tokens.length);
        for (int b = 0; b < 256; b++) {
            builder.text(b, new byte[] {(byte) b});
        }
        for (int i = 0; i < tokens.length; i++) {
            builder.text(256 + i, tokens[i].getBytes(UTF_8));
        }
        return builder.end(256 + tokens.length, "</s>".getBytes(UTF_8)).build();
    }
}
