package dev.tenon.automaton.regex;

/**
 * A construct of ECMA-262 that is understood but not enforced: it is no regular language, or would need an automaton
 * that is not built yet.
 */
public final class RegexUnsupportedException extends RegexException {
    private static final long serialVersionUID = 1L;

    private final String construct;

    RegexUnsupportedException(int position, String construct) {
        super(position, construct + " is not supported");
        this.construct = construct;
    }

    /** The construct in words: {@code lookahead}, {@code backreference} ... */
    public String construct() {
        return construct;
    }
}
