package dev.tenon.toolcalls;

import java.util.List;

/**
 * What a family of models writes around its reasoning. Each tag is a control token where the vocabulary has one of that
 * name, or else text.
 *
 * @param opening the tags that begin it, one after the other; at least one
 * @param close the tag that ends it, which does not begin as it ends
 */
public record ReasoningTags(List<String> opening, String close) {
    /** What most models write. */
    public static final ReasoningTags THINK = new ReasoningTags("<think>", "</think>");

    /** Copies the list. */
    public ReasoningTags {
        opening = List.copyOf(opening);
    }

    /** One tag before and one after. */
    public ReasoningTags(String open, String close) {
        this(List.of(open), close);
    }

    /** The tag that comes first. */
    public String first() {
        return opening.get(0);
    }
}
