package dev.tenon.conformance.guarantee;

import dev.tenon.conformance.Scale;

/** Counts how replies ended; every one of them was judged. Not thread-safe. */
final class Tally {
    private final String what;
    private int complete;
    private int cutOff;
    private long tokens;

    Tally(String what) {
        this.what = what;
    }

    void judge(Task task, Reply reply) {
        task.judge(reply);
        tokens += reply.result().completionTokens();
        switch (reply.result().reason()) {
            case STOP -> complete++;
            case LENGTH -> cutOff++;
            case CANCELLED -> throw new AssertionError("nobody cancelled " + task);
        }
    }

    int complete() {
        return complete;
    }

    void report() {
        Scale.report(what + ": " + (complete + cutOff) + " replies, " + complete + " complete and valid, " + cutOff
                + " cut off and viable, 0 wrong; " + tokens + " tokens");
    }
}
