package dev.tenon.server.generation;

import dev.tenon.automaton.match.MatchEvent;
import dev.tenon.sampler.FinishReason;
import dev.tenon.sampler.GenerationEvent;
import dev.tenon.sampler.TokenChoice;
import dev.tenon.schema.ArgumentSyntax;
import dev.tenon.toolcalls.OutputEvent;
import dev.tenon.toolcalls.OutputEvents;
import dev.tenon.toolcalls.OutputPlan;
import dev.tenon.toolcalls.ToolCallIds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Puts the pieces of one reply together out of what the loop reports. Not thread-safe.
 *
 * <p>Tokens and text come apart: text lags behind while a stop string may be forming or a label is undecided, and a stop
 * string is cut out. So tokens wait until as many bytes were reported as they end at, and what was cut off is cut off them
 * too: the tokens of a reply, one after another, are its text.
 */
final class ChunkAssembler {
    private final OutputEvents output;
    private final ToolCallIds ids;
    private final Tokens collecting;

    private final ArrayDeque<TokenChoice> waiting = new ArrayDeque<>();
    /** Bytes of text up to the first token that waits. */
    private long waitingFrom;
    /** Bytes of text that were reported. */
    private long reported;

    private int calls;
    private boolean isReasoning;
    private int reasoningTokens;

    /** Whether tokens are passed on. */
    enum Tokens {
        KEPT,
        DROPPED
    }

    ChunkAssembler(Optional<ArgumentSyntax> arguments, ToolCallIds ids, Tokens collecting) {
        this.output = new OutputEvents(arguments);
        this.ids = ids;
        this.collecting = collecting;
    }

    /** What an event of the loop adds to the reply; often nothing. After a cancellation there is no end. */
    List<ReplyEvent> on(GenerationEvent event) {
        return switch (event) {
            case GenerationEvent.Token token -> {
                reasoningTokens += isReasoning ? 1 : 0;
                if (collecting == Tokens.KEPT) {
                    waiting.add(token.choice());
                }
                yield List.of();
            }
            case GenerationEvent.Match match -> {
                note(match.event());
                yield pieces(output.on(match.event()));
            }
            case GenerationEvent.Finished finished -> finish(finished.result().reason());
        };
    }

    /** How many of the tokens so far are reasoning; to the tokens that open and close it, one more or less. */
    int reasoningTokens() {
        return reasoningTokens;
    }

    private void note(MatchEvent event) {
        switch (event) {
            case MatchEvent.Open open -> {
                if (open.label().equals(OutputPlan.REASONING)) {
                    isReasoning = true;
                    reasoningTokens++;
                }
            }
            case MatchEvent.Bytes bytes -> reported += bytes.bytes().length;
            case MatchEvent.Close closed -> isReasoning &= !closed.label().equals(OutputPlan.REASONING);
        }
    }

    private List<ReplyEvent> pieces(List<OutputEvent> events) {
        List<ReplyEvent> pieces = new ArrayList<>(events.size());
        for (OutputEvent event : events) {
            switch (event) {
                case OutputEvent.Reasoning reasoning ->
                    pieces.add(new ReplyEvent.Reasoning(reasoning.text(), takeTokens()));
                case OutputEvent.Content content -> pieces.add(new ReplyEvent.Content(content.text(), takeTokens()));
                case OutputEvent.CallOpened opened -> {
                    calls++;
                    pieces.add(new ReplyEvent.CallOpened(opened.index(), ids.next(), opened.name(), takeTokens()));
                }
                case OutputEvent.Arguments arguments ->
                    pieces.add(new ReplyEvent.Arguments(arguments.index(), arguments.text(), takeTokens()));
                case OutputEvent.CallClosed closed -> {}
            }
        }
        return pieces;
    }

    private List<ReplyEvent> finish(FinishReason reason) {
        List<ReplyEvent> pieces = new ArrayList<>(pieces(output.finish()));
        List<TokenChoice> rest = new ArrayList<>(takeTokens());
        TokenChoice cut = waiting.peek();
        if (cut != null && reported > waitingFrom) {
            byte[] kept = Arrays.copyOf(cut.bytes(), (int) (reported - waitingFrom));
            rest.add(new TokenChoice(cut.tokenId(), kept, cut.origin(), cut.logprob(), cut.top()));
        }
        switch (reason) {
            case STOP ->
                pieces.add(new ReplyEvent.Finished(calls > 0 ? ReplyEvent.End.TOOL_CALLS : ReplyEvent.End.STOP, rest));
            case LENGTH -> pieces.add(new ReplyEvent.Finished(ReplyEvent.End.LENGTH, rest));
            case CANCELLED -> {}
        }
        return pieces;
    }

    private List<TokenChoice> takeTokens() {
        List<TokenChoice> taken = new ArrayList<>();
        TokenChoice next = waiting.peek();
        while (next != null && waitingFrom + next.bytes().length <= reported) {
            waitingFrom += next.bytes().length;
            taken.add(next);
            waiting.remove();
            next = waiting.peek();
        }
        return taken;
    }
}
