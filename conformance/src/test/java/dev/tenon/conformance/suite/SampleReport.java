package dev.tenon.conformance.suite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.conformance.Scale;
import dev.tenon.conformance.suite.PythonValidator.Answer;
import dev.tenon.conformance.suite.PythonValidator.Batch;
import dev.tenon.conformance.suite.PythonValidator.Opinion;
import dev.tenon.schema.SchemaOptions.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the texts of one suite: networknt's verdicts, Python's second opinion in a long run, how many texts are
 * distinct and which goals they reached. All that is not as it should be is in {@code target/samples-SUITE.txt}. Not
 * thread-safe.
 */
final class SampleReport {
    private static final int DISTINCT = 15;
    private static final int SHOWN = 25;

    private final String suite;
    private final Disagreements disagreements = Disagreements.recorded();
    private final Map<Formats, Batch> batches = new EnumMap<>(Formats.class);
    private final Map<String, List<String>> flagged = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> unjudged = new ArrayList<>();
    private final List<String> thin = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private final List<String> rare = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private int schemas;
    private int withoutFormats;
    private int small;
    private int reached;
    private int outOfReach;

    /** On a suite of this name. */
    SampleReport(String suite) {
        this.suite = suite;
    }

    /** One schema more. */
    void begin(boolean warned) {
        schemas++;
        withoutFormats += warned ? 1 : 0;
    }

    /** What is wrong for sure. */
    void fault(String what) {
        faults.add(what);
    }

    /** The validator could not judge. */
    void unjudged(String what) {
        unjudged.add(what);
    }

    /** The texts of a schema, and whether there are no others. */
    void distinct(String name, List<String> texts, boolean isAll) {
        int distinct = new HashSet<>(texts).size();
        if (distinct < texts.size()) {
            thin.add(name + ": " + distinct + " of " + texts.size());
        }
        if (isAll) {
            small++;
        } else if (distinct < DISTINCT) {
            thin.add(name + ": " + distinct);
        }
    }

    /** So many goals of a schema were reached. */
    void goals(int count) {
        reached += count;
    }

    /** A goal that no value reaches, or of which the compiler cannot tell. */
    void outOfReach(String what, boolean surely) {
        if (surely) {
            outOfReach++;
        } else {
            unknown.add(what);
        }
    }

    /** A goal that was not reached by chance, and whether the language has a text that was drawn to reach it. */
    void missed(String what, boolean isThere) {
        (isThere ? rare : missed).add(what);
    }

    /** A text, and all that networknt finds wrong with it, with formats as assertions or annotations. */
    void judged(String name, JsonNode schema, String text, List<String> found, Formats formats) {
        batches.computeIfAbsent(formats, none -> new Batch()).add(name, schema, text);
        if (!found.isEmpty()) {
            flagged.put(key(name, text), found);
        }
    }

    private static String key(String name, String text) {
        return name + '\t' + text;
    }

    /** Reports, and fails where a text is wrong, comes twice, or a goal was missed. */
    void check() throws IOException {
        List<Answer> answers = answers();
        List<String> lines = new ArrayList<>();
        int none = 0;
        int python = 0;
        int onlyNetworknt = 0;
        int open = 0;
        int known = 0;
        for (Answer answer : answers) {
            List<String> found = flagged.getOrDefault(key(answer.name(), answer.text()), List.of());
            boolean invalid = answer.opinion() == Opinion.INVALID;
            none += answer.opinion() == Opinion.NONE ? 1 : 0;
            python += invalid && found.isEmpty() ? 1 : 0;
            onlyNetworknt += !found.isEmpty() && answer.opinion() == Opinion.VALID ? 1 : 0;
            if (found.isEmpty() && !invalid) {
                continue;
            }
            List<String> wrong = found.isEmpty() ? List.of(answer.message()) : found;
            boolean explained = disagreements.explain(answer.name(), wrong, answer.text());
            known += explained ? 1 : 0;
            open += explained ? 0 : 1;
            lines.add((explained ? "known\t" : "open\t") + answer.name() + "\t" + answer.text() + "\t" + wrong
                    + "\tPython: " + answer.opinion() + " " + answer.message());
            if (!explained) {
                faults.add(answer.name() + ": " + answer.text() + "\n    " + wrong + "\n    Python: " + answer.opinion()
                        + " " + answer.message());
            }
        }
        missed.forEach(line -> lines.add("missed\t" + line));
        rare.forEach(line -> lines.add("rare\t" + line));
        thin.forEach(line -> lines.add("thin\t" + line));
        unknown.forEach(line -> lines.add("unknown\t" + line));
        unjudged.forEach(line -> lines.add("unjudged\t" + line));
        faults.forEach(line -> lines.add("fault\t" + line));
        Files.createDirectories(Path.of("target"));
        Files.write(
                Path.of("target", "samples-" + suite + ".txt"),
                lines.stream().map(line -> line.replace('\n', ' ')).toList());
        say(answers.size() + " texts of " + schemas + " schemas; networknt finds " + flagged.size()
                + " invalid, Python " + python + " others; " + known + " of them are known disagreements, " + open
                + " are not");
        if (Scale.isLong() && PythonValidator.find().isPresent()) {
            say("Python could not judge " + none + " texts and finds " + onlyNetworknt
                    + " valid that networknt finds invalid");
        }
        say(unjudged.size() + " times networknt could not judge; " + withoutFormats
                + " schemas name formats that are not enforced, and were judged without");
        say("all texts of " + small + " languages were drawn; of the others " + thin.size() + " gave fewer than "
                + DISTINCT + " distinct texts of " + Samples.TEXTS);
        say(reached + " properties and branches of the roots were reached by chance, " + rare.size()
                + " by a text that was drawn for it " + rare + ", " + outOfReach + " are out of reach, " + missed.size()
                + " were missed, of " + unknown.size() + " it is not known " + unknown);
        disagreements.explained().forEach((why, count) -> say(count + " texts: " + why));
        unjudged.stream().limit(SHOWN).forEach(line -> say("not judged: " + line));
        faults.addAll(thin);
        missed.forEach(line -> faults.add("not reached: " + line));
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.size() + " faults:\n"
                    + String.join("\n", faults.subList(0, Math.min(SHOWN, faults.size()))));
        }
    }

    private void say(String figure) {
        Scale.report("samples of " + suite + ": " + figure);
    }

    /** Python's answers, or none to each text. */
    private List<Answer> answers() {
        Optional<PythonValidator> python = Scale.isLong() ? PythonValidator.find() : Optional.empty();
        if (python.isEmpty()) {
            say("not judged by Python; -Dtenon.long=true and -Dtenon.python=PYTHON do so");
        }
        List<Answer> answers = new ArrayList<>();
        batches.forEach((formats, batch) -> answers.addAll(
                python.map(validator -> validator.judge(batch, formats)).orElseGet(batch::unjudged)));
        return answers;
    }
}
