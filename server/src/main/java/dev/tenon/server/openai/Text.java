package dev.tenon.server.openai;

import java.util.List;
import java.util.stream.Collectors;

/** Wording that all messages share. */
final class Text {
    private static final int MAX_ECHO = 100;

    private Text() {}

    /** At most 100 characters of what a client sent, so that no message grows with its request. */
    static String shorten(String text) {
        if (text.length() <= MAX_ECHO) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_ECHO - 1)) ? MAX_ECHO - 1 : MAX_ECHO;
        return text.substring(0, end) + "...";
    }

    /** {@code 'a', 'b', and 'c'}. */
    static String list(List<String> words) {
        List<String> quoted = words.stream().map(word -> "'" + word + "'").toList();
        int last = quoted.size() - 1;
        return switch (quoted.size()) {
            case 1 -> quoted.get(0);
            case 2 -> quoted.get(0) + " and " + quoted.get(1);
            default -> quoted.subList(0, last).stream().collect(Collectors.joining(", ")) + ", and " + quoted.get(last);
        };
    }
}
