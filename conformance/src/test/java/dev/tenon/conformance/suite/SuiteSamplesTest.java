package dev.tenon.conformance.suite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.conformance.RealVocabulary;
import dev.tenon.conformance.suite.SchemaSuite.Draft;
import dev.tenon.conformance.suite.SchemaSuite.Group;
import dev.tenon.schema.SchemaException;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.server.maskbench.MaskBench;
import dev.tenon.server.maskbench.MaskBenchCase;
import dev.tenon.server.maskbench.PatientRunner;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Soundness: from every schema that compiles in both suites texts are drawn, byte by byte and over the vocabulary of a real
 * model, and each is judged by networknt and, where that is there, by Python's {@code jsonschema}. No walk may run into a dead
 * end, no text comes twice, and each property and branch of the root comes up that can.
 */
final class SuiteSamplesTest {
    /** In a short run every so-manieth schema. */
    private static final int SHORT_STRIDE_CORPUS = 100;

    private static final int SHORT_STRIDE_SUITE = 30;
    private static final String VOCABULARY = "llama-bpe";

    @Test
    void textsOfTheCorpusAreValid() throws IOException {
        GrammarCompiler tokens = RealVocabulary.named(VOCABULARY).compiler();
        SampleReport report = new SampleReport("maskbench");
        Samples samples = new Samples(tokens, report);
        try (PatientRunner runner = new PatientRunner(Language.PATIENCE_SECONDS)) {
            int stride = SharedData.stride(SHORT_STRIDE_CORPUS);
            MaskBenchCase.read(
                    SharedData.require("maskbench-dev.jsonl.gz"),
                    stride,
                    1 % stride,
                    test -> draw(samples, test, runner));
        }
        report.check();
    }

    private static void draw(Samples samples, MaskBenchCase test, PatientRunner runner) {
        JsonNode schema;
        try {
            schema = MaskBench.parseSchema(test.schema());
        } catch (SchemaException e) {
            return;
        }
        draw(samples, test.id(), schema, MaskBench.OPTIONS, runner);
    }

    private static void draw(
            Samples samples, String name, JsonNode schema, SchemaOptions options, PatientRunner runner) {
        if (Language.of(schema, options, runner) instanceof Language.Compiled compiled) {
            samples.draw(name, schema, options, compiled, runner);
        }
    }

    @Test
    void textsOfTheOfficialSuiteAreValid() throws IOException {
        GrammarCompiler tokens = RealVocabulary.named(VOCABULARY).compiler();
        SampleReport report = new SampleReport("suite");
        Samples samples = new Samples(tokens, report);
        SchemaSuite suite = new SchemaSuite(SharedData.require("json-schema-test-suite"));
        int index = 0;
        try (PatientRunner runner = new PatientRunner(Language.PATIENCE_SECONDS)) {
            for (Draft draft : Draft.values()) {
                for (Group group : suite.groups(draft)) {
                    if (index++ % SharedData.stride(SHORT_STRIDE_SUITE) == 0) {
                        draw(samples, group.name(), group.schema(), group.options(), runner);
                    }
                }
            }
        }
        report.check();
    }
}
