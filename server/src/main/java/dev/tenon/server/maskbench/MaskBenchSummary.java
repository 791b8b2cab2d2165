package dev.tenon.server.maskbench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What all results say together. Not thread-safe. */
public final class MaskBenchSummary {
    private static final int SLOWEST = 10;

    private final Durations compiled = new Durations();
    private final Durations refused = new Durations();
    private final Durations masks = new Durations();
    private final Durations compiledCpu = new Durations();
    private final Durations masksCpu = new Durations();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> acceptedInvalid = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final List<Slow> slowest = new ArrayList<>();
    private int schemas;
    private int passing;
    private int rejectedValid;
    private int tookInvalid;

    private record Slow(String id, long nanos, String what) {}

    /** An empty one. */
    public MaskBenchSummary() {}

    /** Counts a result. */
    public void add(MaskBenchResult result) {
        schemas++;
        passing += result.passes() ? 1 : 0;
        MaskBenchError error = result.error();
        if (error == null) {
            compiled.add(result.compileNanos());
            compiledCpu.add(result.compileCpuNanos());
            masks.addAll(result.masks().nanos());
            masksCpu.addAll(result.masks().cpuNanos());
        } else if (error.isRefusal()) {
            refused.add(result.compileNanos());
            refusals.merge(
                    error.kind() + " " + (error.keyword().isEmpty() ? "(no keyword)" : error.keyword()),
                    1,
                    Integer::sum);
        } else {
            failed.add(result.id() + ": " + error.kind() + ": " + error.message());
        }
        if (!result.wrong().isEmpty()) {
            wrong.add(result.id() + " " + result.wrong());
        }
        if (result.acceptsInvalid()) {
            acceptedInvalid.add(result.id());
        }
        for (MaskBenchResult.Wrong instance : result.wrong()) {
            rejectedValid += instance.valid() ? 1 : 0;
            tookInvalid += instance.valid() ? 0 : 1;
        }
        slowest.add(new Slow(result.id(), result.compileNanos(), error == null ? "compiled" : error.kind()));
        slowest.sort(Comparator.comparingLong(Slow::nanos).reversed());
        if (slowest.size() > SLOWEST) {
            slowest.remove(SLOWEST);
        }
    }

    /**
     * Prints it.
     *
     * @param verbosity at {@link Verbosity#DETAILED} the schemas with wrong verdicts and the slowest are named
     */
    public void print(PrintWriter out, Verbosity verbosity) {
        int refusedCount = refused.count();
        out.println("schemas           " + schemas);
        out.println(String.format(
                Locale.ROOT, "passing           %d (%.2f %%)", passing, schemas == 0 ? 0 : 100.0 * passing / schemas));
        out.println("refused           " + refusedCount);
        refusals.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> out.println(String.format("  %7d         %s", entry.getValue(), entry.getKey())));
        out.println("wrong             " + wrong.size() + " schemas: " + rejectedValid + " valid instances rejected, "
                + tookInvalid + " invalid ones accepted");
        out.println("accepted-invalid  " + acceptedInvalid.size() + " schemas");
        acceptedInvalid.forEach(id -> out.println("                  " + id));
        out.println("crashed, given up " + failed.size());
        failed.forEach(line -> out.println("                  " + line));
        out.println();
        out.println(Durations.head());
        out.println(compiled.line("compile"));
        out.println(refused.line("compile until refused"));
        out.println(masks.line("mask and accept"));
        out.println(compiledCpu.line("compile, CPU"));
        out.println(masksCpu.line("mask, accept, CPU"));
        switch (verbosity) {
            case BRIEF -> {}
            case DETAILED -> {
                out.println();
                out.println("wrong verdicts");
                wrong.forEach(line -> out.println("  " + line));
                out.println("slowest");
                slowest.forEach(slow -> out.println(
                        String.format(Locale.ROOT, "  %10.1f us  %s, %s", slow.nanos / 1e3, slow.id, slow.what)));
            }
        }
    }

    /** How much is printed. */
    public enum Verbosity {
        /** Counts. */
        BRIEF,
        /** Names, too. */
        DETAILED
    }
}
