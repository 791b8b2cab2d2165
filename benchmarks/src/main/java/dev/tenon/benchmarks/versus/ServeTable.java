package dev.tenon.benchmarks.versus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * The table of two servers under the same load, from files {@code ROW.ENGINE.ROUND.json} that {@code tenon bench serve --json} has written:
 * medians of the rounds, with the least and the greatest where there are several.
 */
final class ServeTable {
    private static final String OURS = "tenon";
    private static final String THEIRS = "llama-server";

    private final Path folder;
    private final ObjectMapper mapper = new ObjectMapper();

    ServeTable(Path folder) {
        this.folder = folder;
    }

    /** Markdown. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "| | " + OURS + " | " + THEIRS + " | " + OURS + " ÷ " + THEIRS + " | wanted |",
                "|---|---:|---:|---:|---|"));
        for (ServeFigure figure : ServeFigure.all()) {
            double[] ours = values(figure, OURS);
            double[] theirs = values(figure, THEIRS);
            if (ours.length + theirs.length > 0) {
                lines.add("| " + figure.name() + " | " + spread(ours) + " | " + spread(theirs) + " | "
                        + number(median(ours) / median(theirs)) + " | " + figure.wanted() + " |");
            }
        }
        lines.add("");
        lines.addAll(outcomes());
        return lines;
    }

    /** What did not end with a whole, right answer: one line for each row and engine. */
    private List<String> outcomes() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files("*")) {
            JsonNode report = mapper.readTree(file.toFile());
            StringBuilder line =
                    new StringBuilder("- " + file.getFileName().toString().replace(".json", "") + ":");
            report.path("outcomes").properties().forEach(outcome -> {
                if (outcome.getValue().intValue() > 0) {
                    line.append(' ').append(outcome.getValue()).append(' ').append(outcome.getKey());
                }
            });
            report.path("failures")
                    .properties()
                    .forEach(failure -> line.append("; ").append(failure.getKey()));
            report.path("wrong").forEach(wrong -> line.append("; wrong: ").append(wrong.textValue()));
            lines.add(line.toString());
        }
        return lines;
    }

    /** The files of this row and engine, by round. */
    private Iterable<Path> files(String rowAndEngine) throws IOException {
        TreeSet<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, rowAndEngine + ".[0-9]*.json")) {
            found.forEach(files::add);
        }
        return files;
    }

    private double[] values(ServeFigure figure, String engine) throws IOException {
        List<Double> values = new ArrayList<>();
        for (Path file : files(figure.row() + "." + engine)) {
            values.add(figure.of().applyAsDouble(mapper.readTree(file.toFile())));
        }
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double median(double[] sorted) {
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    private static String spread(double[] sorted) {
        String median = number(median(sorted));
        return sorted.length < 2
                ? median
                : median + " (" + number(sorted[0]) + ".."
                        + number(Arrays.stream(sorted).max().orElse(Double.NaN)) + ")";
    }

    private static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "–";
        }
        return String.format(
                Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : Math.abs(value) < 100 ? "%.1f" : "%,.0f", value);
    }
}
