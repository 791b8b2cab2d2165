package dev.tenon.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.Scale;
import dev.tenon.conformance.suite.PythonValidator.Answer;
import dev.tenon.conformance.suite.PythonValidator.Opinion;
import dev.tenon.schema.KeywordReport;
import dev.tenon.schema.SchemaException;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.Formats;
import dev.tenon.server.maskbench.MaskBench;
import dev.tenon.server.maskbench.MaskBenchCase;
import dev.tenon.server.maskbench.MaskBenchError;
import dev.tenon.server.maskbench.PatientRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * For each schema of the corpus with a keyword that engines tend to drop: instances one edit away from valid ones, judged by
 * networknt and by Python's {@code jsonschema}, with formats as annotations for all three. Where the two agree, the automaton
 * must agree with them. Schemas on which they agree too seldom get more mutants. Instances that the automaton gets wrong are
 * written to {@code target/boundary-mutants.txt}, with those about which the two differ.
 */
final class BoundaryMutantsTest {
    private static final Set<String> KEYWORDS = Set.of(
            "not",
            "if",
            "oneOf",
            "contains",
            "propertyNames",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "uniqueItems",
            "minProperties",
            "maxProperties");

    private static final SchemaOptions OPTIONS = MaskBench.OPTIONS.with(Formats.ANNOTATED);
    private static final int WANTED = 20;

    /** Mutants in the first round, and in each further one for the schemas on which the validators did not agree enough. */
    private static final List<Integer> ROUNDS = List.of(30, 100, 300);

    private final Map<String, MutantSubject> subjects = new LinkedHashMap<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Ratchet ratchet = new Ratchet("boundary-mutants");
    private final Disagreements disagreements = Disagreements.recorded();
    private final List<String> unjudged = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final List<String> splits = new ArrayList<>();
    private int schemas;
    private int mutants;
    private int valid;
    private int invalid;
    private int acceptedInvalid;
    private int rejectedValid;

    @Test
    void theAutomatonAgreesWhereTwoValidatorsAgree() throws IOException {
        assumeTrue(Scale.isLong(), "boundary mutants are for long runs: -Dtenon.long=true");
        assumeTrue(PythonValidator.find().isPresent(), "no second validator; -Dtenon.python=PYTHON names it");
        try (PatientRunner runner = new PatientRunner(Language.PATIENCE_SECONDS)) {
            MaskBenchCase.read(
                    SharedData.require("maskbench-dev.jsonl.gz"),
                    SharedData.stride(1),
                    0,
                    test -> prepare(test, runner));
            for (int count : ROUNDS) {
                judge(count, runner);
            }
        }
        check();
    }

    private void prepare(MaskBenchCase test, PatientRunner runner) {
        JsonNode schema;
        try {
            schema = MaskBench.parseSchema(test.schema());
            if (KeywordReport.of(schema).stream().noneMatch(use -> KEYWORDS.contains(use.keyword()))) {
                return;
            }
        } catch (SchemaException e) {
            return;
        }
        schemas++;
        switch (Language.of(schema, OPTIONS, runner)) {
            case Language.Refused refused -> {
                MaskBenchError error = refused.error();
                String cause = error.kind() + " " + error.keyword();
                refusals.merge(cause, 1, Integer::sum);
                ratchet.add(test.id(), error.isRefusal() ? Verdict.REFUSED : Verdict.FAILED, cause);
            }
            case Language.Compiled compiled -> {
                try {
                    subjects.put(test.id(), new MutantSubject(test, schema, compiled, new Judge(schema, OPTIONS)));
                } catch (RuntimeException e) {
                    unjudged.add(test.id() + ": " + e);
                }
            }
        }
    }

    /** One round: so many mutants more of each schema with too few verdicts. */
    private void judge(int count, PatientRunner runner) {
        PythonValidator.Batch batch = new PythonValidator.Batch();
        for (MutantSubject subject : subjects.values()) {
            if (subject.agreed() < WANTED) {
                List<String> texts = runner.call(() -> subject.mutants(count, disagreements))
                        .orElseGet(() -> {
                            unjudged.add(subject.name() + ": no mutants in time");
                            return List.of();
                        });
                texts.forEach(text -> batch.add(subject.name(), subject.schema(), text));
            }
        }
        mutants += batch.size();
        PythonValidator.find().orElseThrow().judge(batch, Formats.ANNOTATED).forEach(this::compare);
    }

    private void compare(Answer answer) {
        MutantSubject subject = Objects.requireNonNull(subjects.get(answer.name()));
        boolean first = subject.isValid(answer.text());
        if (answer.opinion() == Opinion.NONE || first != (answer.opinion() == Opinion.VALID)) {
            subject.differ(answer.opinion(), answer.message());
            splits.add("split\t" + answer.name() + "\t" + answer.text() + "\tnetworknt: " + first + ", Python: "
                    + answer.opinion() + " " + answer.message());
            return;
        }
        boolean accepted = subject.accepts(answer.text());
        Verdict verdict = accepted == first ? Verdict.PASS : accepted ? Verdict.FALSE_POSITIVE : Verdict.FALSE_NEGATIVE;
        subject.agree(verdict);
        valid += first ? 1 : 0;
        invalid += first ? 0 : 1;
        acceptedInvalid += verdict == Verdict.FALSE_POSITIVE ? 1 : 0;
        rejectedValid += verdict == Verdict.FALSE_NEGATIVE ? 1 : 0;
        if (verdict != Verdict.PASS) {
            findings.add(verdict.label() + "\t" + answer.name() + "\t" + answer.text() + "\t" + answer.message());
        }
    }

    private void check() throws IOException {
        subjects.values().stream()
                .filter(subject -> subject.agreed() > 0)
                .forEach(subject -> ratchet.add(subject.name(), subject.verdict(), ""));
        findings.addAll(splits);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "boundary-mutants.txt"), String.join("\n", findings) + "\n");
        int refused = refusals.values().stream().mapToInt(Integer::intValue).sum();
        Scale.report("boundary mutants: " + schemas + " schemas, " + refused + " refused " + refusals);
        Scale.report("boundary mutants: " + mutants + " mutants; both validators agree on " + (valid + invalid) + ": "
                + valid + " valid, " + invalid + " invalid; accepted-invalid " + acceptedInvalid + ", rejected-valid "
                + rejectedValid);
        List<MutantSubject> few = subjects.values().stream()
                .filter(subject -> subject.agreed() < WANTED)
                .toList();
        Scale.report("boundary mutants: fewer than " + WANTED + " with an agreed verdict in " + few.size() + " of "
                + subjects.size() + " compiled schemas");
        few.forEach(subject -> Scale.report("boundary mutants, few: " + subject.cause()));
        unjudged.forEach(line -> Scale.report("boundary mutants: networknt does not load " + line));
        Scale.report("boundary mutants, by schema: " + ratchet.counts());
        assertTrue(valid > 0 && invalid > 0);
        ratchet.check();
    }
}
