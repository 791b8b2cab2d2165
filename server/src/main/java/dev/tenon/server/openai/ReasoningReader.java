package dev.tenon.server.openai;

import dev.tenon.server.generation.ChatRequest.Reasoning;
import java.util.List;

/**
 * Reads {@code reasoning_effort}: for models that think, how many tokens they may think for. For others it has no effect,
 * as at OpenAI.
 */
final class ReasoningReader {
    private static final List<String> EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private ReasoningReader() {}

    static Reasoning read(RequestNode request) {
        return request.field("reasoning_effort")
                .word(EFFORTS)
                .<Reasoning>map(effort -> switch (effort) {
                    case "none" -> new Reasoning.Off();
                    case "minimal" -> new Reasoning.Within(256);
                    case "low" -> new Reasoning.Within(1024);
                    case "medium" -> new Reasoning.Within(4096);
                    case "high" -> new Reasoning.Within(16_384);
                    default -> new Reasoning.Within(Integer.MAX_VALUE);
                })
                .orElseGet(Reasoning.AsTaught::new);
    }
}
