package dev.tenon.server.metrics;

import dev.tenon.automaton.match.MaskStatistics;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineStatistics;
import dev.tenon.server.generation.CompileObserver;
import dev.tenon.server.generation.GenerationObserver;
import dev.tenon.server.generation.GenerationScheduler;
import dev.tenon.server.generation.ModelSlot;
import dev.tenon.server.generation.RequestCompiler;
import io.micrometer.core.instrument.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The meters of one model, from when it is loaded until it is closed. Thread-safe.
 *
 * <pre>{@code
 * ModelMetrics meters = metrics.model(model.id());
 * ModelSlot slot = slot(model, meters.generation(), meters.compilation());
 * meters.watch(slot, capacity);
 * }</pre>
 */
public final class ModelMetrics implements AutoCloseable {
    private final MeterFactory meters;
    private final GenerationMetrics requests;
    private final List<Meter> watching = new ArrayList<>();

    ModelMetrics(MeterFactory meters) {
        this.meters = meters;
        this.requests = new GenerationMetrics(meters);
    }

    /** Who is to be told of its requests. */
    public GenerationObserver generation() {
        return requests;
    }

    /** Who is to be told of its constraints. */
    public CompileObserver compilation() {
        return requests;
    }

    /** Begins to count, and reads from now on what the model itself keeps. */
    public void watch(ModelSlot slot, int queue) {
        requests.begin();
        GenerationScheduler scheduler = slot.scheduler();
        gauge("tenon.queue.waiting", "Requests that wait for their turn.", scheduler::waiting);
        gauge("tenon.queue.capacity", "Requests that may wait.", () -> queue);
        gauge("tenon.requests.running", "Requests that are being generated.", scheduler::running);
        masks(slot.compiler());
        engine(slot.model().engine());
    }

    private void masks(RequestCompiler compiler) {
        Supplier<MaskStatistics> masks = compiler::maskStatistics;
        count(
                "tenon.mask.positions",
                "Positions that a mask was worked out for.",
                () -> masks.get().positions());
        count(
                "tenon.masks.made",
                "Masks among these that none before was equal to.",
                () -> masks.get().made());
        gauge(
                "tenon.masks.bytes",
                "Rough size of the masks that are kept.",
                () -> masks.get().bytes());
    }

    private void engine(Engine engine) {
        engineGauge(
                engine,
                "tenon.sequences.capacity",
                "Sequences that can be decoded at once.",
                EngineStatistics::sequences);
        engineGauge(
                engine, "tenon.sequences.open", "Sequences that are being decoded.", EngineStatistics::sequencesOpen);
        engineGauge(engine, "tenon.kv.cells", "Tokens that the engine's memory holds.", EngineStatistics::cells);
        engineGauge(engine, "tenon.kv.cells.held", "Tokens of running sequences in it.", EngineStatistics::cellsHeld);
        engineGauge(
                engine,
                "tenon.kv.cells.kept",
                "Tokens in it that are kept for prompts to come.",
                EngineStatistics::cellsKept);
        engineCounter(engine, "tenon.batches", "Decodes.", EngineStatistics::batches);
        engineCounter(
                engine,
                "tenon.batched.tokens",
                "Tokens in all decodes; over their number, the mean size of a batch.",
                EngineStatistics::batchedTokens);
        engineCounter(
                engine,
                "tenon.decode.seconds",
                "Time spent in decodes.",
                statistics -> statistics.decodeNanos() / (double) TimeUnit.SECONDS.toNanos(1));
        engineCounter(
                engine,
                "tenon.prefix.tokens.asked",
                "Tokens of prompts that the engine was asked for.",
                EngineStatistics::promptTokens);
        engineCounter(
                engine,
                "tenon.prefix.tokens.reused",
                "Those of them that it held already.",
                EngineStatistics::reusedTokens);
    }

    private void engineGauge(Engine engine, String name, String help, ToDoubleFunction<EngineStatistics> value) {
        gauge(name, help, () -> value.applyAsDouble(engine.statistics()));
    }

    private void engineCounter(Engine engine, String name, String help, ToDoubleFunction<EngineStatistics> value) {
        count(name, help, () -> value.applyAsDouble(engine.statistics()));
    }

    private void gauge(String name, String help, Supplier<Number> value) {
        watching.add(meters.gauge(name, help, value));
    }

    private void count(String name, String help, Supplier<Number> value) {
        watching.add(meters.counted(name, help, value));
    }

    /** Takes the model's lines off the page. */
    @Override
    public void close() {
        watching.forEach(meters::remove);
        watching.clear();
        requests.remove();
    }
}
