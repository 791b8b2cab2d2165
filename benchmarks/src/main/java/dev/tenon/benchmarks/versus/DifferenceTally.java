package dev.tenon.benchmarks.versus;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Counts differences by class, and keeps examples: a few of each class, more of those that a person has to read. Not thread-safe. */
final class DifferenceTally {
    private static final int FEW = 3;
    private static final int MORE_OF_A_SCHEMA = 5;

    private final Map<Difference, Count> counts = new EnumMap<>(Difference.class);
    private String schema = "";
    private int schemas;
    private int notCompared;
    private int failed;
    private long masks;
    private long masksThatDiffer;

    private static final class Count {
        private long tokens;
        private long places;
        private final Set<String> schemas = new HashSet<>();
        private final List<String> examples = new ArrayList<>();
        private int examplesOfSchema;
    }

    /** All that follows is about this schema. */
    void begin(String id) {
        schema = id;
        schemas++;
        counts.values().forEach(count -> count.examplesOfSchema = 0);
    }

    /** A schema that one of them, or the judge, does not take. */
    void notCompared() {
        notCompared++;
    }

    /** An instance under which they gave up. */
    void theyFailed() {
        failed++;
    }

    /** A mask of each, with so many tokens in one alone. */
    void mask(long differing) {
        masks++;
        masksThatDiffer += differing > 0 ? 1 : 0;
    }

    /** So many tokens that differ in one place for one reason. */
    void add(Difference difference, long tokens, Supplier<String> example) {
        Count count = counts.computeIfAbsent(difference, d -> new Count());
        count.tokens += tokens;
        count.places++;
        count.schemas.add(schema);
        int most = difference.mustBeRead() ? MORE_OF_A_SCHEMA : count.examples.size() < FEW ? 1 : 0;
        if (count.examplesOfSchema < most) {
            count.examplesOfSchema++;
            count.examples.add(schema + ": " + example.get());
        }
    }

    /** A table, and the examples below it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d schemas compared, %,d not, as one of both or the validator does not take them; %,d masks, of"
                        + " which %,d differ; %,d instances under which llguidance gave up",
                schemas,
                notCompared,
                masks,
                masksThatDiffer,
                failed));
        lines.add("");
        lines.add("| class | tokens | places | schemas |");
        lines.add("|---|---:|---:|---:|");
        counts.forEach((difference, count) -> lines.add(String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d |",
                difference.text(),
                count.tokens,
                count.places,
                count.schemas.size())));
        counts.forEach((difference, count) -> {
            lines.add("");
            lines.add(difference.text() + ":");
            count.examples.forEach(example -> lines.add("- " + example));
        });
        return lines;
    }
}
