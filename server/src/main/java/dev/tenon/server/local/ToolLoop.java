package dev.tenon.server.local;

import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.OutputRequest;
import dev.tenon.toolcalls.ParallelCalls;
import dev.tenon.toolcalls.ReplyFormat;
import dev.tenon.toolcalls.ToolCall;
import dev.tenon.toolcalls.ToolChoice;
import dev.tenon.toolcalls.ToolDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets a model call Java until it answers. Immutable, and thread-safe where the tools are.
 *
 * <p>A round is one reply: calls, which are carried out and told, or the answer, which ends the loop. In the last round
 * calls are masked, so that the loop always ends, with an answer or where it was cut off. What a tool throws goes to the
 * caller; a tool whose failures the model should learn of returns them.
 */
public final class ToolLoop {
    private static final int DEFAULT_ROUNDS = 10;

    private final Map<String, Tool> tools;
    private final int maxRounds;

    private ToolLoop(Map<String, Tool> tools, int maxRounds) {
        this.tools = tools;
        this.maxRounds = maxRounds;
    }

    /** A loop with these tools, each name once, of at most 10 rounds. */
    public static ToolLoop of(Tool... tools) {
        return of(List.of(tools));
    }

    /** A loop with these tools, each name once, of at most 10 rounds. */
    public static ToolLoop of(List<Tool> tools) {
        Map<String, Tool> byName = new LinkedHashMap<>();
        for (Tool tool : tools) {
            if (byName.put(tool.name(), tool) != null) {
                throw new IllegalArgumentException("the tool '" + tool.name() + "' is there twice");
            }
        }
        return new ToolLoop(byName, DEFAULT_ROUNDS);
    }

    /** The same with another number of rounds, at least 1; the last of them is for the answer. */
    public ToolLoop withMaxRounds(int rounds) {
        if (rounds < 1) {
            throw new IllegalArgumentException("a loop has at least 1 round, not " + rounds);
        }
        return new ToolLoop(tools, rounds);
    }

    /**
     * What came of a loop.
     *
     * @param answer the answer, or what there is of it; a reply that was cut off within a call has the text before it
     * @param conversation all messages, the answer included
     * @param <T> what the answer was to be
     */
    public record Outcome<T>(StructuredReply<T> answer, List<ChatMessage> conversation) {
        /** Copies the list. */
        public Outcome {
            conversation = List.copyOf(conversation);
        }
    }

    /** Runs until the model answers in free text. */
    public Outcome<String> run(LocalModel model, List<ChatMessage> messages, ReplyOptions options) {
        return run(
                model,
                messages,
                options,
                new ReplyFormat.Text(),
                reply -> reply.end() == ReplyEvent.End.STOP
                        ? new StructuredReply.Complete<>(reply.content(), reply.content(), reply.usage())
                        : new StructuredReply.CutOff<>(reply.content(), reply.usage()));
    }

    /**
     * Runs until the model answers with a value of a type.
     *
     * @throws dev.tenon.server.generation.RefusedException when a request cannot be served, with the reason
     * @throws ValueRejectedException when a type's own constructor does not take a valid value
     */
    public <T> Outcome<T> run(
            LocalModel model, List<ChatMessage> messages, ReplyOptions options, StructuredOutput<T> answer) {
        return run(model, messages, options, answer.format(), answer::read);
    }

    private interface Reader<T> {
        StructuredReply<T> read(LocalReply reply);
    }

    private <T> Outcome<T> run(
            LocalModel model, List<ChatMessage> messages, ReplyOptions options, ReplyFormat format, Reader<T> reader) {
        List<ChatMessage> conversation = new ArrayList<>(messages);
        for (int round = 1; ; round++) {
            LocalReply reply = model.reply(conversation, request(format, round == maxRounds), options, event -> {});
            conversation.add(new ChatMessage.Assistant(
                    reply.content(), reply.end() == ReplyEvent.End.TOOL_CALLS ? reply.calls() : List.of()));
            switch (reply.end()) {
                case STOP, LENGTH -> {
                    return new Outcome<>(reader.read(reply), conversation);
                }
                case TOOL_CALLS -> {
                    for (ToolCall call : reply.calls()) {
                        conversation.add(
                                new ChatMessage.Tool(call.id(), tool(call).call(call.arguments())));
                    }
                }
            }
        }
    }

    private OutputRequest request(ReplyFormat format, boolean isLast) {
        List<ToolDefinition> definitions =
                tools.values().stream().map(Tool::definition).toList();
        ToolChoice choice = isLast || tools.isEmpty() ? new ToolChoice.None() : new ToolChoice.Auto();
        return new OutputRequest(definitions, choice, ParallelCalls.ALLOWED, format);
    }

    private Tool tool(ToolCall call) {
        Tool tool = tools.get(call.name());
        if (tool == null) {
            throw new IllegalStateException("a call of '" + call.name() + "', which is no tool");
        }
        return tool;
    }
}
