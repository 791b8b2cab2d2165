package dev.tenon.conformance.guarantee;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.Scale;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.KeyOrder;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * A process lives long and sees many schemas, no two alike: what is kept of them is bounded by bytes, so that from some point on
 * its memory does not grow. Each schema here is compiled, tokens are drawn along its masks, and then it is let go.
 */
final class MemoryTest {
    private static final int SCHEMAS = Scale.of(40, 10_000);
    private static final int CHECKS = Scale.of(4, 20);
    private static final int TOKENS = Scale.of(20, 60);
    private static final long MEBIBYTE = 1L << 20;

    /** What the caches may hold more or less, as things of other sizes come and go. */
    private static final long SLACK = 8 * MEBIBYTE;

    /** A 128k vocabulary's masks, scans and slices, all at their bounds, with the tables of the vocabulary. */
    private static final long BOUND = 400 * MEBIBYTE;

    /** What other tests of the same process have left; the tables of the vocabulary come after it. */
    private final long before = usedAfterCollection();

    private final Vocabulary vocabulary = SyntheticVocabulary.ofSize(Scale.of(32_000, 128_000), 1);
    private final GrammarCompiler compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(17);

    @Test
    void memoryStaysFlatOverDistinctSchemas() {
        List<Long> used = new ArrayList<>();
        for (int i = 1; i <= SCHEMAS; i++) {
            walk(compiler.compile(SchemaCompiler.compile(
                            schema(i), SchemaOptions.defaults().with(KeyOrder.FREE), CompileLimits.defaults())
                    .grammar()));
            if (i % (SCHEMAS / CHECKS) == 0) {
                used.add(usedAfterCollection() - before);
                Scale.report(String.format(
                        Locale.ROOT, "memory after %,d schemas: %,d MiB", i, used.get(used.size() - 1) / MEBIBYTE));
            }
        }
        assertTrue(Collections.max(used) < BOUND, used::toString);
        if (Scale.isLong()) {
            // The caches are full by the middle; the second half must not need more than the end of the first did.
            long full = Collections.max(used.subList(0, CHECKS / 2));
            long later = Collections.max(used.subList(CHECKS / 2, CHECKS));
            assertTrue(later <= full + SLACK, used::toString);
        }
    }

    private static long usedAfterCollection() {
        long least = Long.MAX_VALUE;
        // The serial collector leaves some of what is dead lying, but every fourth time.
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private void walk(CompiledGrammar grammar) {
        Matcher matcher = grammar.matcher();
        for (int i = 0; i < TOKENS && !matcher.mustEnd(); i++) {
            TokenMask mask = matcher.mask();
            int token = mask.nextAllowed(random.nextInt(mask.size()));
            token = token < 0 ? mask.nextAllowed(0) : token;
            if (vocabulary.kind(token) == Vocabulary.TokenKind.END) {
                return;
            }
            matcher.accept(token);
        }
    }

    /** An object whose keys, patterns, constants and bounds no other has. */
    private JsonNode schema(int number) {
        ObjectNode schema = Judge.JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        int count = 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String key = word() + number + i;
            fill(properties.putObject(key), number, 0);
            if (random.nextBoolean()) {
                schema.withArray("required").add(key);
            }
        }
        return schema;
    }

    private void fill(ObjectNode value, int number, int depth) {
        switch (random.nextInt(depth == 0 ? 7 : 5)) {
            case 0 -> value.put("type", "string").put("maxLength", 1 + random.nextInt(200));
            case 1 ->
                value.put("type", "string")
                        .put(
                                "pattern",
                                "^(" + word() + '|' + word() + ")[a-" + (char) ('b' + random.nextInt(25)) + "]{1,"
                                        + (2 + random.nextInt(9)) + "}-" + number + "$");
            case 2 -> {
                for (int i = random.nextInt(5); i >= 0; i--) {
                    value.withArray("enum").add(word() + number + i);
                }
            }
            case 3 ->
                value.put("type", "integer")
                        .put("minimum", random.nextInt(1_000))
                        .put("maximum", 1_000L + random.nextInt(1_000_000));
            case 4 -> value.put("type", "string").put("format", random.nextBoolean() ? "date-time" : "uuid");
            case 5 -> {
                value.put("type", "array").put("maxItems", 1 + random.nextInt(9));
                fill(value.putObject("items"), number, depth + 1);
            }
            case 6 -> {
                value.put("type", "object");
                ObjectNode properties = value.putObject("properties");
                for (int i = random.nextInt(3); i >= 0; i--) {
                    fill(properties.putObject(word() + i), number, depth + 1);
                }
            }
            default -> throw new AssertionError("the draw is bounded");
        }
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = 3 + random.nextInt(6); i > 0; i--) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }
}
