package dev.tenon.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds what a reply says to the {@link ChoiceMode} that it was asked for in, by other validators than the server's. */
final class JudgedReply {
    private JudgedReply() {}

    /** How a reply of a response ended: {@code completed} or {@code incomplete}, and whether with calls; fails where it is wrong. */
    static String ofResponse(ChoiceMode mode, JsonNode response, JsonNode body) {
        boolean complete = response.path("status").asText().equals("completed");
        List<JsonNode> calls = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (JsonNode item : response.path("output")) {
            if (item.path("type").asText().equals("message")) {
                text.append(item.at("/content/0/text").asText());
            } else {
                calls.add(item);
            }
        }
        assertTrue(calls.size() <= mode.mostCalls(), () -> calls.size() + " calls: " + body);
        for (JsonNode call : calls) {
            String name = call.path("name").asText();
            assertTrue(mode.mayCall(name), () -> "called " + name + ": " + body);
            if (call.path("status").asText().equals("completed")) {
                String given = call.has("input")
                        ? call.get("input").textValue()
                        : call.get("arguments").textValue();
                require(ChoiceMode.fault(name, given), given + " of " + name, body);
            }
        }
        if (mode.calls() == ChoiceMode.Calls.MUST) {
            assertTrue(!complete || !calls.isEmpty(), () -> "no call: " + body);
            assertTrue(text.isEmpty(), body::toString);
        }
        if (mode.hasFormat() && calls.isEmpty() && complete) {
            require(ChoiceMode.FORMAT.judge().fault(text.toString()), text.toString(), body);
        }
        return (complete ? "completed" : "incomplete")
                + (calls.isEmpty() ? "" : complete ? " with calls" : " in a call");
    }

    /** Whether a choice of a chat completion is whole; fails where it is and is wrong. */
    static boolean ofChoice(ChoiceMode mode, StreamShape.Choice choice, JsonNode body) {
        boolean complete = !choice.finishReason().equals("length");
        assertTrue(choice.names().size() <= mode.mostCalls(), () -> choice.names() + ": " + body);
        // The last one may have been cut off.
        int whole = choice.names().size() - (complete ? 0 : 1);
        for (int i = 0; i < whole; i++) {
            String name = choice.names().get(i);
            assertTrue(mode.mayCall(name), () -> "called " + name + ": " + body);
            require(ChoiceMode.fault(name, choice.arguments().get(i)), choice.arguments() + " of " + name, body);
        }
        if (mode.calls() == ChoiceMode.Calls.MUST) {
            assertTrue(!complete || !choice.names().isEmpty(), () -> "no call: " + body);
        }
        if (mode.hasFormat() && choice.names().isEmpty() && complete) {
            require(ChoiceMode.FORMAT.judge().fault(choice.content()), choice.content(), body);
        }
        return complete;
    }

    private static void require(Optional<String> fault, String text, JsonNode body) {
        assertTrue(fault.isEmpty(), () -> fault.orElse("") + " in " + text + " for " + body);
    }
}
