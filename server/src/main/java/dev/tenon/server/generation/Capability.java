package dev.tenon.server.generation;

import java.util.Locale;

/** What a model can be asked for. */
public enum Capability {
    /** Replies in a conversation. */
    CHAT,
    /** Continuations of a prompt. */
    COMPLETIONS,
    /** Vectors of texts. */
    EMBEDDINGS,
    /** Calls of tools. */
    TOOLS,
    /** Thinking before it answers. */
    REASONING;

    /** As the API writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
