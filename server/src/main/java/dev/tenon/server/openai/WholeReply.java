package dev.tenon.server.openai;

import dev.tenon.sampler.TokenChoice;
import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.generation.ReplyListener;
import dev.tenon.server.generation.ReplyUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects replies and answers with all of them as one object. */
final class WholeReply implements ReplyListener {
    private final ReplyHead head;
    private final ReplyExchange exchange;
    private final boolean logprobs;
    private final List<Draft> drafts = new ArrayList<>();

    WholeReply(ReplyHead head, ReplyExchange exchange, LogprobMode mode) {
        this.head = head;
        this.exchange = exchange;
        this.logprobs = mode == LogprobMode.REPORTED;
    }

    /** One reply, as far as it has come. */
    private static final class Draft {
        final StringBuilder content = new StringBuilder();
        final StringBuilder reasoning = new StringBuilder();
        final List<CallDraft> calls = new ArrayList<>();
        final List<TokenChoice> tokens = new ArrayList<>();
        ReplyEvent.End end = ReplyEvent.End.LENGTH;
    }

    private record CallDraft(String id, String name, StringBuilder arguments) {
        ChatCompletion.Call finish(Set<String> customTools) {
            return customTools.contains(name)
                    ? new ChatCompletion.CustomCall(id, new ChatCompletion.Custom(name, arguments.toString()))
                    : new ChatCompletion.FunctionCall(id, function());
        }

        ChatCompletion.Function function() {
            return new ChatCompletion.Function(name, arguments.toString());
        }
    }

    @Override
    public void onEvent(int choice, ReplyEvent event) {
        while (drafts.size() <= choice) {
            drafts.add(new Draft());
        }
        Draft draft = drafts.get(choice);
        draft.tokens.addAll(event.tokens());
        switch (event) {
            case ReplyEvent.Content content -> draft.content.append(content.text());
            case ReplyEvent.Reasoning reasoning -> draft.reasoning.append(reasoning.text());
            case ReplyEvent.CallOpened opened ->
                draft.calls.add(new CallDraft(opened.id(), opened.name(), new StringBuilder()));
            case ReplyEvent.Arguments arguments ->
                draft.calls.get(arguments.index()).arguments().append(arguments.text());
            case ReplyEvent.Finished finished -> draft.end = finished.end();
        }
    }

    @Override
    public boolean awaitReady() {
        return true;
    }

    @Override
    public void onDone(ReplyUsage usage) {
        List<ChatCompletion.Choice> choices = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            choices.add(choice(i, drafts.get(i)));
        }
        exchange.note(usage, drafts.stream().map(draft -> draft.end).toList());
        exchange.respond(ChatCompletion.of(head, choices, Usage.of(usage)));
    }

    private ChatCompletion.Choice choice(int index, Draft draft) {
        @Nullable String content = draft.content.isEmpty() && !draft.calls.isEmpty() ? null : draft.content.toString();
        return new ChatCompletion.Choice(
                index,
                message(content, draft),
                logprobs ? Logprobs.of(draft.tokens) : null,
                FinishReasons.of(draft.end, head.calls()));
    }

    private ChatCompletion.Message message(@Nullable String content, Draft draft) {
        @Nullable String reasoning = draft.reasoning.isEmpty() ? null : draft.reasoning.toString();
        return switch (head.calls()) {
            case TOOLS ->
                new ChatCompletion.Message(
                        content,
                        reasoning,
                        draft.calls.stream()
                                .map(call -> call.finish(head.customTools()))
                                .toList(),
                        null);
            case FUNCTIONS ->
                new ChatCompletion.Message(
                        content,
                        reasoning,
                        List.of(),
                        draft.calls.isEmpty() ? null : draft.calls.get(0).function());
        };
    }

    @Override
    public void onFailure(Throwable cause) {
        exchange.fail(cause);
    }
}
