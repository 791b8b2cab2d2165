package dev.tenon.benchmarks;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.SamplerChain;
import dev.tenon.sampler.SamplingOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time of applying a mask to logits and choosing a token, by how much the mask allows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SampleBenchmark {
    /** How a token is chosen. */
    public enum Choice {
        /** The greatest logit. */
        GREEDY,
        /** Among all that are allowed. */
        ALL,
        /** Among the 40 greatest. */
        TOP_40,
        /** Among the most probable that make up nine tenths. */
        TOP_P;

        private SamplingOptions options() {
            return switch (this) {
                case GREEDY -> options(0, 0, 1);
                case ALL -> options(1, 0, 1);
                case TOP_40 -> options(1, 40, 1);
                case TOP_P -> options(1, 0, NUCLEUS);
            };
        }

        private static SamplingOptions options(double temperature, int topK, double topP) {
            return new SamplingOptions(temperature, topK, topP, 0, 1, 0, 0, Map.of(), 1);
        }
    }

    private static final double NUCLEUS = 0.9;

    /** Tokens of the synthetic vocabulary. */
    @Param({"32000", "128000", "262144"})
    public int vocabularySize;

    /** Whose mask: few tokens are allowed in a key, nearly all in a string, many before any value. */
    @Param({"IN_KEY", "STRING", "ANY_VALUE"})
    public TextState state = TextState.STRING;

    /** How a token is chosen. */
    @Param
    public Choice choice = Choice.ALL;

    private FloatBuffer logits = FloatBuffer.allocate(0);
    private TokenMask mask = TokenMask.adopt(new long[0], 0);
    private SamplerChain chain = new SamplerChain(SamplingOptions.defaults(), 0);

    /** Draws logits, and checks a hundred choices. */
    @Setup
    public void draw() {
        Vocabulary vocabulary = SyntheticVocabulary.ofSize(vocabularySize, 1);
        mask = state.reach(new GrammarCompiler(vocabulary, CompileLimits.defaults()).compile(state.grammar()))
                .mask();
        SplittableRandom random = new SplittableRandom(7);
        logits = ByteBuffer.allocateDirect(4 * vocabularySize)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int id = 0; id < vocabularySize; id++) {
            logits.put(id, (float) (10 * random.nextDouble() - 5));
        }
        chain = new SamplerChain(choice.options(), vocabularySize);
        for (int i = 0; i < 100; i++) {
            int token = chain.sample(logits, mask);
            if (!mask.contains(token) || rank(token) >= most() || above(token) > share()) {
                throw new IllegalStateException("token " + token + " should not have been chosen");
            }
        }
    }

    /** How many allowed tokens have a greater logit. */
    private int rank(int token) {
        int greater = 0;
        for (int id = mask.nextAllowed(0); id >= 0; id = mask.nextAllowed(id + 1)) {
            greater += logits.get(id) > logits.get(token) ? 1 : 0;
        }
        return greater;
    }

    /** How much of the probability the allowed tokens with a greater logit have. */
    private double above(int token) {
        double above = 0;
        double all = 0;
        for (int id = mask.nextAllowed(0); id >= 0; id = mask.nextAllowed(id + 1)) {
            double weight = Math.exp(logits.get(id));
            all += weight;
            above += logits.get(id) > logits.get(token) ? weight : 0;
        }
        return above / all;
    }

    /** Most of the probability that may lie above what is chosen; rounding aside. */
    private double share() {
        return choice == Choice.TOP_P ? NUCLEUS + 1e-3 : 1;
    }

    private int most() {
        return switch (choice) {
            case GREEDY -> 1;
            case TOP_40 -> 40;
            case ALL, TOP_P -> mask.cardinality();
        };
    }

    /** One token. */
    @Benchmark
    public int sample() {
        return chain.sample(logits, mask);
    }
}
