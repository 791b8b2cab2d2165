package dev.tenon.sampler.engine;

import java.util.Optional;

/**
 * What an engine without a model claims to be.
 *
 * @param id the name
 * @param contextLength tokens that one session holds; at least 1
 * @param sessionLimit sessions that may be open at once; at least 1
 * @param chatTemplate a chat template in Jinja, if it is to have one
 */
public record EngineShape(String id, int contextLength, int sessionLimit, Optional<String> chatTemplate) {
    /** Checks the numbers. */
    public EngineShape {
        if (contextLength < 1 || sessionLimit < 1) {
            throw new IllegalArgumentException("an engine holds at least one session of at least one token");
        }
    }

    /** 16,384 tokens, 8 sessions, no chat template. */
    public static EngineShape named(String id) {
        return new EngineShape(id, 16_384, 8, Optional.empty());
    }

    /** The same with another context length. */
    public EngineShape withContextLength(int tokens) {
        return new EngineShape(id, tokens, sessionLimit, chatTemplate);
    }

    /** The same with another number of sessions. */
    public EngineShape withSessionLimit(int sessions) {
        return new EngineShape(id, contextLength, sessions, chatTemplate);
    }

    /** The same with a chat template. */
    public EngineShape withChatTemplate(String jinja) {
        return new EngineShape(id, contextLength, sessionLimit, Optional.of(jinja));
    }
}
