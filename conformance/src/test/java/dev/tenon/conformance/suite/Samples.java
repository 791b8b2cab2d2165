package dev.tenon.conformance.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.Scale;
import dev.tenon.sampler.TextSampler;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.Formats;
import dev.tenon.server.maskbench.PatientRunner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws texts from the languages of schemas, half of them byte by byte and half token by token, and has each judged.
 * Collects what is wrong. Not thread-safe.
 */
final class Samples {
    static final int TEXTS = 20;
    private static final int DISTINCT = 15;

    /** Texts after which a language that showed fewer than {@link #DISTINCT} is taken to have no more. */
    private static final int MANY = 200;

    private static final int MAX_BYTES = 400;
    private static final int SHOWN = 25;

    private final String suite;
    private final GrammarCompiler tokens;
    private final PythonValidator.Batch python;
    private final Disagreements disagreements = Disagreements.recorded();
    private final List<String> faults = new ArrayList<>();
    private final List<String> unjudged = new ArrayList<>();
    private final List<String> thin = new ArrayList<>();
    private int schemas;
    private int texts;
    private int excused;
    private int small;
    private int withoutFormats;

    /** Of a suite, over a vocabulary; what Python shall judge, too, is put into a batch. */
    Samples(String suite, GrammarCompiler tokens, PythonValidator.Batch python) {
        this.suite = suite;
        this.tokens = tokens;
        this.python = python;
    }

    /** Draws from a schema that compiled; on the runner's thread, so that a walk without end is a finding, too. */
    void draw(String name, JsonNode schema, SchemaOptions options, Language.Compiled language, PatientRunner runner) {
        schemas++;
        Optional<Drawn> drawn;
        try {
            drawn = runner.call(() -> draw(name, language));
        } catch (IllegalStateException e) {
            // What TextSampler throws in a dead end, and what the runner makes of anything else.
            faults.add(name + ": " + e.getMessage() + ": " + e.getCause());
            return;
        }
        if (drawn.isEmpty()) {
            faults.add(name + ": the drawing of texts does not end");
            return;
        }
        if (drawn.get().distinctInAll < DISTINCT) {
            small++;
        } else if (drawn.get().distinct < DISTINCT) {
            thin.add(name + ": " + drawn.get().distinct);
        }
        // What the compiler says it does not enforce is not held against it.
        boolean warned = language.warnsOfFormats();
        withoutFormats += warned ? 1 : 0;
        PythonValidator.Batch judgedTwice = warned ? new PythonValidator.Batch() : python;
        Optional<Judge> judge = judge(name, schema, warned ? options.with(Formats.ANNOTATED) : options);
        for (String text : drawn.get().texts) {
            texts++;
            if (isValid(name, judge, text)) {
                judgedTwice.add(name, schema, text);
            }
        }
    }

    /**
     * Texts of a language.
     *
     * @param texts half of them drawn byte by byte, half token by token
     * @param distinct how many of them differ
     * @param distinctInAll how many differ where more were drawn because too few did
     */
    private record Drawn(List<String> texts, int distinct, int distinctInAll) {}

    private Drawn draw(String name, Language.Compiled language) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        TextSampler bytes = TextSampler.overBytes(language.grammar(), CompileLimits.defaults(), MAX_BYTES);
        TextSampler sampler = TextSampler.overTokens(language.grammar(), tokens, MAX_BYTES);
        List<String> drawn = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            drawn.add(new String((i < TEXTS / 2 ? bytes : sampler).next(random.split()), UTF_8));
        }
        Set<String> distinct = new HashSet<>(drawn);
        int before = distinct.size();
        for (int i = 0; i < MANY && distinct.size() < DISTINCT; i++) {
            distinct.add(new String(bytes.next(random.split()), UTF_8));
        }
        return new Drawn(drawn, before, distinct.size());
    }

    /** The validator for a schema, where it can load it. */
    private Optional<Judge> judge(String name, JsonNode schema, SchemaOptions options) {
        try {
            Judge judge = new Judge(schema, options);
            // It loads most of a schema when it first needs it.
            judge.faults(schema);
            return Optional.of(judge);
        } catch (RuntimeException | StackOverflowError e) {
            unjudged.add(name + ": " + e);
            return Optional.empty();
        }
    }

    /** False only where something is wrong with a text. */
    private boolean isValid(String name, Optional<Judge> judge, String text) {
        JsonNode value;
        try {
            value = Judge.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            faults.add(name + ": no JSON: " + text);
            return false;
        }
        if (judge.isEmpty()) {
            return true;
        }
        List<String> found;
        try {
            found = judge.get().faults(value);
        } catch (RuntimeException | StackOverflowError e) {
            unjudged.add(name + ": " + e);
            return true;
        }
        if (found.isEmpty()) {
            return true;
        }
        if (disagreements.explain(name, found, text)) {
            excused++;
        } else {
            faults.add(name + ": " + text + "\n    " + found.get(0));
        }
        return false;
    }

    /** Reports, and fails where a text is wrong. */
    void check() {
        Scale.report(suite + ": " + texts + " texts of " + schemas + " schemas drawn and judged; " + faults.size()
                + " wrong, " + excused + " known disagreements; " + unjudged.size()
                + " times the validator could not judge; " + withoutFormats
                + " schemas name formats that are not enforced, and were judged without");
        Scale.report(suite + ": fewer than " + DISTINCT + " of " + TEXTS + " texts are distinct in " + thin.size()
                + " languages that have more, and in " + small + " that have no more");
        thin.stream().limit(SHOWN).forEach(line -> Scale.report(suite + ": few distinct: " + line));
        unjudged.stream().limit(SHOWN).forEach(line -> Scale.report(suite + ": not judged: " + line));
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.size() + " texts are not valid:\n"
                    + String.join("\n", faults.subList(0, Math.min(SHOWN, faults.size()))));
        }
    }
}
