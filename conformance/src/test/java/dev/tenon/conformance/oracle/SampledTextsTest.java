package dev.tenon.conformance.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.RealVocabulary;
import dev.tenon.conformance.Scale;
import dev.tenon.conformance.SchemaCase;
import dev.tenon.sampler.TextSampler;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts drawn from each schema's language, with no model, satisfy the schema. */
final class SampledTextsTest {
    private static final int MAX_BYTES = 600;
    private static final AtomicInteger DRAWN = new AtomicInteger();

    static Stream<SchemaCase> cases() {
        return SchemaCase.all().stream();
    }

    @AfterAll
    static void report() {
        Scale.report("sampled texts: " + DRAWN + " drawn and judged valid");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void textsDrawnByteByByteAreValid(SchemaCase schemaCase) {
        TextSampler sampler = TextSampler.overBytes(schemaCase.grammar(), CompileLimits.defaults(), MAX_BYTES);
        draw(schemaCase, sampler, Scale.of(60, 4_000));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void textsDrawnTokenByTokenAreValid(SchemaCase schemaCase) {
        Grammar grammar = schemaCase.grammar();
        TextSampler sampler =
                TextSampler.overTokens(grammar, RealVocabulary.named("smollm2").compiler(), MAX_BYTES);
        draw(schemaCase, sampler, Scale.of(12, 1_000));
    }

    private static void draw(SchemaCase schemaCase, TextSampler sampler, int count) {
        Judge judge = schemaCase.judge();
        SplittableRandom random = new SplittableRandom(schemaCase.name().hashCode());
        for (int i = 0; i < count; i++) {
            byte[] text = sampler.next(random);
            assertEquals(Optional.empty(), judge.fault(text), () -> schemaCase + " made " + new String(text, UTF_8));
        }
        DRAWN.addAndGet(count);
    }
}
