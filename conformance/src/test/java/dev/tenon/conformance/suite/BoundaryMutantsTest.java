package dev.tenon.conformance.suite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.Scale;
import dev.tenon.conformance.suite.PythonValidator.Answer;
import dev.tenon.conformance.suite.PythonValidator.Opinion;
import dev.tenon.sampler.TextSampler;
import dev.tenon.schema.KeywordReport;
import dev.tenon.schema.SchemaException;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.Formats;
import dev.tenon.server.maskbench.InstanceText;
import dev.tenon.server.maskbench.MaskBench;
import dev.tenon.server.maskbench.MaskBenchCase;
import dev.tenon.server.maskbench.MaskBenchError;
import dev.tenon.server.maskbench.PatientRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * For each schema of the corpus with a keyword that engines tend to drop: instances one edit away from valid ones, judged by
 * networknt and by Python's {@code jsonschema}, with formats as annotations for all three. Where the two agree, the automaton
 * must agree with them. Instances that it gets wrong are written to {@code target/boundary-mutants.txt}.
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
    private static final int MUTANTS = 30;
    private static final int WANTED = 20;
    private static final int OWN_TEXTS = 20;
    private static final int MAX_BYTES = 400;
    private static final int TRIES = 40 * MUTANTS;

    private final Map<String, Subject> subjects = new LinkedHashMap<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Ratchet ratchet = new Ratchet("boundary-mutants");
    private final PythonValidator.Batch batch = new PythonValidator.Batch();
    private final Disagreements disagreements = Disagreements.recorded();
    private final List<String> unjudged = new ArrayList<>();
    private int schemas;

    /** A schema that compiled, what networknt says of each mutant, and what is wrong. */
    private record Subject(Language.Compiled language, Map<String, Boolean> valid) {}

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
        }
        compare(PythonValidator.find().orElseThrow().judge(batch, Formats.ANNOTATED));
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
                Subject subject = new Subject(compiled, new LinkedHashMap<>());
                Judge judge;
                try {
                    judge = new Judge(schema, OPTIONS);
                } catch (RuntimeException e) {
                    unjudged.add(test.id() + ": " + e);
                    return;
                }
                List<JsonNode> own = runner.call(() -> texts(test, compiled)).orElseGet(() -> {
                    unjudged.add(test.id() + ": no texts of its own in time; mutants of the given instances alone");
                    return List.of();
                });
                for (JsonNode mutant : mutants(test, schema, own)) {
                    String text = InstanceText.write(mutant);
                    try {
                        List<String> faults = judge.faults(Judge.JSON.readTree(text));
                        if (!faults.isEmpty() && disagreements.explain(test.id(), faults, text)) {
                            continue;
                        }
                        subject.valid.put(text, faults.isEmpty());
                    } catch (JsonProcessingException | RuntimeException | StackOverflowError e) {
                        // No opinion; the other validator's alone does not count.
                        continue;
                    }
                    batch.add(test.id(), schema, text);
                }
                subjects.put(test.id(), subject);
            }
        }
    }

    private static List<JsonNode> texts(MaskBenchCase test, Language.Compiled language) {
        SplittableRandom random = new SplittableRandom(test.id().hashCode());
        List<JsonNode> texts = new ArrayList<>();
        TextSampler sampler = TextSampler.overBytes(language.grammar(), CompileLimits.defaults(), MAX_BYTES);
        for (int i = 0; i < OWN_TEXTS; i++) {
            String text = new String(sampler.next(random.split()), UTF_8);
            try {
                texts.add(InstanceText.read(text));
            } catch (JsonProcessingException e) {
                throw new AssertionError(test.id() + ": no JSON: " + text, e);
            }
        }
        return texts;
    }

    private static Set<JsonNode> mutants(MaskBenchCase test, JsonNode schema, List<JsonNode> own) {
        SplittableRandom random = new SplittableRandom(~test.id().hashCode());
        List<JsonNode> starts = new ArrayList<>();
        test.instances().stream()
                .filter(MaskBenchCase.Instance::valid)
                .map(MaskBenchCase.Instance::value)
                .forEach(starts::add);
        starts.addAll(own);
        if (starts.isEmpty()) {
            return Set.of();
        }
        Mutations mutations = Mutations.of(schema);
        Set<JsonNode> mutants = new LinkedHashSet<>();
        for (int i = 0; i < TRIES && mutants.size() < MUTANTS; i++) {
            mutants.add(mutations.mutate(starts.get(i % starts.size()), random));
        }
        return mutants;
    }

    private void compare(List<Answer> answers) throws IOException {
        Map<String, Verdict> verdicts = new TreeMap<>();
        Map<String, Integer> agreed = new TreeMap<>();
        List<String> findings = new ArrayList<>();
        List<String> splits = new ArrayList<>();
        int valid = 0;
        int invalid = 0;
        int acceptedInvalid = 0;
        int rejectedValid = 0;
        for (Answer answer : answers) {
            Subject subject = Objects.requireNonNull(subjects.get(answer.name()));
            boolean first = Boolean.TRUE.equals(subject.valid.get(answer.text()));
            if (answer.opinion() == Opinion.NONE || first != (answer.opinion() == Opinion.VALID)) {
                splits.add("split\t" + answer.name() + "\t" + answer.text() + "\tnetworknt: " + first + ", Python: "
                        + answer.opinion() + " " + answer.message());
                continue;
            }
            agreed.merge(answer.name(), 1, Integer::sum);
            boolean accepted = subject.language.accepts(answer.text());
            Verdict verdict =
                    accepted == first ? Verdict.PASS : accepted ? Verdict.FALSE_POSITIVE : Verdict.FALSE_NEGATIVE;
            valid += first ? 1 : 0;
            invalid += first ? 0 : 1;
            acceptedInvalid += verdict == Verdict.FALSE_POSITIVE ? 1 : 0;
            rejectedValid += verdict == Verdict.FALSE_NEGATIVE ? 1 : 0;
            verdicts.merge(answer.name(), verdict, Verdict::or);
            if (verdict != Verdict.PASS) {
                findings.add(verdict.label() + "\t" + answer.name() + "\t" + answer.text() + "\t" + answer.message());
            }
        }
        verdicts.forEach((name, verdict) -> ratchet.add(name, verdict, ""));
        findings.addAll(splits);
        Files.writeString(Path.of("target", "boundary-mutants.txt"), String.join("\n", findings) + "\n");
        int refused = refusals.values().stream().mapToInt(Integer::intValue).sum();
        Scale.report("boundary mutants: " + schemas + " schemas, " + refused + " refused " + refusals);
        Scale.report("boundary mutants: " + answers.size() + " mutants; both validators agree on " + (valid + invalid)
                + ": "
                + valid + " valid, " + invalid + " invalid; accepted-invalid " + acceptedInvalid + ", rejected-valid "
                + rejectedValid);
        List<String> few = subjects.keySet().stream()
                .filter(name -> agreed.getOrDefault(name, 0) < WANTED)
                .map(name -> name + " " + agreed.getOrDefault(name, 0))
                .toList();
        Scale.report("boundary mutants: fewer than " + WANTED + " with an agreed verdict in " + few.size() + " of "
                + subjects.size() + " compiled schemas " + few);
        unjudged.forEach(line -> Scale.report("boundary mutants: networknt does not load " + line));
        Scale.report("boundary mutants, by schema: " + ratchet.counts());
        assertTrue(valid > 0 && invalid > 0);
        ratchet.check();
    }
}
