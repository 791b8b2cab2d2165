package dev.tenon.toolcalls;

/**
 * A language as somebody wrote it down.
 *
 * @param notation how it is written
 * @param text the definition
 */
public record WrittenLanguage(Notation notation, String text) {
    /** How a language is written. */
    public enum Notation {
        /** As a regular expression of Rust's crate {@code regex}, which matches the text as a whole. */
        REGEX,
        /** As a grammar of Lark, in llguidance's variant. */
        LARK,
        /** As a grammar of llama.cpp. */
        GBNF
    }
}
