package dev.tenon.server.maskbench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.SpecialTokens;
import dev.tenon.sampler.engine.Tokenizer;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaException;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.Formats;
import dev.tenon.schema.SchemaOptions.KeyOrder;
import dev.tenon.schema.SchemaOptions.Numbers;
import dev.tenon.schema.SchemaOptions.Objects;
import dev.tenon.schema.SchemaOptions.Strings;
import dev.tenon.schema.SchemaOptions.Whitespace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Compiles schemas and judges instances by the masks alone, as MaskBench does: the text of an instance is tokenised as the
 * vocabulary's own tokenizer would; of each token the mask must have the bit; at the end it must have the bit of an END
 * token. Thread-safe.
 */
public final class MaskBench {
    /** What the corpus takes for granted: instances come in any key order and spelling, and formats are asserted. */
    public static final SchemaOptions OPTIONS = SchemaOptions.defaults()
            .with(Whitespace.FLEXIBLE)
            .with(KeyOrder.FREE)
            .with(SchemaOptions.References.ROOT_TOO)
            .with(Numbers.ANY)
            .with(Strings.SHORTEST)
            .with(Formats.ASSERTED)
            .with(Objects.AS_WRITTEN);

    private static final int MAX_DEPTH = 256;
    private static final int MAX_NUMBER_LENGTH = 1_000;

    /** A few characters can name a number of a billion digits. */
    private static final int MAX_EXPONENT = 10_000;

    private static final JsonMapper SCHEMAS = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final GrammarCompiler compiler;
    private final Tokenizer tokenizer;
    /** What reading the processor's clock takes is no part of a mask, whose time is not much longer. */
    private final long reading = CpuClock.ofReading();

    /** Over a vocabulary and its tokenizer. */
    public MaskBench(Vocabulary vocabulary, Tokenizer tokenizer) {
        this.compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
        this.tokenizer = tokenizer;
    }

    /** Compiles a case and judges its instances. */
    public MaskBenchResult run(MaskBenchCase test) {
        long cpuStart = CpuClock.nanos();
        long start = System.nanoTime();
        CompiledGrammar grammar = null;
        MaskBenchError refusal = null;
        try {
            grammar = compile(test.schema());
        } catch (RuntimeException | StackOverflowError e) {
            refusal = MaskBenchError.of(e);
        }
        long nanos = System.nanoTime() - start;
        long cpuNanos = CpuClock.nanos() - cpuStart;
        if (grammar == null) {
            return new MaskBenchResult(test.id(), nanos, cpuNanos, refusal, MaskTimes.NONE, List.of());
        }
        Walk walk = new Walk();
        List<MaskBenchResult.Wrong> wrong = new ArrayList<>();
        for (int i = 0; i < test.instances().size(); i++) {
            MaskBenchCase.Instance instance = test.instances().get(i);
            boolean accepted;
            try {
                accepted = walk.accepts(grammar.matcher(), instance.text());
            } catch (RuntimeException | StackOverflowError e) {
                return new MaskBenchResult(test.id(), nanos, cpuNanos, MaskBenchError.of(e), walk.times(), wrong);
            }
            if (accepted != instance.valid()) {
                wrong.add(new MaskBenchResult.Wrong(i, instance.valid()));
            }
        }
        return new MaskBenchResult(test.id(), nanos, cpuNanos, null, walk.times(), wrong);
    }

    /** Compiles a case as {@link #run} does, and lets all go: for a JVM that shall be warm. */
    public void warmUp(MaskBenchCase test) {
        run(new MaskBenchCase(test.id(), test.schema(), List.of()));
    }

    private CompiledGrammar compile(String schema) {
        return compiler.compile(SchemaCompiler.compile(parseSchema(schema), OPTIONS, CompileLimits.defaults())
                .grammar());
    }

    /**
     * Reads the text of a schema; numbers keep all their digits.
     *
     * @throws SchemaException.Invalid when it is no JSON within bounds
     */
    public static JsonNode parseSchema(String text) {
        JsonNode schema;
        try {
            schema = SCHEMAS.readTree(text);
        } catch (JsonProcessingException e) {
            throw new SchemaException.Invalid("", "", "no JSON: " + e.getOriginalMessage());
        } catch (NumberFormatException e) {
            throw new SchemaException.Invalid("", "", "a number's exponent is too large");
        }
        ArrayDeque<JsonNode> left = new ArrayDeque<>();
        left.add(schema);
        while (!left.isEmpty()) {
            JsonNode node = left.remove();
            if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MAX_EXPONENT) {
                throw new SchemaException.Invalid("", "", "a number's exponent is beyond " + MAX_EXPONENT);
            }
            node.forEach(left::add);
        }
        return schema;
    }

    /** The tokens of an instance's text; none where it has no UTF-8, or the vocabulary cannot spell it. */
    Optional<int[]> tokens(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            // Half a surrogate pair: no text in UTF-8 stands for it, so none can come about.
            return Optional.empty();
        }
        try {
            return Optional.of(tokenizer.tokenize(text, SpecialTokens.AS_TEXT));
        } catch (EngineException e) {
            return Optional.empty();
        }
    }

    /** The way of several texts through their masks, by both clocks. */
    private final class Walk {
        private long[] nanos = new long[256];
        private long[] cpuNanos = new long[256];
        private int count;
        private int[] counts = new int[8];
        private int instances;

        boolean accepts(Matcher matcher, String text) {
            Optional<int[]> tokens = tokens(text);
            int before = count;
            boolean accepted = tokens.isPresent() && accepts(matcher, tokens.get());
            if (instances == counts.length) {
                counts = Arrays.copyOf(counts, 2 * instances);
            }
            counts[instances++] = count - before;
            return accepted;
        }

        private boolean accepts(Matcher matcher, int[] tokens) {
            for (int token : tokens) {
                long cpuStart = CpuClock.nanos();
                long start = System.nanoTime();
                boolean allowed = matcher.mask().contains(token);
                if (allowed) {
                    matcher.accept(token);
                }
                add(System.nanoTime() - start, cpuStart);
                if (!allowed) {
                    return false;
                }
            }
            long cpuStart = CpuClock.nanos();
            long start = System.nanoTime();
            TokenMask mask = matcher.mask();
            add(System.nanoTime() - start, cpuStart);
            return Arrays.stream(compiler.vocabulary().endTokens()).anyMatch(mask::contains);
        }

        private void add(long duration, long cpuStart) {
            long cpuDuration = Math.max(0, CpuClock.nanos() - cpuStart - reading);
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
                cpuNanos = Arrays.copyOf(cpuNanos, 2 * count);
            }
            nanos[count] = duration;
            cpuNanos[count++] = cpuDuration;
        }

        MaskTimes times() {
            return new MaskTimes(
                    Arrays.copyOf(nanos, count), Arrays.copyOf(cpuNanos, count), Arrays.copyOf(counts, instances));
        }
    }
}
