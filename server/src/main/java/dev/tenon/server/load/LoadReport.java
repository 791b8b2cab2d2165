package dev.tenon.server.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What a run has shown. */
public final class LoadReport {
    private final LoadPlan plan;
    private final String model;
    private final double seconds;
    private final LoadTally tally;

    LoadReport(LoadPlan plan, String model, long nanos, LoadTally tally) {
        this.plan = plan;
        this.model = model;
        this.seconds = nanos / 1e9;
        this.tally = tally;
    }

    /** How many requests ended so. */
    public int count(Outcome outcome) {
        return tally.count(outcome);
    }

    /** Whether no answer was wrong and no request failed. */
    public boolean isClean() {
        return count(Outcome.WRONG) == 0 && count(Outcome.FAILED) == 0;
    }

    /** For machines; times are in milliseconds. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", model);
        switch (plan.arrivals()) {
            case LoadPlan.Arrivals.Clients clients -> json.put("clients", clients.count());
            case LoadPlan.Arrivals.Rate rate -> json.put("rate", rate.perSecond());
        }
        json.put("requests", plan.requests()).put("seed", plan.seed()).put("seconds", seconds);
        ObjectNode outcomes = json.putObject("outcomes");
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome.name().toLowerCase(Locale.ROOT), count(outcome));
        }
        json.putObject("tokens")
                .put("prompt", tally.promptTokens)
                .put("cached", tally.cachedTokens)
                .put("completion", tally.completionTokens)
                .put("characters", tally.characters);
        json.put("requests_per_second", plan.requests() / seconds)
                .put("answers_per_second", count(Outcome.COMPLETE) / seconds)
                .put("tokens_per_second", tally.completionTokens / seconds)
                .put("characters_per_second", tally.characters / seconds)
                .put("stream_tokens_per_second", streamTokensPerSecond());
        ObjectNode millis = json.putObject("milliseconds");
        millis.set("first_token", percentiles(tally.firstToken));
        millis.set("between_chunks", percentiles(tally.betweenChunks));
        millis.set("whole_answer", percentiles(tally.wholeAnswer));
        ObjectNode failures = json.putObject("failures");
        tally.failures().forEach(failures::put);
        tally.wrongOnes().forEach(json.putArray("wrong")::add);
        return json;
    }

    /** Tokens a second within an answer, from its first piece to its last. */
    private double streamTokensPerSecond() {
        return tally.nanosAfterFirst == 0 ? 0 : tally.tokensAfterFirst * 1e9 / tally.nanosAfterFirst;
    }

    private static ObjectNode percentiles(Histogram micros) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("count", micros.getTotalCount());
        if (micros.getTotalCount() > 0) {
            json.put("mean", micros.getMean() / 1e3)
                    .put("p50", micros.getValueAtPercentile(50) / 1e3)
                    .put("p90", micros.getValueAtPercentile(90) / 1e3)
                    .put("p99", micros.getValueAtPercentile(99) / 1e3)
                    .put("p999", micros.getValueAtPercentile(99.9) / 1e3)
                    .put("max", micros.getMaxValue() / 1e3);
        }
        return json;
    }

    /** For people. */
    public void print(PrintWriter out) {
        String how = switch (plan.arrivals()) {
            case LoadPlan.Arrivals.Clients clients -> "a closed loop of " + clients.count() + " clients";
            case LoadPlan.Arrivals.Rate rate -> "an open loop of " + rate.perSecond() + " a second";
        };
        out.printf(Locale.ROOT, "model     %s at %s%n", model, plan.base());
        out.printf(
                Locale.ROOT,
                "requests  %,d in %.1f s, %s: %.2f a second%n",
                plan.requests(),
                seconds,
                how,
                plan.requests() / seconds);
        for (Outcome outcome : Outcome.values()) {
            if (count(outcome) > 0 || outcome == Outcome.WRONG) {
                out.printf(Locale.ROOT, "          %,7d %s%n", count(outcome), outcome.label());
            }
        }
        tally.failures()
                .forEach((reason, count) -> out.printf(Locale.ROOT, "          %,7d times: %s%n", count, reason));
        tally.wrongOnes().forEach(fault -> out.printf(Locale.ROOT, "          wrong: %s%n", fault));
        out.printf(
                Locale.ROOT,
                "tokens    %,d written, %.1f a second in all, %.1f within an answer; %,d characters, %.1f a second%n",
                tally.completionTokens,
                tally.completionTokens / seconds,
                streamTokensPerSecond(),
                tally.characters,
                tally.characters / seconds);
        out.printf(
                Locale.ROOT,
                "          %,d of prompts, of which %,d were there already%n",
                tally.promptTokens,
                tally.cachedTokens);
        out.printf(
                Locale.ROOT,
                "%-16s %9s %9s %9s %9s %9s %9s%n",
                "milliseconds",
                "count",
                "p50",
                "p90",
                "p99",
                "p99.9",
                "max");
        row(out, "first token", tally.firstToken);
        row(out, "between chunks", tally.betweenChunks);
        row(out, "whole answer", tally.wholeAnswer);
        out.flush();
    }

    private static void row(PrintWriter out, String name, Histogram micros) {
        out.printf(
                Locale.ROOT,
                "%-16s %,9d %9.1f %9.1f %9.1f %9.1f %9.1f%n",
                name,
                micros.getTotalCount(),
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(90) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getValueAtPercentile(99.9) / 1e3,
                micros.getMaxValue() / 1e3);
    }
}
