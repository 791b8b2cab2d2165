package dev.tenon.sampler;

/**
 * How long one part of a text may become. When it is used up, what ends the part is appended without asking the model, as
 * soon as the grammar takes it; nothing else changes.
 *
 * @param label the capture that the part is in
 * @param tokens after which it is ended, at least 0
 * @param close the control token, or the text, that ends it
 */
public record TokenBudget(String label, int tokens, String close) {
    /** Rejects what ends nothing. */
    public TokenBudget {
        if (tokens < 0 || close.isEmpty()) {
            throw new IllegalArgumentException("no budget: " + tokens + " tokens up to \"" + close + "\"");
        }
    }
}
