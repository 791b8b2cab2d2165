package dev.tenon.server.generation;

import dev.tenon.sampler.TokenBudget;
import dev.tenon.toolcalls.OutputPlan;
import dev.tenon.toolcalls.OutputRequest;
import dev.tenon.toolcalls.ReasoningTags;
import org.jspecify.annotations.Nullable;

/**
 * Whether a reply begins with what the model thinks, and for how long it may. What the answer is held to does not depend
 * on it.
 */
final class ReasoningRules {
    /** As long as nobody says otherwise. */
    private static final int DEFAULT_TOKENS = 8192;

    private final ServedModel model;

    ReasoningRules(ServedModel model) {
        this.model = model;
    }

    /**
     * How the reply begins.
     *
     * @param prompt as the template wrote it: it may have opened the reasoning, or opened and closed it
     */
    OutputRequest.Reasoning of(ChatRequest.Reasoning wanted, String prompt) {
        return switch (model.thinking()) {
            case UNKNOWN -> OutputRequest.Reasoning.NONE;
            case TAUGHT -> {
                ReasoningTags tags = model.format().reasoning();
                String end = prompt.stripTrailing();
                if (end.endsWith(String.join("", tags.opening()))) {
                    yield OutputRequest.Reasoning.BEGUN;
                }
                boolean isClosed = end.endsWith(tags.close());
                yield isClosed || wanted instanceof ChatRequest.Reasoning.Off
                        ? OutputRequest.Reasoning.NONE
                        : OutputRequest.Reasoning.POSSIBLE;
            }
        };
    }

    /** How long it may be; null where there is none. */
    @Nullable
    TokenBudget budget(ChatRequest.Reasoning wanted, OutputRequest.Reasoning reasoning) {
        return switch (reasoning) {
            case NONE -> null;
            case POSSIBLE, BEGUN -> {
                int tokens = switch (wanted) {
                    case ChatRequest.Reasoning.AsTaught taught -> DEFAULT_TOKENS;
                    case ChatRequest.Reasoning.Off off -> 0;
                    case ChatRequest.Reasoning.Within within -> within.tokens();
                };
                yield new TokenBudget(
                        OutputPlan.REASONING, tokens, model.format().reasoning().close());
            }
        };
    }
}
