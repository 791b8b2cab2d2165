package dev.tenon.server.openai;

import dev.tenon.sampler.TokenChoice;
import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.generation.ReplyListener;
import dev.tenon.server.generation.ReplyUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Collects completions and answers with all of them as one object. */
final class WholeCompletion implements ReplyListener {
    private final ReplyHead head;
    private final ReplyExchange exchange;
    private final int topLogprobs;
    private final List<Draft> drafts = new ArrayList<>();

    /**
     * @param count how many completions there will be
     * @param echoes what each begins with
     * @param topLogprobs as in {@link dev.tenon.server.generation.ChatRequest#topLogprobs}
     */
    WholeCompletion(ReplyHead head, ReplyExchange exchange, int count, IntFunction<String> echoes, int topLogprobs) {
        this.head = head;
        this.exchange = exchange;
        this.topLogprobs = topLogprobs;
        for (int choice = 0; choice < count; choice++) {
            Draft draft = new Draft();
            draft.text.append(echoes.apply(choice));
            drafts.add(draft);
        }
    }

    /** One completion, as far as it has come. */
    private static final class Draft {
        final StringBuilder text = new StringBuilder();
        final List<TokenChoice> tokens = new ArrayList<>();
        ReplyEvent.End end = ReplyEvent.End.LENGTH;
    }

    @Override
    public void onEvent(int choice, ReplyEvent event) {
        Draft draft = drafts.get(choice);
        draft.tokens.addAll(event.tokens());
        draft.text.append(CompletionTexts.of(event));
        if (event instanceof ReplyEvent.Finished finished) {
            draft.end = finished.end();
        }
    }

    @Override
    public boolean awaitReady() {
        return true;
    }

    @Override
    public void onDone(ReplyUsage usage) {
        List<TextCompletion.Choice> choices = new ArrayList<>();
        for (Draft draft : drafts) {
            choices.add(new TextCompletion.Choice(
                    choices.size(),
                    draft.text.toString(),
                    topLogprobs < 0 ? null : new CompletionLogprobs.Offsets().next(draft.tokens, topLogprobs),
                    FinishReasons.of(draft.end, head.calls())));
        }
        exchange.note(usage, drafts.stream().map(draft -> draft.end).toList());
        exchange.respond(TextCompletion.of(head, choices, Json.tree(Usage.of(usage))));
    }

    @Override
    public void onFailure(Throwable cause) {
        exchange.fail(cause);
    }
}
