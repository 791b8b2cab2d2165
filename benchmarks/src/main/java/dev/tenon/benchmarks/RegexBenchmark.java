package dev.tenon.benchmarks;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;
import java.nio.charset.StandardCharsets;
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

/** The time from an ECMA-262 pattern to its minimal byte automaton. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class RegexBenchmark {
    /** A pattern people write, a text in which it is found, and one in which it is not. */
    public enum Sample {
        /** The smallest. */
        LOWER("^[a-z]+$", "abc", "aBc"),
        /** Nothing but a search. */
        SEARCH("foo|bar", "a foo", "fo ba"),
        /** What zod writes for date-time. */
        DATE_TIME(
                "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-"
                        + "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-"
                        + "(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?(?:Z))$",
                "2024-02-29T12:30:00.5Z", "2023-02-29T12:30:00.5Z"),
        /** The HTML standard's e-mail address. */
        EMAIL(
                "^[a-zA-Z0-9.!#$%&'*+\\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
                        + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$",
                "a.b@c-d.example", "a.b@c-.example"),
        /** A counted group. */
        CODES("^(?:[A-Z]{3}-\\d{4}){1,20}$", "ABC-0123DEF-4567", "ABC-0123DEF-456"),
        /** A Unicode class. */
        LETTERS("^\\p{L}+$", "Ärger", "Ä1");

        private final String pattern;
        private final String text;
        private final String other;

        Sample(String pattern, String text, String other) {
            this.pattern = pattern;
            this.text = text;
            this.other = other;
        }
    }

    /** The pattern that is compiled. */
    @Param
    public Sample sample = Sample.LOWER;

    /** What is measured must be right. */
    @Setup
    public void check() {
        ByteDfa compiled = compile();
        if (!compiled.matches(sample.text.getBytes(StandardCharsets.UTF_8))
                || compiled.matches(sample.other.getBytes(StandardCharsets.UTF_8))) {
            throw new IllegalStateException(sample + " is not matched as it should be");
        }
    }

    /** Pattern to automaton. */
    @Benchmark
    public ByteDfa compile() {
        CompileLimits limits = CompileLimits.defaults();
        return RegexCompiler.compile(EcmaRegexParser.parseSearch(sample.pattern, limits), limits);
    }
}
