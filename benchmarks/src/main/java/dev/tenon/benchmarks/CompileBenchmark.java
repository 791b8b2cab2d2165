package dev.tenon.benchmarks;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
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
    private final Vocabulary vocabulary = SyntheticVocabulary.ofSize(32_000, 1);
    private final GrammarCompiler compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
    private final Grammar grammar = JsonText.grammar();

    /** JSON Schema text to grammar, meta-schema check included. */
    @Benchmark
    public Grammar schema() {
        return JsonText.grammar();
    }

    /** Grammar to compiled grammar. */
    @Benchmark
    public CompiledGrammar compile() {
        return compiler.compile(grammar);
    }

    /** A vocabulary's trie, the largest part of its tables. */
    @Benchmark
    public TokenTrie trie() {
        return TokenTrie.of(vocabulary, vocabulary.symbols().text());
    }
}
