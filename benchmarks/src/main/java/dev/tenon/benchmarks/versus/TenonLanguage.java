package dev.tenon.benchmarks.versus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.KeyOrder;
import dev.tenon.server.maskbench.MaskBench;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A schema as Tenon takes it: with keys in any order, and, where that is asked, in the schema's. Not thread-safe. */
final class TenonLanguage {
    private static final int LONGEST_END = 8_000;

    private final GrammarCompiler compiler;
    private final JsonNode schema;
    private final CompiledGrammar free;
    private @Nullable CompiledGrammar ordered;

    /** Compiles the schema; throws what the compiler throws. */
    TenonLanguage(GrammarCompiler compiler, JsonNode schema) {
        this.compiler = compiler;
        this.schema = schema;
        this.free = compile(KeyOrder.FREE);
    }

    private CompiledGrammar compile(KeyOrder order) {
        SchemaOptions options = MaskBench.OPTIONS.with(order);
        return compiler.compile(SchemaCompiler.compile(schema, options, CompileLimits.defaults())
                .grammar());
    }

    /** At the start of a text. */
    Matcher matcher() {
        return free.matcher();
    }

    /** Whether a text is one of the language. */
    boolean accepts(byte[] text) {
        return accepts(free.matcher(), text);
    }

    /** At the start of a text whose keys come in the schema's order. */
    Matcher orderedMatcher() {
        CompiledGrammar grammar = ordered;
        if (grammar == null) {
            ordered = grammar = compile(KeyOrder.SCHEMA);
        }
        return grammar.matcher();
    }

    /** Whether a text is one of the language with its keys in the schema's order. */
    boolean acceptsInOrder(byte[] text) {
        return accepts(orderedMatcher(), text);
    }

    private static boolean accepts(Matcher matcher, byte[] text) {
        return matcher.acceptBytes(text, 0, text.length) == text.length && matcher.isAccepting();
    }

    /** The bytes of a short way from where a matcher stands to an end; none when it is not found soon. */
    static Optional<byte[]> finish(Matcher from) {
        Matcher at = from.fork();
        ByteArrayOutputStream way = new ByteArrayOutputStream();
        byte[] one = new byte[1];
        while (!at.isAccepting()) {
            if (way.size() == LONGEST_END) {
                return Optional.empty();
            }
            Matcher best = null;
            byte bestByte = 0;
            for (int b = 0; b < 256; b++) {
                Matcher next = at.fork();
                one[0] = (byte) b;
                if (next.acceptBytes(one, 0, 1) == 1 && (best == null || next.leastBytes() < best.leastBytes())) {
                    best = next;
                    bestByte = (byte) b;
                }
            }
            if (best == null) {
                throw new IllegalStateException("a dead end after " + way);
            }
            way.write(bestByte);
            at = best;
        }
        return Optional.of(way.toByteArray());
    }
}
