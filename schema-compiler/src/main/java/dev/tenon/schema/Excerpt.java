package dev.tenon.schema;

/** A piece of a client's input that is short enough for a message. */
final class Excerpt {
    private static final int MAX_CHARS = 100;

    private Excerpt() {}

    /** The text, cut to 100 characters. */
    static String of(String text) {
        if (text.length() <= MAX_CHARS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
        return text.substring(0, end) + "...";
    }
}
