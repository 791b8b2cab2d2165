package dev.tenon.conformance.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.suite.PythonValidator.Opinion;
import dev.tenon.sampler.DrawnTexts;
import dev.tenon.sampler.TextSampler;
import dev.tenon.server.maskbench.InstanceText;
import dev.tenon.server.maskbench.MaskBenchCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A schema that compiled, its mutants, and what became of them. Mutable, not thread-safe. */
final class MutantSubject {
    private static final int OWN_TEXTS = 20;
    private static final int MAX_BYTES = 400;
    private static final int TRIES_FOR_EACH = 40;

    private final String name;
    private final JsonNode schema;
    private final Language.Compiled language;
    private final Judge judge;
    private final Mutations mutations;
    private final SplittableRandom random;
    private final TextSampler sampler;
    private final DrawnTexts drawn = new DrawnTexts();
    /** The given valid instances, and texts of the language. */
    private final List<JsonNode> starts = new ArrayList<>();

    /** What networknt says of each mutant; nothing where it is known to be wrong or cannot say. */
    private final Map<String, Optional<Boolean>> verdicts = new HashMap<>();

    private Verdict verdict = Verdict.PASS;
    private int agreed;
    private int known;
    private int crashed;
    private int unanswered;
    private int split;
    private String lastSplit = "";

    MutantSubject(MaskBenchCase test, JsonNode schema, Language.Compiled language, Judge judge) {
        this.name = test.id();
        this.schema = schema;
        this.language = language;
        this.judge = judge;
        this.mutations = Mutations.of(schema);
        this.random = new SplittableRandom(~name.hashCode());
        this.sampler = TextSampler.overBytes(language.grammar(), CompileLimits.defaults(), MAX_BYTES);
        test.instances().stream()
                .filter(MaskBenchCase.Instance::valid)
                .map(MaskBenchCase.Instance::value)
                .forEach(starts::add);
    }

    String name() {
        return name;
    }

    JsonNode schema() {
        return schema;
    }

    /** Mutants that were not there before and of which networknt has a verdict. */
    List<String> mutants(int count, Disagreements disagreements) throws JsonProcessingException {
        for (int i = 0; i < OWN_TEXTS; i++) {
            Optional<byte[]> text = sampler.nextOther(random.split(), drawn);
            if (text.isEmpty()) {
                break;
            }
            starts.add(InstanceText.read(new String(text.get(), UTF_8)));
        }
        List<String> judged = new ArrayList<>();
        for (int i = 0; i < TRIES_FOR_EACH * count && judged.size() < count && !starts.isEmpty(); i++) {
            JsonNode mutant = mutations.mutate(starts.get(i % starts.size()), random);
            String text = InstanceText.write(mutant);
            if (!verdicts.containsKey(text)) {
                Optional<Boolean> verdict = verdict(text, disagreements);
                verdicts.put(text, verdict);
                verdict.ifPresent(known -> judged.add(text));
            }
        }
        return judged;
    }

    private Optional<Boolean> verdict(String text, Disagreements disagreements) {
        try {
            List<String> faults = judge.faults(Judge.JSON.readTree(text));
            if (!faults.isEmpty() && disagreements.explain(name, faults, text)) {
                known++;
                return Optional.empty();
            }
            return Optional.of(faults.isEmpty());
        } catch (JsonProcessingException | RuntimeException | StackOverflowError e) {
            // No opinion; the other validator's alone does not count.
            crashed++;
            return Optional.empty();
        }
    }

    /** What networknt said of a mutant. */
    boolean isValid(String text) {
        return verdicts.getOrDefault(text, Optional.empty()).orElseThrow();
    }

    /** Whether the automaton accepts it. */
    boolean accepts(String text) {
        return language.accepts(text);
    }

    /** The validators agree on a mutant, and this is what the automaton makes of it. */
    void agree(Verdict automaton) {
        agreed++;
        verdict = verdict.or(automaton);
    }

    /** The validators do not agree on a mutant. */
    void differ(Opinion python, String message) {
        unanswered += python == Opinion.NONE ? 1 : 0;
        split += python == Opinion.NONE ? 0 : 1;
        lastSplit = message;
    }

    /** On how many mutants the validators agreed. */
    int agreed() {
        return agreed;
    }

    /** The worst of the automaton's verdicts. */
    Verdict verdict() {
        return verdict;
    }

    /** Why there are so few. */
    String cause() {
        return name + ": " + agreed + " agreed of " + verdicts.size() + " different mutants; networknt fails on "
                + crashed
                + " and is known to be wrong on " + known + "; Python cannot judge " + unanswered + " and differs on "
                + split + (lastSplit.isEmpty() ? "" : ", the last time: " + lastSplit);
    }
}
