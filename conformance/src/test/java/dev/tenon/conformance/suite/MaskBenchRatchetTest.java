package dev.tenon.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.conformance.Scale;
import dev.tenon.schema.SchemaException;
import dev.tenon.server.maskbench.MaskBench;
import dev.tenon.server.maskbench.MaskBenchCase;
import dev.tenon.server.maskbench.MaskBenchError;
import dev.tenon.server.maskbench.PatientRunner;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A third of MaskBench's schemas with their instances, judged by the automaton byte by byte: what masks over any vocabulary
 * come to, without making them. {@code tenon maskbench} makes them, and takes the time.
 */
final class MaskBenchRatchetTest {
    /** In a short run every so-manieth. */
    private static final int SHORT_STRIDE = 12;

    @Test
    void schemasDoAsRecorded() throws IOException {
        Ratchet ratchet = new Ratchet("maskbench");
        Map<String, Integer> refusals = new TreeMap<>();
        AtomicInteger instances = new AtomicInteger();
        try (PatientRunner runner = new PatientRunner(Language.PATIENCE_SECONDS)) {
            MaskBenchCase.read(
                    SharedData.require("maskbench-dev.jsonl.gz"), SharedData.stride(SHORT_STRIDE), 0, test -> {
                        judge(test, runner, ratchet, refusals);
                        instances.addAndGet(test.instances().size());
                    });
        }
        Scale.report("maskbench: " + ratchet.counts() + "; " + instances + " instances");
        refusals.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> Scale.report("maskbench: refused " + entry.getValue() + ": " + entry.getKey()));
        assertTrue(instances.get() > 0);
        ratchet.check();
    }

    private static void judge(
            MaskBenchCase test, PatientRunner runner, Ratchet ratchet, Map<String, Integer> refusals) {
        Language language;
        try {
            language = Language.of(MaskBench.parseSchema(test.schema()), MaskBench.OPTIONS, runner);
        } catch (SchemaException e) {
            language = new Language.Refused(MaskBenchError.of(e));
        }
        switch (language) {
            case Language.Refused refused -> {
                MaskBenchError error = refused.error();
                String cause = error.kind() + " " + error.keyword();
                refusals.merge(cause, 1, Integer::sum);
                ratchet.add(test.id(), error.isRefusal() ? Verdict.REFUSED : Verdict.FAILED, cause);
            }
            case Language.Compiled compiled -> {
                Verdict verdict = Verdict.PASS;
                StringBuilder wrong = new StringBuilder();
                for (int i = 0; i < test.instances().size(); i++) {
                    MaskBenchCase.Instance instance = test.instances().get(i);
                    boolean accepted = compiled.accepts(instance.text());
                    if (accepted != instance.valid()) {
                        verdict = verdict.or(accepted ? Verdict.FALSE_POSITIVE : Verdict.FALSE_NEGATIVE);
                        wrong.append(wrong.isEmpty() ? "instance " : ", ").append(i);
                    }
                }
                ratchet.add(test.id(), verdict, wrong.toString());
            }
        }
    }
}
