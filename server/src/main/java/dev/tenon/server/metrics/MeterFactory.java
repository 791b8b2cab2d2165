package dev.tenon.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Makes meters that have some labels in common.
 *
 * @param registry where they are kept
 * @param common the labels
 * @param sources what counters that somebody else keeps are read from: a registry itself holds them by weak references only
 */
record MeterFactory(MeterRegistry registry, Tags common, Map<Meter, Supplier<Number>> sources) {
    static MeterFactory of(MeterRegistry registry) {
        return new MeterFactory(registry, Tags.empty(), new ConcurrentHashMap<>());
    }

    MeterFactory with(String name, String value) {
        return new MeterFactory(registry, common.and(name, value), sources);
    }

    Timer timer(String name, String help, Duration[] buckets, String... labels) {
        return Timer.builder(name)
                .description(help)
                .tags(common.and(labels))
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    Counter counter(String name, String help, String... labels) {
        return Counter.builder(name).description(help).tags(common.and(labels)).register(registry);
    }

    /** A counter that somebody else keeps. */
    FunctionCounter counted(String name, String help, Supplier<Number> count, String... labels) {
        FunctionCounter counter = FunctionCounter.builder(
                        name, count, supplier -> supplier.get().doubleValue())
                .description(help)
                .tags(common.and(labels))
                .register(registry);
        sources.put(counter, count);
        return counter;
    }

    /** A value that is read whenever the page is. */
    Gauge gauge(String name, String help, Supplier<Number> value, String... labels) {
        return Gauge.builder(name, value)
                .description(help)
                .tags(common.and(labels))
                .register(registry);
    }

    void remove(Meter meter) {
        registry.remove(meter);
        sources.remove(meter);
    }
}
