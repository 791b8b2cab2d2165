package dev.tenon.conformance.dos;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.GrammarException;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.conformance.Scale;
import dev.tenon.conformance.TokenWalk;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaException;
import dev.tenon.schema.SchemaOptions;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every hostile schema is either refused, with a reason, or compiled and then usable; either way after a bounded amount of
 * work. Work is the thread's own time, so that a busy machine does not matter, and the memory that it asked for.
 */
final class HostileSchemasTest {
    private static final long MOST_SECONDS = 8;
    private static final long MOST_ALLOCATED_BYTES = 6L << 30;
    private static final int LONGEST_REASON = 1_000;

    private static final GrammarCompiler COMPILER =
            new GrammarCompiler(SyntheticVocabulary.ofSize(2_000, 1), CompileLimits.defaults());
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<String> VERDICTS = new ArrayList<>();

    static Stream<Arguments> schemas() {
        return Stream.of(HostileSchemas.all(), HostileFormulas.all())
                .flatMap(all -> all.entrySet().stream())
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @AfterAll
    static void report() {
        VERDICTS.forEach(Scale::report);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schemas")
    void isRefusedOrCompiledInBoundedWork(String name, Supplier<JsonNode> hostile) {
        JsonNode schema = hostile.get();
        long nanos = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        String verdict = verdict(schema);
        long millis = TimeUnit.NANOSECONDS.toMillis(THREADS.getCurrentThreadCpuTime() - nanos);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        VERDICTS.add("hostile schema: " + name.substring(0, Math.min(60, name.length())) + ": " + verdict + "; "
                + millis + " ms, " + (allocated >> 20) + " MiB");
        assertTrue(
                millis < TimeUnit.SECONDS.toMillis(MOST_SECONDS), () -> name + " took " + millis + " ms: " + verdict);
        assertTrue(allocated < MOST_ALLOCATED_BYTES, () -> name + " took " + allocated + " bytes: " + verdict);
    }

    private static String verdict(JsonNode schema) {
        CompiledGrammar grammar;
        try {
            grammar =
                    COMPILER.compile(SchemaCompiler.compile(schema, SchemaOptions.defaults(), CompileLimits.defaults())
                            .grammar());
        } catch (SchemaException | GrammarTooComplexException | EmptyLanguageException | GrammarException e) {
            String reason = String.valueOf(e.getMessage());
            assertFalse(reason.isBlank());
            assertTrue(reason.length() < LONGEST_REASON, () -> "a reason of " + reason.length() + " characters");
            return e.getClass().getSimpleName() + " " + reason.substring(0, Math.min(160, reason.length()));
        }
        TokenWalk walk = new TokenWalk(grammar, COMPILER.vocabulary(), new SplittableRandom(1));
        for (int i = 0; i < 30 && walk.wander(); i++) {
            assertTrue(walk.matcher().mask().cardinality() > 0 || walk.matcher().isAccepting());
        }
        return "compiled";
    }
}
