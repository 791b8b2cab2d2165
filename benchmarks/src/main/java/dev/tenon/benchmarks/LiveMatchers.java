package dev.tenon.benchmarks;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.SpecialTokens;
import dev.tenon.sampler.engine.Tokenizer;
import dev.tenon.sampler.llama.LlamaVocabulary;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaException;
import dev.tenon.server.maskbench.MaskBench;
import dev.tenon.server.maskbench.MaskBenchCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a live matcher keeps in memory beside what it shares with others of its schema and vocabulary: of each schema one
 * matcher goes through the longest valid text, so that all that is shared is there; then several others do the same and
 * stay at its end, with their last mask, and the heap is weighed before and after them.
 */
public final class LiveMatchers {
    /** At once; what little else comes and goes on the heap is spread over them. */
    private static final int MATCHERS = 64;

    private static final double BYTES_A_KILOBYTE = 1e3;

    private final GrammarCompiler compiler;
    private final Tokenizer tokenizer;
    private final List<Double> kilobytes = new ArrayList<>();
    private int tokens;

    private LiveMatchers(Vocabulary vocabulary, Tokenizer tokenizer) {
        this.compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
        this.tokenizer = tokenizer;
    }

    /** A matcher, and the mask that a request would be sampling with. */
    private record Live(Matcher matcher, TokenMask mask) {}

    /** Prints the percentiles; takes the corpus, the GGUF file with the vocabulary, and which so-manieth schema to take. */
    public static void main(String[] arguments) throws IOException {
        int stride = Integer.parseInt(arguments[2]);
        try (LlamaVocabulary loaded = LlamaVocabulary.load(Path.of(arguments[1]))) {
            LiveMatchers measured = new LiveMatchers(loaded.vocabulary(), loaded.tokenizer());
            MaskBenchCase.read(Path.of(arguments[0]), stride, 0, measured::add);
            measured.print();
        }
    }

    private void add(MaskBenchCase test) {
        int[] text = longest(test);
        if (text.length == 0) {
            return;
        }
        CompiledGrammar grammar;
        try {
            grammar = compiler.compile(SchemaCompiler.compile(
                            MaskBench.parseSchema(test.schema()), MaskBench.OPTIONS, CompileLimits.defaults())
                    .grammar());
        } catch (SchemaException e) {
            return;
        }
        Live first = walk(grammar, text);
        Live[] live = new Live[MATCHERS];
        long before = HeapUse.bytes();
        for (int i = 0; i < MATCHERS; i++) {
            live[i] = walk(grammar, text);
        }
        long after = HeapUse.bytes();
        for (Live other : live) {
            if (!other.mask.equals(first.mask) || other.matcher.isAccepting() != first.matcher.isAccepting()) {
                throw new IllegalStateException(test.id() + ": matchers of one text differ");
            }
        }
        kilobytes.add((after - before) / BYTES_A_KILOBYTE / MATCHERS);
        tokens += text.length;
    }

    private int[] longest(MaskBenchCase test) {
        int[] longest = {};
        for (MaskBenchCase.Instance instance : test.instances()) {
            int[] text = instance.valid() ? tokenizer.tokenize(instance.text(), SpecialTokens.AS_TEXT) : longest;
            longest = text.length > longest.length ? text : longest;
        }
        return longest;
    }

    private static Live walk(CompiledGrammar grammar, int[] text) {
        Matcher matcher = grammar.matcher();
        for (int token : text) {
            if (!matcher.mask().contains(token)) {
                throw new IllegalStateException("a valid text is refused");
            }
            matcher.accept(token);
            // As a request does: it hands on events as they come, and takes nothing back.
            matcher.takeEvents();
            matcher.forgetStepsBefore(0);
        }
        return new Live(matcher, matcher.mask());
    }

    private void print() {
        double[] sorted =
                kilobytes.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.println("| schemas | tokens of the text, mean | kB: p50 | p90 | p99 | max |");
        System.out.println("|---:|---:|---:|---:|---:|---:|");
        System.out.printf(
                Locale.ROOT,
                "| %,d | %d | %.1f | %.1f | %.1f | %.1f |%n",
                sorted.length,
                tokens / Math.max(1, sorted.length),
                at(sorted, 0.5),
                at(sorted, 0.9),
                at(sorted, 0.99),
                at(sorted, 1));
    }

    private static double at(double[] sorted, double share) {
        return Arrays.stream(sorted)
                .skip(Math.min(sorted.length - 1, (int) (share * sorted.length)))
                .findFirst()
                .orElse(0);
    }
}
