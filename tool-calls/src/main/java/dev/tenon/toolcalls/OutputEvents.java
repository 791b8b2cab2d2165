package dev.tenon.toolcalls;

import dev.tenon.automaton.match.MatchEvent;
import dev.tenon.schema.ArgumentSyntax;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the matcher reports of one reply into reasoning, content and calls. Nothing is parsed here: labels alone decide what
 * a byte is. Mutable, not thread-safe; one for each reply.
 *
 * <p>Text is given out at once but for the bytes of an unfinished code point. A call is given out when its name is
 * whole; so is everything after it.
 */
public final class OutputEvents {
    private final Deque<String> open = new ArrayDeque<>();
    private final CompleteText text = new CompleteText();
    private final ByteArrayOutputStream name = new ByteArrayOutputStream();
    private final Optional<ArgumentSyntax> arguments;
    private @Nullable ArgumentWriter writer;
    private JsonUnescaper unescaper = new JsonUnescaper();
    private int callIndex;
    private boolean callOpened;

    /**
     * At the beginning of a reply.
     *
     * @param arguments how its arguments are written where they are no JSON
     */
    public OutputEvents(Optional<ArgumentSyntax> arguments) {
        this.arguments = arguments;
    }

    /**
     * What one report of the matcher tells; often nothing.
     *
     * @throws IllegalStateException when a capture ends that is not the innermost open one
     */
    public List<OutputEvent> on(MatchEvent event) {
        return switch (event) {
            case MatchEvent.Open opened -> open(opened.label());
            case MatchEvent.Bytes bytes -> bytes(bytes.bytes());
            case MatchEvent.Close closed -> close(closed.label());
        };
    }

    /**
     * At the end of the reply. Where it broke off within a code point, the beginning of that code point is no text and
     * is dropped; a call that broke off is not closed.
     */
    public List<OutputEvent> finish() {
        text.clear();
        return List.of();
    }

    private List<OutputEvent> open(String label) {
        open.push(label);
        if (writer != null) {
            return arguments(writer.open(label));
        }
        if (label.equals(OutputPlan.ARGUMENT_LIST)) {
            writer = new ArgumentWriter(arguments.orElseThrow());
            return arguments("{");
        }
        if (label.equals(OutputPlan.NAME)) {
            name.reset();
        } else if (label.equals(OutputPlan.ESCAPED_INPUT)) {
            unescaper = new JsonUnescaper();
        }
        return List.of();
    }

    private List<OutputEvent> arguments(String more) {
        return more.isEmpty() ? List.of() : List.of(new OutputEvent.Arguments(callIndex, more));
    }

    private List<OutputEvent> bytes(byte[] bytes) {
        String label = open.peek();
        if (label == null) {
            return List.of();
        }
        if (writer != null) {
            return arguments(writer.bytes(label, bytes));
        }
        return switch (label) {
            case OutputPlan.CONTENT, OutputPlan.JSON -> {
                String more = text.add(bytes);
                yield more.isEmpty() ? List.of() : List.of(new OutputEvent.Content(more));
            }
            case OutputPlan.REASONING -> {
                String more = text.add(bytes);
                yield more.isEmpty() ? List.of() : List.of(new OutputEvent.Reasoning(more));
            }
            case OutputPlan.ARGUMENTS, OutputPlan.INPUT -> arguments(text.add(bytes));
            case OutputPlan.ESCAPED_INPUT -> arguments(unescaper.add(bytes));
            case OutputPlan.NAME -> {
                name.writeBytes(bytes);
                yield List.of();
            }
            default -> List.of();
        };
    }

    private List<OutputEvent> close(String label) {
        if (!label.equals(open.poll())) {
            throw new IllegalStateException("a capture ends that is not open: " + label);
        }
        if (writer != null) {
            if (label.equals(OutputPlan.ARGUMENT_LIST)) {
                writer = null;
                return arguments("}");
            }
            return arguments(writer.close(label));
        }
        return switch (label) {
            case OutputPlan.NAME -> {
                callOpened = true;
                yield List.of(new OutputEvent.CallOpened(callIndex, name.toString(StandardCharsets.UTF_8)));
            }
            case OutputPlan.CALL -> {
                if (!callOpened) {
                    yield List.of();
                }
                callOpened = false;
                yield List.of(new OutputEvent.CallClosed(callIndex++));
            }
            default -> {
                text.clear();
                yield List.of();
            }
        };
    }
}
