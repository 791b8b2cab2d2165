package dev.tenon.automaton.regex;

/**
 * A construct of ECMA-262 that is understood but not enforced: it is no regular language, or needs data that the JDK does
 * not have.
 */
public final class RegexUnsupportedException extends RegexException {
    private static final long serialVersionUID = 1L;

    private final String construct;

    RegexUnsupportedException(int position, String construct) {
        super(position, construct + " is not supported");
        this.construct = construct;
    }

    /** The construct in words: {@code backreference}, {@code modifiers} ... */
    public String construct() {
        return construct;
    }
}
