package dev.tenon.server.generation;

import dev.tenon.sampler.TokenChoice;
import java.util.List;

/**
 * A piece of one reply, in order; the last one is {@link Finished}. No text ends within a code point. {@code tokens}, where
 * log-probabilities were asked for, are those whose text has come with this piece or with pieces before it.
 */
public sealed interface ReplyEvent {
    /** The tokens that this piece brings; empty where log-probabilities were not asked for. */
    List<TokenChoice> tokens();

    /** More content. */
    record Content(String text, List<TokenChoice> tokens) implements ReplyEvent {
        /** Copies the list. */
        public Content {
            tokens = List.copyOf(tokens);
        }
    }

    /** More of what the model thinks before it answers. */
    record Reasoning(String text, List<TokenChoice> tokens) implements ReplyEvent {
        /** Copies the list. */
        public Reasoning {
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * A call begins.
     *
     * @param index which call of the reply it is, from 0
     * @param id what a tool message calls it by
     * @param name the tool
     */
    record CallOpened(int index, String id, String name, List<TokenChoice> tokens) implements ReplyEvent {
        /** Copies the list. */
        public CallOpened {
            tokens = List.copyOf(tokens);
        }
    }

    /** More of a call's arguments, as JSON text. */
    record Arguments(int index, String text, List<TokenChoice> tokens) implements ReplyEvent {
        /** Copies the list. */
        public Arguments {
            tokens = List.copyOf(tokens);
        }
    }

    /** The end. */
    record Finished(End end, List<TokenChoice> tokens) implements ReplyEvent {
        /** Copies the list. */
        public Finished {
            tokens = List.copyOf(tokens);
        }
    }

    /** How a reply ends. The first two promise that it is complete and valid. */
    enum End {
        /** It is complete. */
        STOP,
        /** It is complete and calls a tool. */
        TOOL_CALLS,
        /** It is the beginning of a complete one. */
        LENGTH
    }
}
