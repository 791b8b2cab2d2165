package dev.tenon.server.openai;

import dev.tenon.server.generation.ChatRequest.Reasoning;
import java.util.List;

/**
 * Reads {@code reasoning_effort}, {@code reasoning.effort} in responses: for models that think, how many tokens they may think for. For others it has no effect,
 * as at OpenAI. A template's own switch says the same to a model as {@code none}.
 */
final class ReasoningReader {
    /** The field of a chat completion. */
    static final String FIELD = "reasoning_effort";

    /** The word for not thinking at all. */
    static final String OFF = "none";

    /** OpenAI's words. */
    static final List<String> EFFORTS = List.of(OFF, "minimal", "low", "medium", "high", "xhigh", "max");

    private ReasoningReader() {}

    /** @param effort the effort, wherever the request has it */
    static Reasoning read(RequestNode request, RequestNode effort) {
        return effort.word(EFFORTS)
                .<Reasoning>map(word -> switch (word) {
                    case OFF -> new Reasoning.Off();
                    case "minimal" -> new Reasoning.Within(256);
                    case "low" -> new Reasoning.Within(1024);
                    case "medium" -> new Reasoning.Within(4096);
                    case "high" -> new Reasoning.Within(16_384);
                    default -> new Reasoning.Within(Integer.MAX_VALUE);
                })
                .orElseGet(() -> isSwitchedOff(request) ? new Reasoning.Off() : new Reasoning.AsTaught());
    }

    private static boolean isSwitchedOff(RequestNode request) {
        return !request.field(TemplateVariables.FIELD)
                .object()
                .field(TemplateVariables.THINKING)
                .bool()
                .orElse(true);
    }
}
