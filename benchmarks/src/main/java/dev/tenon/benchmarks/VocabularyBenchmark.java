package dev.tenon.benchmarks;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
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

/** The time of a vocabulary's tables, which are built once for a model. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(1)
public class VocabularyBenchmark {
    /** Tokens of the synthetic vocabulary. */
    @Param({"32000", "128000", "262144"})
    public int vocabularySize;

    private Vocabulary vocabulary = SyntheticVocabulary.ofSize(SyntheticVocabulary.LEAST_SIZE, 1);

    /** Checks that the tables make the right masks. */
    @Setup(Level.Trial)
    public void check() {
        Vocabulary checked = SyntheticVocabulary.ofSize(vocabularySize, 1);
        GrammarCompiler compiler = new GrammarCompiler(checked, CompileLimits.defaults());
        for (TextState state : TextState.values()) {
            TextState.requireExact(state.reach(compiler.compile(state.grammar())), checked);
        }
    }

    /** The same vocabulary with no tables yet. */
    @Setup(Level.Invocation)
    public void forget() {
        vocabulary = SyntheticVocabulary.ofSize(vocabularySize, 1);
    }

    /** All that is built before the first grammar. */
    @Benchmark
    public GrammarCompiler tables() {
        vocabulary.symbols();
        return new GrammarCompiler(vocabulary, CompileLimits.defaults());
    }

    /** The trie alone. */
    @Benchmark
    public TokenTrie trie() {
        return vocabulary.trie();
    }
}
