package dev.tenon.server.metrics;

import dev.tenon.server.generation.CompileObserver;
import dev.tenon.server.generation.GenerationObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What one model's requests are counted and timed by. Says nothing before {@link #begin}, so that what a server asks of itself
 * before it is ready is not measured. Thread-safe.
 */
final class GenerationMetrics implements GenerationObserver, CompileObserver {
    private final MeterFactory meters;
    private final List<Meter> made = new ArrayList<>();
    private final Timer queueWait;
    private final Timer prompt;
    private final Timer firstToken;
    private final Timer betweenTokens;
    private final Timer request;
    private final Counter promptTokens;
    private final Counter cachedTokens;
    private final Counter generatedTokens;
    private final Counter grammarHits;
    private final Counter grammarMisses;
    private final Map<GenerationObserver.Outcome, Counter> outcomes = new EnumMap<>(GenerationObserver.Outcome.class);
    private final Map<CompileObserver.Outcome, Timer> compiles = new EnumMap<>(CompileObserver.Outcome.class);
    private volatile boolean begun;

    GenerationMetrics(MeterFactory meters) {
        this.meters = meters;
        queueWait = timer("tenon.queue.wait", "Time that requests waited for their turn.", Buckets.REQUESTS);
        prompt = timer("tenon.prompt", "Time for evaluating a prompt.", Buckets.REQUESTS);
        firstToken = timer(
                "tenon.time.to.first.token",
                "Time from entering the queue to a reply's first token.",
                Buckets.REQUESTS);
        betweenTokens = timer("tenon.inter.token", "Time from one token of a reply to the next.", Buckets.TOKENS);
        request = timer("tenon.request", "Time from entering the queue to the end.", Buckets.REQUESTS);
        promptTokens = counter("tenon.prompt.tokens", "Tokens of prompts.");
        cachedTokens = counter("tenon.prompt.tokens.cached", "Tokens of prompts that did not have to be evaluated.");
        generatedTokens = counter("tenon.generated.tokens", "Tokens generated, sampled and forced.");
        for (GenerationObserver.Outcome outcome : GenerationObserver.Outcome.values()) {
            outcomes.put(
                    outcome,
                    counter(
                            "tenon.requests",
                            "Requests by how they ended.",
                            "outcome",
                            outcome.name().toLowerCase(Locale.ROOT)));
        }
        grammarHits = counter("tenon.grammar.cache", "Constraints looked for in the cache.", "result", "hit");
        grammarMisses = counter("tenon.grammar.cache", "Constraints looked for in the cache.", "result", "miss");
        for (CompileObserver.Outcome outcome :
                List.of(CompileObserver.Outcome.COMPILED, CompileObserver.Outcome.REFUSED)) {
            compiles.put(
                    outcome,
                    timer(
                            "tenon.compile",
                            "Time for compiling a constraint that was not in the cache.",
                            Buckets.COMPILES,
                            "outcome",
                            outcome.name().toLowerCase(Locale.ROOT)));
        }
    }

    private Timer timer(String name, String help, Duration[] buckets, String... labels) {
        Timer timer = meters.timer(name, help, buckets, labels);
        made.add(timer);
        return timer;
    }

    private Counter counter(String name, String help, String... labels) {
        Counter counter = meters.counter(name, help, labels);
        made.add(counter);
        return counter;
    }

    /** From now on it counts. */
    void begin() {
        begun = true;
    }

    /** The model is gone, and its lines with it. */
    void remove() {
        made.forEach(meters::remove);
    }

    @Override
    public void onStarted(long waitedNanos) {
        record(queueWait, waitedNanos);
    }

    @Override
    public void onPrompt(int tokens, int cached, long nanos) {
        if (begun) {
            record(prompt, nanos);
            promptTokens.increment(tokens);
            cachedTokens.increment(cached);
        }
    }

    @Override
    public void onFirstToken(long nanos) {
        if (begun) {
            record(firstToken, nanos);
            generatedTokens.increment();
        }
    }

    @Override
    public void onToken(long nanos) {
        if (begun) {
            record(betweenTokens, nanos);
            generatedTokens.increment();
        }
    }

    @Override
    public void onFinished(GenerationObserver.Outcome outcome, long nanos) {
        Counter counter = outcomes.get(outcome);
        if (begun && counter != null) {
            record(request, nanos);
            counter.increment();
        }
    }

    @Override
    public void onConstraint(CompileObserver.Outcome outcome, long nanos) {
        if (!begun) {
            return;
        }
        Timer timer = compiles.get(outcome);
        if (timer == null) {
            grammarHits.increment();
        } else {
            grammarMisses.increment();
            record(timer, nanos);
        }
    }

    private void record(Timer timer, long nanos) {
        if (begun) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
