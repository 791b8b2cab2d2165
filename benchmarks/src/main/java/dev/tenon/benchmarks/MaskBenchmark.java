package dev.tenon.benchmarks;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of one mask by state of the text: the first one of a grammar over a vocabulary that other grammars have used
 * ({@code firstTouch}), the first one of all ({@code cold}), and one that was asked for before ({@code warm}).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MaskBenchmark {
    /** Tokens of the synthetic vocabulary. */
    @Param({"32000", "128000", "262144"})
    public int vocabularySize;

    /** Where the text has stopped. */
    @Param
    public TextState state = TextState.STRING;

    private Grammar grammar = Grammar.of(new Expr.Empty());
    private Vocabulary vocabulary = Vocabulary.ofByteStrings(List.of());
    private GrammarCompiler compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
    private CompiledGrammar compiled = compiler.compile(grammar);
    private Matcher fresh = compiled.matcher();
    private Matcher cold = fresh;
    private Matcher warm = fresh;

    /** Builds the vocabulary and checks the masks against brute force. */
    @Setup(Level.Trial)
    public void build() {
        grammar = state.grammar();
        vocabulary = SyntheticVocabulary.ofSize(vocabularySize, 1);
        compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
        compiled = compiler.compile(grammar);
        warm = state.reach(compiled);
        TextState.requireExact(warm, vocabulary);
        arrive();
        TextState.requireExact(fresh, vocabulary);
        TextState.requireExact(cold, vocabulary);
    }

    /** A matcher that no mask was made for: of a new grammar, and of a new grammar over new caches. */
    @Setup(Level.Invocation)
    public void arrive() {
        fresh = state.reach(compiler.compile(grammar));
        cold = state.reach(new GrammarCompiler(vocabulary, CompileLimits.defaults()).compile(grammar));
    }

    /** The first mask of a grammar; other grammars have used the vocabulary. */
    @Benchmark
    public TokenMask firstTouch() {
        return fresh.mask();
    }

    /** The first mask of all over a vocabulary. */
    @Benchmark
    public TokenMask cold() {
        return cold.mask();
    }

    /** A mask that was asked for before. */
    @Benchmark
    public TokenMask warm() {
        return warm.fork().mask();
    }
}
