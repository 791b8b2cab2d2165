package dev.tenon.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.tenon.conformance.Scale;
import dev.tenon.conformance.suite.SchemaSuite.Draft;
import dev.tenon.conformance.suite.SchemaSuite.Group;
import dev.tenon.sampler.parts.PartException;
import dev.tenon.sampler.parts.PartStore;
import dev.tenon.sampler.parts.Parts;
import dev.tenon.server.maskbench.MaskBenchError;
import dev.tenon.server.maskbench.PatientRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every test of the official suite, required and optional, of the five drafts: the automaton's verdict on the instance, as
 * Python writes it, with free key order and any spelling of numbers. Formats are asserted in {@code optional/format} alone.
 *
 * <p>A schema that is refused as unsatisfiable passes where all its tests are invalid.
 */
final class JsonSchemaTestSuiteTest {
    @Test
    void theSuiteOfThePinnedPartDoesAsRecorded() throws IOException {
        Path folder;
        try {
            folder = PartStore.atDefaultHome().ensure(Parts.JSON_SCHEMA_SUITE);
        } catch (PartException e) {
            folder = abort("no test suite: " + e.getMessage());
        }
        run(folder, "json-schema-test-suite-4.26.0");
    }

    @Test
    void theNewerSuiteDoesAsRecorded() throws IOException {
        run(SharedData.require("json-schema-test-suite"), "json-schema-test-suite");
    }

    private static void run(Path folder, String name) throws IOException {
        Ratchet ratchet = new Ratchet(name);
        Map<String, Map<Verdict, Integer>> counts = new TreeMap<>();
        SchemaSuite suite = new SchemaSuite(folder);
        try (PatientRunner runner = new PatientRunner(Language.PATIENCE_SECONDS)) {
            for (Draft draft : Draft.values()) {
                for (Group group : suite.groups(draft)) {
                    judge(group, runner, ratchet, counts);
                }
            }
        }
        assertTrue(counts.size() > 15, "the suite has too few kinds of tests to be whole");
        report(name, counts);
        ratchet.check();
    }

    private static void judge(
            Group group, PatientRunner runner, Ratchet ratchet, Map<String, Map<Verdict, Integer>> counts) {
        Language language = Language.of(group.schema(), group.options(), runner);
        boolean allInvalid = group.tests().stream().noneMatch(SchemaSuite.Test::valid);
        for (SchemaSuite.Test test : group.tests()) {
            Verdict verdict;
            String cause = "";
            switch (language) {
                case Language.Compiled compiled -> {
                    boolean accepted = compiled.accepts(test.data());
                    verdict = accepted == test.valid()
                            ? Verdict.PASS
                            : accepted ? Verdict.FALSE_POSITIVE : Verdict.FALSE_NEGATIVE;
                }
                case Language.Refused refused -> {
                    MaskBenchError error = refused.error();
                    cause = error.kind() + " " + error.keyword();
                    verdict = !error.isRefusal()
                            ? Verdict.FAILED
                            : !error.isUnsatisfiable()
                                    ? Verdict.REFUSED
                                    : allInvalid
                                            ? Verdict.PASS
                                            : test.valid() ? Verdict.FALSE_NEGATIVE : Verdict.REFUSED;
                }
            }
            ratchet.add(group.name() + " | " + test.description(), verdict, verdict == Verdict.PASS ? "" : cause);
            count(counts, group.draft().folder() + " " + group.kind(), verdict);
            if (group.isFormat()) {
                String format = group.file().substring(group.file().lastIndexOf('/') + 1);
                count(counts, "format " + format.substring(0, format.length() - ".json".length()), verdict);
            }
        }
    }

    private static void count(Map<String, Map<Verdict, Integer>> counts, String name, Verdict verdict) {
        counts.computeIfAbsent(name, key -> new EnumMap<>(Verdict.class)).merge(verdict, 1, Integer::sum);
    }

    private static void report(String name, Map<String, Map<Verdict, Integer>> counts) throws IOException {
        List<String> lines = new ArrayList<>();
        counts.forEach((kind, verdicts) -> {
            int all = verdicts.values().stream().mapToInt(Integer::intValue).sum();
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%-32s %5d tests, %6.2f %% pass",
                    kind,
                    all,
                    100.0 * verdicts.getOrDefault(Verdict.PASS, 0) / all));
            verdicts.forEach((verdict, count) ->
                    line.append(", ").append(verdict.label()).append(' ').append(count));
            lines.add(line.toString());
        });
        lines.forEach(line -> Scale.report(name + ": " + line));
        Files.writeString(Path.of("target", name + ".txt"), String.join("\n", lines) + "\n");
    }
}
