package dev.tenon.conformance.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.conformance.Judge;
import dev.tenon.sampler.DrawnTexts;
import dev.tenon.sampler.TextSampler;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.Formats;
import dev.tenon.server.maskbench.PatientRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Draws texts from the languages of schemas, half of them byte by byte and half token by token, and has each judged; draws on
 * until each property and each branch of the root came up. Not thread-safe.
 */
final class Samples {
    static final int TEXTS = 20;

    /** Within so many texts each goal must be reached. */
    private static final int WITHIN = 200;

    private static final int MAX_BYTES = 400;

    /** A property may need more than that. */
    private static final int MORE_BYTES = 4_000;

    private final GrammarCompiler tokens;
    private final SampleReport report;

    /** Over a vocabulary. */
    Samples(GrammarCompiler tokens, SampleReport report) {
        this.tokens = tokens;
        this.report = report;
    }

    /** Draws from a schema that compiled; on the runner's thread, so that a walk without end is a finding, too. */
    void draw(String name, JsonNode schema, SchemaOptions options, Language.Compiled language, PatientRunner runner) {
        // What the compiler says it does not enforce is not held against it.
        boolean warned = language.warnsOfFormats();
        SchemaOptions judged = warned ? options.with(Formats.ANNOTATED) : options;
        report.begin(warned);
        Optional<Drawn> drawn;
        try {
            drawn = runner.call(() -> draw(name, schema, judged, language));
        } catch (IllegalStateException e) {
            // What TextSampler throws in a dead end, and what the runner makes of anything else.
            report.fault(name + ": " + e.getMessage() + ": " + e.getCause());
            return;
        }
        if (drawn.isEmpty()) {
            report.fault(name + ": the drawing of texts does not end");
            return;
        }
        report.distinct(name, drawn.get().texts, drawn.get().isAll);
        drawn.get().goals.ifPresent(goals -> check(name, goals, options, language, runner));
        Optional<Judge> judge = judge(name, schema, judged);
        for (String text : drawn.get().texts) {
            judge(name, schema, judge, text, judged.formats());
        }
    }

    /**
     * Texts of a language, all different.
     *
     * @param isAll whether there are no others
     * @param goals what of its goals was not reached; nothing where the validator cannot tell
     */
    private record Drawn(List<String> texts, boolean isAll, Optional<Goals> goals) {}

    private Drawn draw(String name, JsonNode schema, SchemaOptions options, Language.Compiled language)
            throws JsonProcessingException {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        CompileLimits limits = CompileLimits.defaults();
        TextSampler bytes = TextSampler.overBytes(language.grammar(), limits, bound(language, MAX_BYTES));
        TextSampler sampler = TextSampler.overTokens(language.grammar(), tokens, bound(language, MAX_BYTES));
        DrawnTexts before = new DrawnTexts();
        List<String> texts = new ArrayList<>();
        boolean isAll = false;
        for (int i = 0; i < TEXTS && !isAll; i++) {
            Optional<byte[]> text = (i % 2 == 0 ? bytes : sampler).nextOther(random.split(), before);
            text.ifPresent(drawn -> texts.add(new String(drawn, UTF_8)));
            isAll = text.isEmpty();
        }
        return new Drawn(texts, isAll, goals(schema, options, language, texts, before, random));
    }

    /** So many bytes more than the shortest text has. */
    private static int bound(Language.Compiled language, int more) {
        return (int) Math.min(
                TextSampler.MAX_TEXT_BYTES, language.overBytes().matcher().leastBytes() + more);
    }

    private Optional<Goals> goals(
            JsonNode schema,
            SchemaOptions options,
            Language.Compiled language,
            List<String> texts,
            DrawnTexts before,
            SplittableRandom random)
            throws JsonProcessingException {
        Goals goals;
        try {
            goals = Goals.of(schema, options);
            for (String text : texts) {
                goals.see(Judge.JSON.readTree(text));
            }
            TextSampler bytes = null;
            for (int i = texts.size(); i < WITHIN && !goals.areReached(); i++) {
                if (bytes == null || i == WITHIN / 2) {
                    int bound = bound(language, i < WITHIN / 2 ? MAX_BYTES : MORE_BYTES);
                    bytes = TextSampler.overBytes(language.grammar(), CompileLimits.defaults(), bound);
                }
                Optional<byte[]> text = bytes.nextOther(random.split(), before);
                if (text.isEmpty()) {
                    break;
                }
                goals.see(Judge.JSON.readTree(new String(text.get(), UTF_8)));
            }
        } catch (com.networknt.schema.SchemaException | StackOverflowError e) {
            return Optional.empty();
        }
        return Optional.of(goals);
    }

    /**
     * A goal that was not reached must be out of reach, no value that satisfies the schema has it; or else hard to come upon, and
     * a text that is drawn with the goal in mind, or with another one, is one of the language.
     */
    private void check(
            String name, Goals goals, SchemaOptions options, Language.Compiled language, PatientRunner runner) {
        List<Goals.Left> missed = goals.left();
        report.goals(goals.all() - missed.size());
        for (Goals.Left left : missed) {
            String what = name + ": " + left.what();
            if (!goals.isOpen(left)) {
                report.missed(what, true);
                continue;
            }
            switch (Language.of(left.schema(), options, runner)) {
                case Language.Refused refused ->
                    report.outOfReach(what, refused.error().isUnsatisfiable());
                case Language.Compiled compiled -> {
                    TextSampler sampler =
                            TextSampler.overBytes(compiled.grammar(), CompileLimits.defaults(), MAX_BYTES);
                    String text = new String(sampler.next(new SplittableRandom(what.hashCode())), UTF_8);
                    boolean isThere = language.accepts(text);
                    report.missed(what, isThere);
                    if (isThere) {
                        see(what, text, goals);
                    }
                }
            }
        }
    }

    private void see(String what, String text, Goals goals) {
        try {
            goals.see(Judge.JSON.readTree(text));
        } catch (JsonProcessingException | com.networknt.schema.SchemaException | StackOverflowError e) {
            report.unjudged(what + ": " + e);
        }
    }

    /** The validator for a schema, where it can load it. */
    private Optional<Judge> judge(String name, JsonNode schema, SchemaOptions options) {
        try {
            Judge judge = new Judge(schema, options);
            // It loads most of a schema when it first needs it.
            judge.faults(schema);
            return Optional.of(judge);
        } catch (RuntimeException | StackOverflowError e) {
            report.unjudged(name + ": " + e);
            return Optional.empty();
        }
    }

    private void judge(String name, JsonNode schema, Optional<Judge> judge, String text, Formats formats) {
        JsonNode value;
        try {
            value = Judge.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            report.fault(name + ": no JSON: " + text);
            return;
        }
        List<String> found = List.of();
        if (judge.isPresent()) {
            try {
                found = judge.get().faults(value);
            } catch (RuntimeException | StackOverflowError e) {
                report.unjudged(name + ": " + e);
            }
        }
        report.judged(name, schema, text, found, formats);
    }
}
