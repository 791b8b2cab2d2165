package dev.tenon.server.openai;

import dev.tenon.sampler.TokenChoice;
import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.generation.ReplyUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the pieces of one reply as items of a response, and says by which events a stream tells of them. Whoever answers
 * with the whole object passes over the events: what is streamed and what comes whole are one. Not thread-safe.
 *
 * <p>One item is open at most; it is closed by the piece that opens the next, or by the end. At a limit the last one, and
 * it alone, is {@code incomplete}: then no event says that its arguments are done, for there are clients that run a tool
 * when they hear that.
 */
final class ResponseWriter {
    private final ResponseHead head;
    private final Function<String, String> ids;
    private final LongSupplier seconds;

    private final List<ResponseItem> output = new ArrayList<>();
    private final List<ResponseEvent> events = new ArrayList<>();
    private long sequence;
    private boolean started;
    private @Nullable Draft open;
    private ReplyEvent.End end = ReplyEvent.End.LENGTH;

    /**
     * A writer of one response.
     *
     * @param ids a new id that begins with this
     * @param seconds the time, in seconds since 1970
     */
    ResponseWriter(ResponseHead head, Function<String, String> ids, LongSupplier seconds) {
        this.head = head;
        this.ids = ids;
        this.seconds = seconds;
    }

    private enum Kind {
        MESSAGE,
        REASONING,
        FUNCTION_CALL,
        CUSTOM_TOOL_CALL
    }

    /** The item that is being written. */
    private record Draft(
            Kind kind,
            String id,
            int index,
            String callId,
            String name,
            StringBuilder text,
            List<Logprobs.TokenLogprob> logprobs) {
        ResponseItem item(ResponseItem.Status status) {
            String whole = text.toString();
            boolean isNew = status == ResponseItem.Status.IN_PROGRESS;
            return switch (kind) {
                case MESSAGE ->
                    new ResponseItem.Message(id, status, isNew ? List.of() : List.of((ResponseItem.OutputText) part()));
                case REASONING ->
                    new ResponseItem.Reasoning(
                            id, status, isNew ? List.of() : List.of((ResponseItem.ReasoningText) part()));
                case FUNCTION_CALL -> new ResponseItem.FunctionCall(id, status, callId, name, whole);
                case CUSTOM_TOOL_CALL -> new ResponseItem.CustomToolCall(id, status, callId, name, whole);
            };
        }

        ResponseItem.Part part() {
            return kind == Kind.MESSAGE
                    ? new ResponseItem.OutputText(text.toString(), List.copyOf(logprobs))
                    : new ResponseItem.ReasoningText(text.toString());
        }
    }

    /** What a piece adds, as events. */
    List<ResponseEvent> on(ReplyEvent event) {
        start();
        switch (event) {
            case ReplyEvent.Content content -> text(open(Kind.MESSAGE, "msg_"), content);
            case ReplyEvent.Reasoning reasoning -> {
                Draft draft = open(Kind.REASONING, "rs_");
                draft.text.append(reasoning.text());
                add(new ResponseEvent.ReasoningDelta(next(), draft.id, draft.index, 0, reasoning.text()));
            }
            case ReplyEvent.CallOpened call -> {
                boolean isCustom = head.customTools().contains(call.name());
                Kind kind = isCustom ? Kind.CUSTOM_TOOL_CALL : Kind.FUNCTION_CALL;
                open(kind, isCustom ? "ctc_" : "fc_", call.id(), call.name());
            }
            case ReplyEvent.Arguments more -> {
                Draft draft = current();
                draft.text.append(more.text());
                String type = draft.kind == Kind.CUSTOM_TOOL_CALL
                        ? "response.custom_tool_call_input.delta"
                        : "response.function_call_arguments.delta";
                add(new ResponseEvent.CallDelta(type, next(), draft.id, draft.index, more.text()));
            }
            case ReplyEvent.Finished finished -> finish(finished);
        }
        return take();
    }

    private void text(Draft draft, ReplyEvent.Content content) {
        List<Logprobs.TokenLogprob> tokens = logprobs(content.tokens());
        draft.text.append(content.text());
        draft.logprobs.addAll(tokens);
        add(new ResponseEvent.TextDelta(next(), draft.id, draft.index, 0, content.text(), tokens));
    }

    private void finish(ReplyEvent.Finished finished) {
        end = finished.end();
        boolean isCut = finished.end() == ReplyEvent.End.LENGTH;
        if (!isCut && (open == null || open.kind == Kind.REASONING) && saysNothing()) {
            // The model said nothing, and that is what it said.
            open(Kind.MESSAGE, "msg_");
        }
        Draft last = open;
        if (last != null) {
            if (last.kind == Kind.MESSAGE) {
                last.logprobs.addAll(logprobs(finished.tokens()));
            }
            close(last, isCut ? ResponseItem.Status.INCOMPLETE : ResponseItem.Status.COMPLETED);
        }
    }

    private boolean saysNothing() {
        return output.stream().allMatch(item -> item instanceof ResponseItem.Reasoning);
    }

    /** The reply is over: the last event. */
    List<ResponseEvent> done(ReplyUsage usage) {
        start();
        ResponseObject whole = response(usage);
        String type = whole.status() == ResponseObject.Status.COMPLETED ? "response.completed" : "response.incomplete";
        add(new ResponseEvent.OfResponse(type, next(), whole));
        return take();
    }

    /** The reply will not come to an end: the last events. */
    List<ResponseEvent> failed(ApiError error) {
        start();
        Draft last = open;
        if (last != null) {
            close(last, ResponseItem.Status.INCOMPLETE);
        }
        add(new ResponseEvent.Failure(next(), error.code(), error.message(), error.param()));
        add(new ResponseEvent.OfResponse(
                "response.failed",
                next(),
                new ResponseObject(
                        head.id(),
                        head.createdAt(),
                        ResponseObject.Status.FAILED,
                        null,
                        ResponseObject.Fault.of(error),
                        null,
                        head.model(),
                        output,
                        null,
                        head.echo())));
        return take();
    }

    /** How the reply ended; at a limit, as long as nothing says otherwise. */
    ReplyEvent.End end() {
        return end;
    }

    /** The whole response, of a reply that is over. */
    ResponseObject response(ReplyUsage usage) {
        boolean isComplete = end != ReplyEvent.End.LENGTH;
        return new ResponseObject(
                head.id(),
                head.createdAt(),
                isComplete ? ResponseObject.Status.COMPLETED : ResponseObject.Status.INCOMPLETE,
                isComplete ? seconds.getAsLong() : null,
                null,
                isComplete ? null : ResponseObject.Incomplete.MAX_OUTPUT_TOKENS,
                head.model(),
                output,
                ResponseObject.Tokens.of(usage),
                head.echo());
    }

    private void start() {
        if (started) {
            return;
        }
        started = true;
        ResponseObject nothing = new ResponseObject(
                head.id(),
                head.createdAt(),
                ResponseObject.Status.IN_PROGRESS,
                null,
                null,
                null,
                head.model(),
                List.of(),
                null,
                head.echo());
        add(new ResponseEvent.OfResponse("response.created", next(), nothing));
        add(new ResponseEvent.OfResponse("response.in_progress", next(), nothing));
    }

    /** The open item, if it is of this kind, or a new one. */
    private Draft open(Kind kind, String prefix) {
        Draft draft = open;
        return draft != null && draft.kind == kind ? draft : open(kind, prefix, "", "");
    }

    private Draft open(Kind kind, String prefix, String callId, String name) {
        Draft last = open;
        if (last != null) {
            close(last, ResponseItem.Status.COMPLETED);
        }
        Draft draft =
                new Draft(kind, ids.apply(prefix), output.size(), callId, name, new StringBuilder(), new ArrayList<>());
        open = draft;
        add(new ResponseEvent.OfItem(
                "response.output_item.added", next(), draft.index, draft.item(ResponseItem.Status.IN_PROGRESS)));
        switch (kind) {
            case MESSAGE, REASONING ->
                add(new ResponseEvent.OfPart(
                        "response.content_part.added", next(), draft.id, draft.index, 0, draft.part()));
            case FUNCTION_CALL, CUSTOM_TOOL_CALL -> {}
        }
        return draft;
    }

    private Draft current() {
        Draft draft = open;
        if (draft == null) {
            throw new IllegalStateException("arguments of no call");
        }
        return draft;
    }

    private void close(Draft draft, ResponseItem.Status status) {
        boolean isWhole = status == ResponseItem.Status.COMPLETED;
        String text = draft.text.toString();
        switch (draft.kind) {
            case MESSAGE -> {
                add(new ResponseEvent.TextDone(next(), draft.id, draft.index, 0, text, List.copyOf(draft.logprobs)));
                partDone(draft);
            }
            case REASONING -> {
                add(new ResponseEvent.ReasoningDone(next(), draft.id, draft.index, 0, text));
                partDone(draft);
            }
            case FUNCTION_CALL -> {
                if (isWhole) {
                    add(new ResponseEvent.ArgumentsDone(next(), draft.id, draft.index, draft.name, text));
                }
            }
            case CUSTOM_TOOL_CALL -> {
                if (isWhole) {
                    add(new ResponseEvent.InputDone(next(), draft.id, draft.index, text));
                }
            }
        }
        ResponseItem item = draft.item(status);
        output.add(item);
        add(new ResponseEvent.OfItem("response.output_item.done", next(), draft.index, item));
        open = null;
    }

    private void partDone(Draft draft) {
        add(new ResponseEvent.OfPart("response.content_part.done", next(), draft.id, draft.index, 0, draft.part()));
    }

    private static List<Logprobs.TokenLogprob> logprobs(List<TokenChoice> tokens) {
        return tokens.stream().map(Logprobs.TokenLogprob::of).toList();
    }

    private long next() {
        return sequence++;
    }

    private void add(ResponseEvent event) {
        events.add(event);
    }

    private List<ResponseEvent> take() {
        List<ResponseEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }
}
