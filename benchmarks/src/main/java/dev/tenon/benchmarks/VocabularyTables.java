package dev.tenon.benchmarks;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.llama.LlamaVocabulary;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Time and memory of what a vocabulary has beside its tokens before the first grammar is compiled: trie, symbols and the
 * views that masks are made from. The first time of a process, as a server pays it, and the median of later ones; JMH
 * ({@link VocabularyBenchmark}) warms up before it measures, and weighs nothing.
 *
 * <p>The tables are checked as they are there: masks made with them must be what stepping each token's bytes says.
 */
public final class VocabularyTables {
    private static final int ROUNDS = 9;
    private static final List<TextState> CHECKED = List.of(TextState.STRING, TextState.PATTERN, TextState.ANY_VALUE);
    private static final int SYNTHETIC_SIZE = 262_144;
    private static final double NANOS_A_MILLI = 1e6;
    private static final double BYTES_A_MEGABYTE = 1e6;

    private VocabularyTables() {}

    private record Cost(long cpu, long wall, long bytes) {}

    /** Prints the table: a line for each GGUF file named, or one for a synthetic vocabulary where there is none. */
    public static void main(String[] files) {
        System.out.println("| vocabulary | tokens | first: CPU ms | wall ms | later: CPU ms | wall ms | MB |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|");
        if (files.length == 0) {
            measure("synthetic", SyntheticVocabulary.ofSize(SYNTHETIC_SIZE, 1));
        }
        for (String file : files) {
            Path gguf = Path.of(file);
            try (LlamaVocabulary loaded = LlamaVocabulary.load(gguf)) {
                measure(String.valueOf(gguf.getFileName()), loaded.vocabulary());
            }
        }
    }

    private static void measure(String name, Vocabulary vocabulary) {
        Cost first = cost(vocabulary);
        Cost[] later = new Cost[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            later[round] = cost(copyOf(vocabulary));
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %.0f | %.0f | %.0f | %.0f | %.1f |%n",
                name,
                vocabulary.size(),
                first.cpu / NANOS_A_MILLI,
                first.wall / NANOS_A_MILLI,
                median(Arrays.stream(later).mapToLong(Cost::cpu).toArray()) / NANOS_A_MILLI,
                median(Arrays.stream(later).mapToLong(Cost::wall).toArray()) / NANOS_A_MILLI,
                median(Arrays.stream(later).mapToLong(Cost::bytes).toArray()) / BYTES_A_MEGABYTE);
    }

    private static Cost cost(Vocabulary vocabulary) {
        long before = HeapUse.bytes();
        long wall = System.nanoTime();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        vocabulary.trie();
        vocabulary.symbols();
        vocabulary.views();
        GrammarCompiler compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
        long cpuSpent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        long wallSpent = System.nanoTime() - wall;
        Cost cost = new Cost(cpuSpent, wallSpent, HeapUse.bytes() - before);
        for (TextState state : CHECKED) {
            TextState.requireExact(state.reach(compiler.compile(state.grammar())), vocabulary);
        }
        return cost;
    }

    /** The same tokens with no tables. */
    private static Vocabulary copyOf(Vocabulary vocabulary) {
        Vocabulary.Builder copy = Vocabulary.builder(vocabulary.size());
        for (int id = 0; id < vocabulary.size(); id++) {
            byte[] bytes = vocabulary.bytes(id);
            switch (vocabulary.kind(id)) {
                case TEXT -> copy.text(id, bytes);
                case CONTROL -> copy.control(id, bytes);
                case END -> copy.end(id, bytes);
                case UNUSED -> copy.unused(id);
            }
        }
        return copy.build();
    }

    private static double median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
