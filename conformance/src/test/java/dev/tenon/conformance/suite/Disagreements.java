package dev.tenon.conformance.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a validator is known to be wrong, or to know less than the specification: {@code
 * expected/validator-disagreements.txt}. A line is {@code schema <tab> fault <tab> text <tab> why}: the schema's name, the
 * validator's fault and the text as regular expressions that must match somewhere, and the clause of the specification that
 * decides. Counts what it explains; not thread-safe.
 *
 * <p>A disagreement is a bug of ours until it is shown to be theirs, so nothing is entered here without the clause.
 */
final class Disagreements {
    private static final Path FILE = Path.of("expected", "validator-disagreements.txt");

    private record Known(Pattern schema, Pattern fault, Pattern text, String why) {}

    private final List<Known> known = new ArrayList<>();
    private final Map<String, Integer> explained = new LinkedHashMap<>();

    private Disagreements() {}

    /** Those that are recorded. */
    static Disagreements recorded() {
        Disagreements result = new Disagreements();
        try {
            for (String line : Files.readAllLines(FILE)) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split("\t", -1);
                    if (parts.length != 4 || parts[3].isBlank()) {
                        throw new IllegalStateException(FILE + ": schema, fault, text and clause are wanted: " + line);
                    }
                    result.known.add(new Known(
                            Pattern.compile(parts[0]), Pattern.compile(parts[1]), Pattern.compile(parts[2]), parts[3]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result;
    }

    /** Whether the validator is wrong about each of the faults that it finds with a text of a schema. */
    boolean explain(String schema, List<String> faults, String text) {
        List<Known> here = known.stream()
                .filter(k ->
                        k.schema.matcher(schema).find() && k.text.matcher(text).find())
                .toList();
        List<Optional<Known>> why = faults.stream()
                .map(fault ->
                        here.stream().filter(k -> k.fault.matcher(fault).find()).findFirst())
                .toList();
        boolean all = why.stream().allMatch(Optional::isPresent);
        if (all) {
            why.stream().flatMap(Optional::stream).findFirst().ifPresent(k -> explained.merge(k.why, 1, Integer::sum));
        }
        return all;
    }

    /** How many texts each clause explained, by the first fault of each. */
    Map<String, Integer> explained() {
        return Map.copyOf(explained);
    }
}
