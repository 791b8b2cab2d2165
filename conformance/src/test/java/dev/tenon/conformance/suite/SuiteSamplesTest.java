package dev.tenon.conformance.suite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.conformance.RealVocabulary;
import dev.tenon.conformance.Scale;
import dev.tenon.conformance.suite.PythonValidator.Answer;
import dev.tenon.conformance.suite.PythonValidator.Opinion;
import dev.tenon.conformance.suite.SchemaSuite.Draft;
import dev.tenon.conformance.suite.SchemaSuite.Group;
import dev.tenon.schema.SchemaException;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.Formats;
import dev.tenon.server.maskbench.MaskBench;
import dev.tenon.server.maskbench.MaskBenchCase;
import dev.tenon.server.maskbench.PatientRunner;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Soundness: from every schema that compiles in both suites texts are drawn, byte by byte and over the vocabulary of a real
 * model, and each is judged by networknt; those that it finds valid by Python's {@code jsonschema} as well, where that is there.
 * No walk may run into a dead end.
 */
final class SuiteSamplesTest {
    /** In a short run every so-manieth schema. */
    private static final int SHORT_STRIDE_CORPUS = 100;

    private static final int SHORT_STRIDE_SUITE = 30;
    private static final String VOCABULARY = "llama-bpe";

    @Test
    void textsOfTheCorpusAreValid() throws IOException {
        GrammarCompiler tokens = RealVocabulary.named(VOCABULARY).compiler();
        PythonValidator.Batch batch = new PythonValidator.Batch();
        Samples samples = new Samples("samples of maskbench", tokens, batch);
        try (PatientRunner runner = new PatientRunner(Language.PATIENCE_SECONDS)) {
            int stride = SharedData.stride(SHORT_STRIDE_CORPUS);
            MaskBenchCase.read(
                    SharedData.require("maskbench-dev.jsonl.gz"),
                    stride,
                    1 % stride,
                    test -> draw(samples, test, runner));
        }
        secondOpinion(batch);
        samples.check();
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
        Samples samples = new Samples("samples of the suite", tokens, new PythonValidator.Batch());
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
        samples.check();
    }

    private static void secondOpinion(PythonValidator.Batch batch) {
        if (!Scale.isLong() || PythonValidator.find().isEmpty()) {
            Scale.report(
                    "samples of maskbench: not judged by Python; -Dtenon.long=true and -Dtenon.python=PYTHON do so");
            return;
        }
        List<Answer> answers = PythonValidator.find().orElseThrow().judge(batch, Formats.ASSERTED);
        List<Answer> invalid =
                answers.stream().filter(a -> a.opinion() == Opinion.INVALID).toList();
        long none = answers.stream().filter(a -> a.opinion() == Opinion.NONE).count();
        Scale.report("samples of maskbench: Python judged " + (answers.size() - none) + " texts, could not judge "
                + none + ", and finds " + invalid.size() + " invalid that networknt finds valid");
        Disagreements known = Disagreements.recorded();
        List<String> open = invalid.stream()
                .filter(a -> !known.explain(a.name(), List.of(a.message()), a.text()))
                .map(a -> a.name() + ": " + a.message() + "\n    " + a.text())
                .toList();
        if (!open.isEmpty()) {
            throw new AssertionError(open.size() + " texts are not valid, says Python:\n"
                    + String.join("\n", open.subList(0, Math.min(40, open.size()))));
        }
    }
}
