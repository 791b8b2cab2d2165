package dev.tenon.server.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One request and what has come back of its answer; on the event loop only. */
final class Exchange {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int LONGEST_ERROR = 4_096;

    private final PlannedRequest request;
    private final long begun;
    private final LoadTally tally;
    private final Reply reply = new Reply();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int status;
    private boolean whole;
    private boolean done;
    private String error = "";
    private int pieces;
    private long first;
    private long last;

    /**
     * A request that is sent, or was to be sent, now.
     *
     * @param begun from when on times count, as {@link System#nanoTime} says it
     */
    Exchange(PlannedRequest request, long begun, LoadTally tally) {
        this.request = request;
        this.begun = begun;
        this.tally = tally;
    }

    PlannedRequest request() {
        return request;
    }

    Reply reply() {
        return reply;
    }

    LoadTally tally() {
        return tally;
    }

    /** An answer begins; it comes in pieces unless its type is that of JSON. */
    void answered(int httpStatus, @Nullable String type) {
        status = httpStatus;
        whole = type != null && type.startsWith("application/json");
    }

    /** Whether anything has come back. */
    boolean isAnswered() {
        return status != 0;
    }

    /** Takes in a part of the body; whether the client is to go away now. */
    boolean received(ByteBuf part, long now) {
        while (part.isReadable()) {
            int end = part.bytesBefore((byte) '\n');
            int length = end < 0 ? part.readableBytes() : end;
            if (status == OK || line.size() < LONGEST_ERROR) {
                byte[] bytes = new byte[length];
                part.readBytes(bytes);
                line.writeBytes(bytes);
            } else {
                part.skipBytes(length);
            }
            if (end >= 0) {
                part.skipBytes(1);
                if (status == OK && !whole) {
                    endOfLine(now);
                }
            }
        }
        return request.fate() instanceof Fate.CutOff cut && pieces >= cut.chunks();
    }

    private void endOfLine(long now) {
        String text = line.toString(StandardCharsets.UTF_8).strip();
        line.reset();
        if (!text.startsWith("data:")) {
            return;
        }
        String data = text.substring("data:".length()).strip();
        if (data.equals("[DONE]")) {
            done = true;
            return;
        }
        try {
            JsonNode chunk = JSON.readTree(data);
            if (chunk.hasNonNull("error")) {
                error = chunk.get("error").path("message").asText("an error");
            } else if (reply.add(chunk)) {
                piece(now);
            }
        } catch (IOException e) {
            error = "a chunk that is no JSON: " + data;
        }
    }

    /** The answer came in one piece, which is complete. */
    private void readWhole() {
        String text = line.toString(StandardCharsets.UTF_8);
        try {
            reply.add(JSON.readTree(text));
            done = true;
        } catch (IOException e) {
            error = "an answer that is no JSON: " + text;
        }
    }

    private void piece(long now) {
        if (pieces++ == 0) {
            first = now;
            LoadTally.record(tally.firstToken, now - begun);
        } else {
            LoadTally.record(tally.betweenChunks, now - last);
        }
        last = now;
    }

    /** What the end of the body means. */
    sealed interface End {
        /** It is known how it ended. */
        record Known(Outcome outcome) implements End {}

        /** It failed, for this reason. */
        record Failed(String reason) implements End {}

        /** The answer calls itself whole, which is to be judged. */
        record ToJudge() implements End {}
    }

    /** The body is whole. */
    End ended() {
        if (request.fate() instanceof Fate.Refused refused) {
            return status >= 400 && status < 500 && status != 429
                    ? new End.Known(Outcome.REFUSED)
                    : new End.Failed("status " + status + " for " + refused.flaw());
        }
        if (status == 429 || status == 503) {
            return new End.Known(Outcome.BUSY);
        }
        if (status != OK) {
            return new End.Failed("status " + status + " for " + request.task().name() + ": "
                    + line.toString(StandardCharsets.UTF_8).strip());
        }
        if (whole) {
            readWhole();
        }
        if (!error.isEmpty()) {
            return new End.Failed("the stream ended with an error: " + error);
        }
        if (!done || reply.finish().isEmpty()) {
            return new End.Failed("the stream ended without " + (done ? "a finish_reason" : "[DONE]"));
        }
        return reply.finish().equals("length") ? new End.Known(Outcome.LENGTH) : new End.ToJudge();
    }

    /** Adds what is known of this request to the tally, whatever it ended with. */
    void count(Outcome outcome, long now) {
        tally.promptTokens += reply.promptTokens();
        tally.cachedTokens += reply.cachedTokens();
        tally.completionTokens += reply.completionTokens();
        tally.characters += reply.characters();
        if (reply.completionTokens() > 1 && last > first) {
            tally.tokensAfterFirst += reply.completionTokens() - 1;
            tally.nanosAfterFirst += last - first;
        }
        if (outcome == Outcome.COMPLETE) {
            LoadTally.record(tally.wholeAnswer, now - begun);
        }
    }
}
