package dev.tenon.conformance.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenon.automaton.match.MatchEvent;
import dev.tenon.sampler.GenerationResult;
import dev.tenon.schema.ArgumentSyntax;
import dev.tenon.toolcalls.OutputEvent;
import dev.tenon.toolcalls.OutputEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client would have got of one reply.
 *
 * @param result how it went
 * @param text the bytes of its tokens, one after another
 * @param content what it says
 * @param calls what it calls
 */
record Reply(GenerationResult result, byte[] text, String content, List<Call> calls) {
    /** Copies the list. */
    Reply {
        calls = List.copyOf(calls);
    }

    /**
     * A call.
     *
     * @param closed whether its end was reached
     */
    record Call(String name, String arguments, boolean closed) {}

    @Override
    public String toString() {
        return result.reason() + " after " + result.completionTokens() + " tokens: " + new String(text, UTF_8);
    }

    /** Puts content and calls together, as a client does. Not thread-safe. */
    static final class Collector {
        private final OutputEvents output;
        private final StringBuilder content = new StringBuilder();
        private final List<Call> calls = new ArrayList<>();

        Collector(Optional<ArgumentSyntax> arguments) {
            this.output = new OutputEvents(arguments);
        }

        void on(MatchEvent event) {
            output.on(event).forEach(this::on);
        }

        private void on(OutputEvent event) {
            switch (event) {
                case OutputEvent.Reasoning more -> {}
                case OutputEvent.Content more -> content.append(more.text());
                case OutputEvent.CallOpened call -> calls.add(new Call(call.name(), "", false));
                case OutputEvent.Arguments more -> {
                    Call call = calls.get(more.index());
                    calls.set(more.index(), new Call(call.name(), call.arguments() + more.text(), false));
                }
                case OutputEvent.CallClosed closed -> {
                    Call call = calls.get(closed.index());
                    calls.set(closed.index(), new Call(call.name(), call.arguments(), true));
                }
            }
        }

        String content() {
            return content.toString();
        }

        List<Call> calls() {
            return List.copyOf(calls);
        }
    }
}
