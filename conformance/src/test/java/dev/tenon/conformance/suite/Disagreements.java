package dev.tenon.conformance.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a validator is known to be wrong, or to know less than the specification: {@code
 * expected/validator-disagreements.txt}. A line is {@code schema <tab> fault <tab> why}: names of schemas and the validator's
 * faults as regular expressions that must match somewhere, and the clause of the specification that decides.
 *
 * <p>A disagreement is a bug of ours until it is shown to be theirs, so nothing is entered here without the clause.
 */
final class Disagreements {
    private static final Path FILE = Path.of("expected", "validator-disagreements.txt");

    private record Known(Pattern schema, Pattern fault) {}

    private final List<Known> known = new ArrayList<>();

    private Disagreements() {}

    /** Those that are recorded. */
    static Disagreements recorded() {
        Disagreements result = new Disagreements();
        try {
            for (String line : Files.readAllLines(FILE)) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split("\t", -1);
                    if (parts.length != 3 || parts[2].isBlank()) {
                        throw new IllegalStateException(FILE + ": schema, fault and clause are wanted: " + line);
                    }
                    result.known.add(new Known(Pattern.compile(parts[0]), Pattern.compile(parts[1])));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result;
    }

    /** Whether the validator is wrong about each of the faults that it finds with texts of a schema. */
    boolean explain(String schema, List<String> faults) {
        return faults.stream()
                .allMatch(fault -> known.stream()
                        .anyMatch(k -> k.schema.matcher(schema).find()
                                && k.fault.matcher(fault).find()));
    }
}
