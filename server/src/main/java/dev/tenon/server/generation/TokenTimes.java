package dev.tenon.server.generation;

import dev.tenon.sampler.GenerationEvent;

/** Tells an observer when the tokens of one reply come. Not thread-safe. */
final class TokenTimes {
    private final GenerationObserver observer;
    private long lastNanos;
    private long firstNanos;
    private boolean any;

    /** @param enteredNanos when the request came */
    TokenTimes(GenerationObserver observer, long enteredNanos) {
        this.observer = observer;
        this.lastNanos = enteredNanos;
    }

    void on(GenerationEvent event) {
        switch (event) {
            case GenerationEvent.Token token -> {
                long now = System.nanoTime();
                if (any) {
                    observer.onToken(now - lastNanos);
                } else {
                    firstNanos = now - lastNanos;
                    observer.onFirstToken(firstNanos);
                }
                any = true;
                lastNanos = now;
            }
            case GenerationEvent.Match match -> {}
            case GenerationEvent.Finished finished -> {}
        }
    }

    /** From the request's coming to the first token; 0 where there was none. */
    long firstNanos() {
        return firstNanos;
    }

    /** Whether any token came, and so the whole prompt was evaluated. */
    boolean hasPrompt() {
        return any;
    }
}
