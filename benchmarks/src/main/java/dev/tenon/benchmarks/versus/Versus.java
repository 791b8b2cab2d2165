package dev.tenon.benchmarks.versus;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The steps of {@code benchmarks/versus/run} and {@code serve} that are not another engine's. */
public final class Versus {
    private Versus() {}

    /**
     * {@code select DATA STRIDE OFFSET WARMUP INTO} writes the schemas to run; {@code report FOLDER WARMUP ENGINE...} prints the
     * table of what the engines wrote into a folder, with the lines of its {@code about.txt} above it; {@code masks FOLDER PYTHON SCRIPT} compares masks;
     * {@code serve FOLDER} prints the table of two servers.
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "select" -> select(arguments);
            case "report" -> report(arguments, out);
            case "masks" -> masks(arguments, out);
            case "serve" -> serve(arguments, out);
            default -> throw new IllegalArgumentException("select, report, masks or serve");
        }
    }

    private static void select(String[] arguments) throws IOException {
        List<String> chosen = Selection.of(
                Selection.lines(Path.of(arguments[1])),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]));
        Files.write(Path.of(arguments[5]), chosen);
    }

    private static void masks(String[] arguments, PrintStream out) throws IOException {
        try (MaskComparison comparison =
                new MaskComparison(Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]))) {
            comparison.compare().lines().forEach(out::println);
        }
    }

    private static void serve(String[] arguments, PrintStream out) throws IOException {
        Path folder = Path.of(arguments[1]);
        about(folder, out);
        new ServeTable(folder).lines().forEach(out::println);
    }

    private static void report(String[] arguments, PrintStream out) throws IOException {
        Path folder = Path.of(arguments[1]);
        List<EngineRun> runs = new ArrayList<>();
        for (int i = 3; i < arguments.length; i++) {
            runs.add(EngineRun.read(arguments[i], folder.resolve(arguments[i] + ".jsonl")));
        }
        about(folder, out);
        int warmup = Integer.parseInt(arguments[2]);
        new Report(runs, warmup).lines().forEach(out::println);
        out.println();
        new PlaceReport(folder, warmup).lines(runs).forEach(out::println);
    }

    private static void about(Path folder, PrintStream out) throws IOException {
        Path about = folder.resolve("about.txt");
        if (Files.isReadable(about)) {
            Files.readAllLines(about).forEach(out::println);
            out.println();
        }
    }
}
