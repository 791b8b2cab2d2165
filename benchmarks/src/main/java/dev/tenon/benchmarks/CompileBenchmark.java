package dev.tenon.benchmarks;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.schema.SchemaOptions.KeyOrder;
import java.util.List;
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

/** The time from a schema to a grammar, and from a grammar to one that is ready to be matched. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CompileBenchmark {
    /** Tokens of the synthetic vocabulary. */
    @Param({"32000", "128000", "262144"})
    public int vocabularySize;

    /** The order of keys. */
    @Param
    public KeyOrder order = KeyOrder.SCHEMA;

    private GrammarCompiler compiler =
            new GrammarCompiler(Vocabulary.ofByteStrings(List.of()), CompileLimits.defaults());
    private Grammar grammar = TextState.grammar(order);

    /** Checks what comes out. */
    @Setup
    public void check() {
        compiler = new GrammarCompiler(SyntheticVocabulary.ofSize(vocabularySize, 1), CompileLimits.defaults());
        grammar = TextState.grammar(order);
        TextState.requireRight(compiler.compile(grammar));
    }

    /** JSON Schema text to grammar, meta-schema check included. */
    @Benchmark
    public Grammar schema() {
        return TextState.grammar(order);
    }

    /** Grammar to compiled grammar. */
    @Benchmark
    public CompiledGrammar compile() {
        return compiler.compile(grammar);
    }
}
