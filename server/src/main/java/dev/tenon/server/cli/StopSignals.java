package dev.tenon.server.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears SIGTERM and SIGINT. The first one asks the server to end, in its own time; the second ends the process at once. A hook of the
 * JVM's shutdown could not hear the second: it would wait for the first. {@code sun.misc.Signal} is the only way there is, of a module
 * that every JDK has; where it is not to be had, as with {@code -Xrs}, a hook does the first part.
 */
final class StopSignals {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);

    /** A process that a signal ended has this more than the signal's number. */
    private static final int ENDED_BY = 128;

    private final AtomicInteger heard = new AtomicInteger();
    private final IntConsumer first;

    private StopSignals(IntConsumer first) {
        this.first = first;
    }

    /**
     * Listens from now on.
     *
     * @param first what the first signal does, on a thread of its own; it is told what the process is to end with if it ends for this
     *     signal and nothing else
     */
    static void hear(IntConsumer first) {
        StopSignals signals = new StopSignals(first);
        try {
            signals.listen("TERM");
            signals.listen("INT");
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("signals are heard by the JVM alone", e);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> first.accept(143)));
        }
    }

    @SuppressWarnings("ReferenceEquality") // A proxy is equal to itself and nothing else.
    private void listen(String name) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        int number = (int) signalType.getMethod("getNumber").invoke(signal);
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                onSignal(ENDED_BY + number);
                yield null;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && proxy == arguments[0];
            case "toString" -> "stop on " + name;
            case String other -> throw new UnsupportedOperationException(other);
        };
        Object listener =
                Proxy.newProxyInstance(StopSignals.class.getClassLoader(), new Class<?>[] {handlerType}, handler);
        signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, listener);
    }

    private void onSignal(int exitCode) {
        if (heard.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(exitCode);
        }
        Thread.ofPlatform().name("stop").start(() -> first.accept(exitCode));
    }
}
