package dev.tenon.benchmarks;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Grammar;
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
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time of accepting a token and of taking it back, by state of the text. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AcceptBenchmark {
    /** Tokens of the synthetic vocabulary. */
    @Param({"32000", "128000", "262144"})
    public int vocabularySize;

    /** Where the text has stopped. */
    @Param
    public TextState state = TextState.STRING;

    private Matcher matcher = new GrammarCompiler(Vocabulary.ofByteStrings(List.of()), CompileLimits.defaults())
            .compile(Grammar.of(new Expr.Empty()))
            .matcher();
    private int token;

    /** Takes the longest token that may come next, and checks the position after it, and after taking it back. */
    @Setup
    public void reach() {
        Vocabulary vocabulary = SyntheticVocabulary.ofSize(vocabularySize, 1);
        matcher = state.reach(new GrammarCompiler(vocabulary, CompileLimits.defaults()).compile(state.grammar()));
        TokenMask mask = matcher.mask();
        token = mask.nextAllowed(0);
        for (int id = token; id >= 0; id = mask.nextAllowed(id + 1)) {
            token = vocabulary.byteCount(id) > vocabulary.byteCount(token) ? id : token;
        }
        matcher.accept(token);
        TextState.requireExact(matcher, vocabulary);
        matcher.rollback(1);
        if (!matcher.mask().equals(mask)) {
            throw new IllegalStateException("the mask after taking back is another");
        }
    }

    /** One token forth and back. */
    @Benchmark
    public Matcher acceptAndRollback() {
        matcher.accept(token);
        matcher.rollback(1);
        return matcher;
    }

    /** Whether the token may come next, without a mask. */
    @Benchmark
    public boolean allows() {
        return matcher.allows(token);
    }
}
