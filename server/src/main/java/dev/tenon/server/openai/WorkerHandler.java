package dev.tenon.server.openai;

import dev.tenon.server.generation.Refusal;
import dev.tenon.server.generation.RefusedException;
import dev.tenon.server.http.HttpExchange;
import dev.tenon.server.http.HttpHandler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Hands an exchange to a worker, and is the worker's rim: whatever a request does, it is answered, and the worker takes the
 * next. Thread-safe where its task is.
 */
final class WorkerHandler implements HttpHandler {
    private final Executor workers;
    private final Consumer<ReplyExchange> task;

    /**
     * A handler that runs a task for each exchange.
     *
     * @param task answers the exchange, or sees to it that somebody will; what it throws is the answer otherwise
     */
    WorkerHandler(Executor workers, Consumer<ReplyExchange> task) {
        this.workers = workers;
        this.task = task;
    }

    @Override
    public void handle(HttpExchange http) {
        run(workers, new ReplyExchange(http), task);
    }

    /** Runs a task of an exchange on a worker, or tells the client that there is none. */
    static void run(Executor workers, ReplyExchange exchange, Consumer<ReplyExchange> task) {
        try {
            workers.execute(() -> rim(exchange, task));
        } catch (RejectedExecutionException e) {
            exchange.fail(new RefusedException(new Refusal.QueueFull(Duration.ofSeconds(1))));
        }
    }

    private static void rim(ReplyExchange exchange, Consumer<ReplyExchange> task) {
        if (exchange.http().isClientGone()) {
            return;
        }
        try {
            task.accept(exchange);
        } catch (Throwable e) {
            exchange.fail(e);
        }
    }
}
