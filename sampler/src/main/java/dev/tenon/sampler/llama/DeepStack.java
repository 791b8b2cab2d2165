package dev.tenon.sampler.llama;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Runs a native call on a short-lived thread with a large stack. llama.cpp splits words for many vocabularies by a regex matcher
 * that recurses once per character, some 500 bytes each: on an ordinary thread a few thousand dots in a prompt would end the
 * process. Stack memory is only reserved, and used as far as the recursion goes.
 */
final class DeepStack {
    private static final long STACK_BYTES = 64L << 20;

    private DeepStack() {}

    static <T> T call(Supplier<T> task) {
        FutureTask<T> future = new FutureTask<>(task::get);
        Thread thread = new Thread(null, future, "tenon-tokenize", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
