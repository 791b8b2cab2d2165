package dev.tenon.conformance.guarantee;

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
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.KeyOrder;
import java.lang.management.ManagementFactory;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A program that compiles schemas, no two alike, draws tokens along the masks of each, lets it go, and tells what its heap holds: one
 * line of bytes after every so many. It may do the same again, schema by schema and token by token.
 */
final class SchemaWalk {
    private final int tokens;
    private final Vocabulary vocabulary;
    private final GrammarCompiler compiler;
    private RandomGenerator random = randomOf(0);

    private SchemaWalk(int vocabularySize, int tokens) {
        this.tokens = tokens;
        this.vocabulary = SyntheticVocabulary.ofSize(vocabularySize, 1);
        this.compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
    }

    /** Arguments: tokens of the vocabulary, schemas, how often, tokens drawn of each, schemas between two lines. */
    public static void main(String[] arguments) {
        SchemaWalk walk = new SchemaWalk(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[3]));
        int schemas = Integer.parseInt(arguments[1]);
        int every = Integer.parseInt(arguments[4]);
        for (int time = Integer.parseInt(arguments[2]); time > 0; time--) {
            for (int i = 1; i <= schemas; i++) {
                walk.random = randomOf(i);
                walk.walk(walk.compiler.compile(SchemaCompiler.compile(
                                walk.schema(i), SchemaOptions.defaults().with(KeyOrder.FREE), CompileLimits.defaults())
                        .grammar()));
                if (i % every == 0) {
                    System.out.println(usedAfterCollection());
                }
            }
        }
    }

    private static RandomGenerator randomOf(int schema) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(17L + schema);
    }

    /** The second collection takes what the first one has found to be weakly held only. */
    private static long usedAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void walk(CompiledGrammar grammar) {
        Matcher matcher = grammar.matcher();
        for (int i = 0; i < tokens && !matcher.mustEnd(); i++) {
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
