package dev.tenon.server.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A number of requests, sent when the plan says, until all have ended and are judged. */
final class LoadPhase implements LoadClient.Listener {
    /** How long a client of a closed loop waits after it was told that there is no room. */
    private static final int MILLIS_AFTER_BUSY = 200;

    private final LoadPlan plan;
    private final int requests;
    private final RequestSource source;
    private final LoadClient client;
    private final Judge judge;
    private final LoadTally tally = new LoadTally();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int sent;
    private int settled;
    private long lastEnd;

    LoadPhase(LoadPlan plan, int requests, RequestSource source, LoadClient client, Judge judge) {
        this.plan = plan;
        this.requests = requests;
        this.source = source;
        this.client = client;
        this.judge = judge;
    }

    LoadTally tally() {
        return tally;
    }

    /** Runs, and says how long it took from the first request to the end of the last answer. */
    long run() throws InterruptedException {
        long begun = System.nanoTime();
        client.loop().execute(() -> {
            try {
                switch (plan.arrivals()) {
                    case LoadPlan.Arrivals.Clients clients -> {
                        for (int i = 0; i < Math.min(clients.count(), requests); i++) {
                            send(System.nanoTime());
                        }
                    }
                    case LoadPlan.Arrivals.Rate rate -> arrive(rate.perSecond(), begun);
                }
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load generator failed", e.getCause());
        }
        return lastEnd - begun;
    }

    /** An open loop's next arrival, at the time that was drawn for it, however late the event loop comes to it. */
    private void arrive(double perSecond, long before) {
        long due = before + (long) (source.pause(perSecond) * 1e9);
        long delay = due - System.nanoTime();
        client.loop()
                .schedule(
                        () -> {
                            send(due);
                            if (sent < requests) {
                                arrive(perSecond, due);
                            }
                        },
                        Math.max(0, delay),
                        TimeUnit.NANOSECONDS);
    }

    private void send(long begun) {
        sent++;
        client.send(new Exchange(source.next(), begun, tally), this);
    }

    @Override
    public void ended(Exchange exchange) {
        long now = System.nanoTime();
        switch (exchange.ended()) {
            case Exchange.End.Known known -> {
                tally.ended(known.outcome());
                exchange.count(known.outcome(), now);
                settle(known.outcome(), now);
            }
            case Exchange.End.Failed failed -> failed(exchange, failed.reason());
            case Exchange.End.ToJudge ignored -> {
                follow(Outcome.COMPLETE, now);
                judge.judge(exchange, fault -> {
                    if (fault.isPresent()) {
                        tally.wrong(fault.get());
                    } else {
                        tally.ended(Outcome.COMPLETE);
                    }
                    exchange.count(fault.isPresent() ? Outcome.WRONG : Outcome.COMPLETE, now);
                    settled();
                });
            }
        }
    }

    @Override
    public void failed(Exchange exchange, String reason) {
        tally.failed(reason);
        exchange.count(Outcome.FAILED, System.nanoTime());
        settle(Outcome.FAILED, System.nanoTime());
    }

    @Override
    public void cutOff(Exchange exchange) {
        tally.ended(Outcome.CUT_OFF);
        exchange.count(Outcome.CUT_OFF, System.nanoTime());
        settle(Outcome.CUT_OFF, System.nanoTime());
    }

    private void settle(Outcome outcome, long now) {
        follow(outcome, now);
        settled();
    }

    /** A client of a closed loop goes on. */
    private void follow(Outcome outcome, long now) {
        lastEnd = now;
        if (plan.arrivals() instanceof LoadPlan.Arrivals.Clients && sent < requests) {
            if (outcome == Outcome.BUSY || outcome == Outcome.FAILED) {
                sent++;
                client.loop()
                        .schedule(
                                () -> client.send(new Exchange(source.next(), System.nanoTime(), tally), this),
                                MILLIS_AFTER_BUSY,
                                TimeUnit.MILLISECONDS);
            } else {
                send(System.nanoTime());
            }
        }
    }

    private void settled() {
        if (++settled == requests) {
            done.complete(null);
        }
    }
}
