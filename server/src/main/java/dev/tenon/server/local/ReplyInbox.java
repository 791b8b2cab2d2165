package dev.tenon.server.local;

import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.generation.ReplyListener;
import dev.tenon.server.generation.ReplyUsage;
import dev.tenon.toolcalls.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Brings a reply from the decode thread to the thread that waits for it. The decode thread never waits for the other one:
 * what listens may ask the model for something else meanwhile. It holds no more than one reply.
 */
final class ReplyInbox implements ReplyListener {
    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();

    private sealed interface Item {
        record Piece(ReplyEvent event) implements Item {}

        record Done(ReplyUsage usage) implements Item {}

        record Failed(Throwable cause) implements Item {}
    }

    private record CallDraft(String id, String name, StringBuilder arguments) {}

    @Override
    public void onEvent(int choice, ReplyEvent event) {
        items.add(new Item.Piece(event));
    }

    @Override
    public boolean awaitReady() {
        return true;
    }

    @Override
    public void onDone(ReplyUsage usage) {
        items.add(new Item.Done(usage));
    }

    @Override
    public void onFailure(Throwable cause) {
        items.add(new Item.Failed(cause));
    }

    /**
     * Waits for the whole reply.
     *
     * @param listener takes each piece as it comes, on this thread
     * @throws RuntimeException what ended the reply, where something failed
     */
    LocalReply await(Consumer<ReplyEvent> listener) throws InterruptedException {
        StringBuilder content = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        List<CallDraft> calls = new ArrayList<>();
        ReplyEvent.End end = ReplyEvent.End.LENGTH;
        while (true) {
            switch (items.take()) {
                case Item.Piece piece -> {
                    switch (piece.event()) {
                        case ReplyEvent.Content text -> content.append(text.text());
                        case ReplyEvent.Reasoning text -> reasoning.append(text.text());
                        case ReplyEvent.CallOpened call ->
                            calls.add(new CallDraft(call.id(), call.name(), new StringBuilder()));
                        case ReplyEvent.Arguments text ->
                            calls.get(text.index()).arguments().append(text.text());
                        case ReplyEvent.Finished finished -> end = finished.end();
                    }
                    listener.accept(piece.event());
                }
                case Item.Done done -> {
                    List<ToolCall> made = calls.stream()
                            .map(call -> new ToolCall(
                                    call.id(), call.name(), call.arguments().toString()))
                            .toList();
                    return new LocalReply(content.toString(), reasoning.toString(), made, end, done.usage());
                }
                case Item.Failed failed -> throw unchecked(failed.cause());
            }
        }
    }

    private static RuntimeException unchecked(Throwable cause) {
        return cause instanceof RuntimeException known
                ? known
                : new IllegalStateException("the model failed: " + cause.getMessage(), cause);
    }
}
