package dev.tenon.server.load;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The thread that judges answers, one after the other. */
final class Judge implements AutoCloseable {
    private final Executor loop;
    private final ReplyCheck check = new ReplyCheck();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("judge").factory());

    /**
     * A judge.
     *
     * @param loop where judgements are told
     */
    Judge(Executor loop) {
        this.loop = loop;
    }

    /** Judges the answer, and tells on the event loop what is wrong with it; empty when nothing is. */
    void judge(Exchange exchange, Consumer<Optional<String>> told) {
        thread.execute(() -> {
            Optional<String> fault = check.fault(exchange.request().task(), exchange.reply());
            loop.execute(() -> told.accept(fault));
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
