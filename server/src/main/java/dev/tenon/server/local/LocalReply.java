package dev.tenon.server.local;

import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.generation.ReplyUsage;
import dev.tenon.toolcalls.ToolCall;
import java.util.List;

/**
 * A reply as it was generated, before it is read as anything. Immutable.
 *
 * @param content the text
 * @param reasoning what the model thought before it answered; empty where it did not
 * @param calls the calls; where {@code end} is {@code LENGTH}, the last one's arguments may be cut off
 * @param end how it ended; anything but {@code LENGTH} promises that it is complete and valid
 * @param usage what it cost
 */
public record LocalReply(String content, String reasoning, List<ToolCall> calls, ReplyEvent.End end, ReplyUsage usage) {
    /** Copies the list. */
    public LocalReply {
        calls = List.copyOf(calls);
    }
}
