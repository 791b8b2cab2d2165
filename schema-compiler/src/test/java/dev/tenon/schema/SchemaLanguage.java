package dev.tenon.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/** The language of a compiled schema, asked text by text over a vocabulary of the 256 bytes. */
final class SchemaLanguage {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final GrammarCompiler COMPILER =
            new GrammarCompiler(Vocabulary.ofByteStrings(bytes()), CompileLimits.defaults());

    private final CompiledGrammar grammar;

    private SchemaLanguage(CompiledGrammar grammar) {
        this.grammar = grammar;
    }

    private static List<byte[]> bytes() {
        List<byte[]> bytes = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            bytes.add(new byte[] {(byte) b});
        }
        return bytes;
    }

    /** A schema, or any JSON text. */
    static JsonNode json(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            if (json.isMissingNode()) {
                throw new IllegalArgumentException("no JSON: " + text);
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + text, e);
        }
    }

    static CompiledSchema compile(String schema) {
        return SchemaCompiler.compile(json(schema), SchemaOptions.defaults(), CompileLimits.defaults());
    }

    static CompiledSchema compile(String schema, SchemaOptions options) {
        return SchemaCompiler.compile(json(schema), options, CompileLimits.defaults());
    }

    static SchemaLanguage of(String schema) {
        return of(compile(schema));
    }

    static SchemaLanguage of(String schema, SchemaOptions options) {
        return of(compile(schema, options));
    }

    static SchemaLanguage of(CompiledSchema schema) {
        return new SchemaLanguage(COMPILER.compile(schema.grammar()));
    }

    boolean contains(String text) {
        Matcher matcher = grammar.matcher();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return matcher.acceptBytes(bytes, 0, bytes.length) == bytes.length && matcher.isAccepting();
    }

    /** How many readings of a text of the language were given up. */
    long droppedReadings(String text) {
        Matcher matcher = grammar.matcher();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int accepted = matcher.acceptBytes(bytes, 0, bytes.length);
        if (accepted != bytes.length) {
            throw new AssertionError("left at " + accepted + " of " + text);
        }
        return matcher.droppedReadings();
    }

    /**
     * A text of the language, byte by byte at random; after {@code wander} bytes the shortest way to the end.
     *
     * @throws AssertionError at a dead end
     */
    String sample(RandomGenerator random, int wander) {
        Matcher matcher = grammar.matcher();
        byte[] text = new byte[1 << 16];
        for (int length = 0; length < text.length; length++) {
            BitSet next = matcher.nextBytes();
            if (matcher.isAccepting() && (next.isEmpty() || length >= wander || random.nextInt(4) == 0)) {
                return new String(text, 0, length, StandardCharsets.UTF_8);
            }
            if (next.isEmpty()) {
                throw new AssertionError("dead end after " + new String(text, 0, length, StandardCharsets.UTF_8));
            }
            text[length] = (byte) (length < wander ? pick(next, random) : nearest(matcher, next));
            if (matcher.acceptBytes(text, length, 1) != 1) {
                throw new AssertionError("byte " + text[length] + " was offered and is not taken");
            }
        }
        throw new AssertionError("no end within 64 kB");
    }

    /** Printable ASCII is favoured, so that texts can be read. */
    private static int pick(BitSet next, RandomGenerator random) {
        int[] all = next.stream().toArray();
        int[] plain = next.stream().filter(b -> b > 0x20 && b < 0x7F).toArray();
        int[] from = plain.length > 0 && random.nextInt(8) > 0 ? plain : all;
        return from[random.nextInt(from.length)];
    }

    private static int nearest(Matcher matcher, BitSet next) {
        int best = -1;
        long least = Long.MAX_VALUE;
        for (int b = next.nextSetBit(0); b >= 0; b = next.nextSetBit(b + 1)) {
            Matcher fork = matcher.fork();
            fork.acceptBytes(new byte[] {(byte) b}, 0, 1);
            if (fork.leastBytes() < least) {
                least = fork.leastBytes();
                best = b;
            }
        }
        return best;
    }

    /** An independent validator for a schema, with formats asserted. */
    static Schema validator(String schema) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(json(schema));
    }

    /** Whether the independent validator calls the text valid JSON for the schema. */
    static boolean isValid(Schema validator, String text) {
        return validator
                .validate(
                        json(text), context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .isEmpty();
    }
}
