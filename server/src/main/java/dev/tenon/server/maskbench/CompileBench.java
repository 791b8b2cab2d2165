package dev.tenon.server.maskbench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.schema.SchemaCompiler;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The processor time from the text of a schema to a grammar over a vocabulary, by phase; elapsed time would be that of
 * everything else on the machine, too. Every second case warms the JVM and is not measured; the others are compiled once
 * each, so that what is kept from one schema to the next helps as it would in a server, and no schema is met twice. Not
 * thread-safe.
 */
public final class CompileBench {
    private static final int SLOWEST = 10;

    private final GrammarCompiler compiler;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Durations all = new Durations();
    private final Durations parsing = new Durations();
    private final Durations schemas = new Durations();
    private final Durations grammars = new Durations();
    private final List<Timed> cases = new ArrayList<>();

    private record Timed(String id, long nanos) {}

    /** Over a vocabulary. */
    public CompileBench(Vocabulary vocabulary) {
        this.compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
    }

    /**
     * Compiles every second case so many times, and then each of the others once.
     *
     * @param rounds at least 0
     */
    public void run(List<MaskBenchCase> corpus, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < corpus.size(); i += 2) {
                compile(corpus.get(i));
            }
        }
        for (int i = rounds == 0 ? 0 : 1; i < corpus.size(); i += rounds == 0 ? 1 : 2) {
            long[] times = compile(corpus.get(i));
            parsing.add(times[1] - times[0]);
            schemas.add(times[2] - times[1]);
            grammars.add(times[3] - times[2]);
            all.add(times[3] - times[0]);
            cases.add(new Timed(corpus.get(i).id(), times[3] - times[0]));
        }
    }

    /** The thread's time before, after parsing, after the schema, and at the end; a refusal ends early. */
    private long[] compile(MaskBenchCase test) {
        long[] times = new long[4];
        int phase = 0;
        times[phase++] = threads.getCurrentThreadCpuTime();
        try {
            JsonNode schema = MaskBench.parseSchema(test.schema());
            times[phase++] = threads.getCurrentThreadCpuTime();
            Grammar grammar = SchemaCompiler.compile(schema, MaskBench.OPTIONS, CompileLimits.defaults())
                    .grammar();
            times[phase++] = threads.getCurrentThreadCpuTime();
            compiler.compile(grammar);
        } catch (RuntimeException e) {
            // A refusal is an answer like any other, and takes the time that it takes; MaskBench tells what it says.
        }
        long end = threads.getCurrentThreadCpuTime();
        while (phase < times.length) {
            times[phase++] = end;
        }
        return times;
    }

    /** Writes percentiles by phase and the slowest cases. */
    public void print(PrintWriter out) {
        out.println("processor time of one thread");
        out.println(Durations.head());
        out.println(all.line("compile"));
        out.println(parsing.line("  parse JSON"));
        out.println(schemas.line("  schema to grammar"));
        out.println(grammars.line("  grammar to program"));
        cases.sort(Comparator.comparingLong(Timed::nanos).reversed());
        for (Timed slow : cases.subList(0, Math.min(SLOWEST, cases.size()))) {
            out.println(String.format(Locale.ROOT, "%10.1f  %s", slow.nanos / 1e3, slow.id));
        }
    }
}
