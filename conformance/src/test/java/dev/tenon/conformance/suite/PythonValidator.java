package dev.tenon.conformance.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.Judge;
import dev.tenon.schema.SchemaOptions.Formats;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Python's {@code jsonschema}, through {@code python/validate.py}: a second opinion. It is there where {@code
 * -Dtenon.python} names a Python that has the package, as {@code python/README.md} says.
 */
final class PythonValidator {
    private static final Path SCRIPT = Path.of("python", "validate.py");
    private static final long MOST_MINUTES = 30;

    private final String python;

    private PythonValidator(String python) {
        this.python = python;
    }

    /** The validator, if one is named. */
    static Optional<PythonValidator> find() {
        return Optional.ofNullable(System.getProperty("tenon.python")).map(PythonValidator::new);
    }

    /** Verdicts of Python. */
    enum Opinion {
        /** The text is valid. */
        VALID,
        /** The text is not. */
        INVALID,
        /** The validator cannot say: it does not know a reference, or a regular expression is not Python's. */
        NONE
    }

    /**
     * What Python said.
     *
     * @param name the schema
     * @param text the text
     * @param opinion the verdict
     * @param message what is wrong, or why there is no verdict
     */
    record Answer(String name, String text, Opinion opinion, String message) {}

    /** Texts that wait to be judged in one run. Not thread-safe. */
    static final class Batch {
        private final List<String> names = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();
        private final List<String> lines = new ArrayList<>();

        /** One more. */
        void add(String name, JsonNode schema, String text) {
            names.add(name);
            texts.add(text);
            // A schema comes once, at the first of its texts.
            boolean again = names.size() > 1 && names.get(names.size() - 2).equals(name);
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            if (!again) {
                line.set("schema", schema);
            }
            lines.add(line.put("text", text).toString());
        }

        int size() {
            return texts.size();
        }

        /** The texts where there is no one to judge them. */
        List<Answer> unjudged() {
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < size(); i++) {
                answers.add(new Answer(names.get(i), texts.get(i), Opinion.NONE, "was not asked"));
            }
            return answers;
        }
    }

    /** Judges all of a batch. */
    List<Answer> judge(Batch batch, Formats formats) {
        try {
            Path in = Files.createTempFile("tenon-python", ".jsonl");
            Path out = Files.createTempFile("tenon-python", ".out");
            try (BufferedWriter writer = Files.newBufferedWriter(in)) {
                for (String line : batch.lines) {
                    writer.write(line);
                    writer.write('\n');
                }
            }
            Process process = new ProcessBuilder(
                            python,
                            SCRIPT.toString(),
                            "--formats",
                            switch (formats) {
                                case ASSERTED -> "asserted";
                                case ANNOTATED -> "annotated";
                            })
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(Redirect.INHERIT)
                    .start();
            if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(python + " " + SCRIPT + " failed");
            }
            List<Answer> answers = new ArrayList<>();
            try (BufferedReader reader = Files.newBufferedReader(out)) {
                for (int i = 0; i < batch.size(); i++) {
                    JsonNode answer = Judge.JSON.readTree(reader.readLine());
                    JsonNode valid = answer.path("valid");
                    Opinion opinion =
                            !valid.isBoolean() ? Opinion.NONE : valid.booleanValue() ? Opinion.VALID : Opinion.INVALID;
                    answers.add(new Answer(
                            batch.names.get(i),
                            batch.texts.get(i),
                            opinion,
                            answer.path("message").asText()));
                }
            }
            Files.delete(in);
            Files.delete(out);
            return answers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
