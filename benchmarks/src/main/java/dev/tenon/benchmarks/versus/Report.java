package dev.tenon.benchmarks.versus;

import dev.tenon.benchmarks.versus.EngineRun.Case;
import dev.tenon.benchmarks.versus.EngineRun.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * The runs of several engines over the same schemas as one Markdown table. Verdicts are counted over all schemas. Times leave out
 * the first ones, and each engine's own are over the schemas that it compiled; the ratios to the first engine are over those that
 * both compiled, and say so where the other engine is the better one.
 */
final class Report {
    private final List<EngineRun> runs;
    private final int warmup;

    /**
     * Over runs of the same schemas, the first of which the others are compared with.
     *
     * @throws IllegalArgumentException when they are not over the same schemas
     */
    Report(List<EngineRun> runs, int warmup) {
        this.runs = List.copyOf(runs);
        this.warmup = warmup;
        List<String> ids = ids(runs.get(0));
        for (EngineRun run : runs) {
            if (!ids(run).equals(ids)) {
                throw new IllegalArgumentException(
                        run.engine() + " and " + runs.get(0).engine() + " did not run the same schemas");
            }
        }
    }

    private static List<String> ids(EngineRun run) {
        return run.cases().stream().map(Case::id).toList();
    }

    /** The table. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder("| |");
        StringBuilder rule = new StringBuilder("|---|");
        for (EngineRun run : runs) {
            head.append(' ').append(run.engine()).append(" |");
            rule.append("---:|");
        }
        for (EngineRun other : runs.subList(1, runs.size())) {
            head.append(' ').append(other.engine()).append(" ÷ ").append(us()).append(" |");
            rule.append("---:|");
        }
        lines.add(head.toString());
        lines.add(rule.toString());
        lines.add(counts("schemas", run -> run.cases().size()));
        lines.add(counts("refused", run -> run.count(Outcome.REFUSED)));
        lines.add(counts("given up", run -> run.count(Outcome.GIVEN_UP)));
        lines.add(
                counts("wrong", run -> run.cases().stream().filter(Case::wrong).count()));
        lines.add(counts(
                "of which accept what is invalid",
                run -> run.cases().stream()
                        .filter(c -> c.compiled() && c.acceptedInvalid() > 0)
                        .count()));
        lines.add(counts("schemas timed", run -> timed(run).size()));
        lines.add(counts(
                "masks timed",
                run -> timed(run).stream().mapToLong(c -> c.maskMicros().length).sum()));
        for (Figure figure : Figure.all()) {
            lines.add(row(figure));
        }
        return lines;
    }

    private String us() {
        return runs.get(0).engine();
    }

    private String counts(String name, ToLongFunction<EngineRun> count) {
        StringBuilder line = new StringBuilder("| " + name + " |");
        for (EngineRun run : runs) {
            line.append(String.format(Locale.ROOT, " %,d |", count.applyAsLong(run)));
        }
        return line.append(" |".repeat(runs.size() - 1)).toString();
    }

    private String row(Figure figure) {
        StringBuilder line = new StringBuilder("| " + figure.name() + " |");
        for (EngineRun run : runs) {
            line.append(' ').append(number(figure.over(timed(run)))).append(" |");
        }
        for (EngineRun other : runs.subList(1, runs.size())) {
            double ours = figure.over(common(runs.get(0), other));
            double theirs = figure.over(common(other, runs.get(0)));
            line.append(' ').append(ratio(ours, theirs, other.engine())).append(" |");
        }
        return line.toString();
    }

    private List<Case> timed(EngineRun run) {
        return common(run, run);
    }

    /** The cases of a run that count for times and that another run has compiled, too. */
    private List<Case> common(EngineRun run, EngineRun other) {
        List<Case> cases = new ArrayList<>();
        for (int i = warmup; i < run.cases().size(); i++) {
            if (run.cases().get(i).compiled() && other.cases().get(i).compiled()) {
                cases.add(run.cases().get(i));
            }
        }
        return cases;
    }

    /** Three digits that mean something. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        String form = value >= 99.5 ? "%,.0f" : value >= 9.95 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, value);
    }

    /** How many times as long the other engine takes. */
    static String ratio(double ours, double theirs, String other) {
        if (Double.isNaN(ours) || Double.isNaN(theirs) || ours <= 0) {
            return "";
        }
        String times = number(theirs / ours);
        return theirs < ours ? times + " (" + other + " is better)" : times;
    }
}
