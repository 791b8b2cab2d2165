package dev.tenon.toolcalls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The inside of a JSON string that comes in pieces, turned back into the text that it spells (RFC 8259, section 7). It is
 * spelled by our own grammar, which writes no half of a surrogate pair. Mutable, not thread-safe.
 */
final class JsonUnescaper {
    private static final String LETTERS = "btnfr";
    private static final String MEANT = "\b\t\n\f\r";
    private static final int DIGITS = 4;

    /** An escape that has not come to its end. */
    private final StringBuilder escape = new StringBuilder();

    private final CompleteText text = new CompleteText();

    /** Adds bytes, and takes out what they spell, in whole code points. */
    String add(byte[] bytes) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (byte b : bytes) {
            if (escape.isEmpty() && b != '\\') {
                plain.write(b);
                continue;
            }
            escape.append((char) b);
            String spelled = spelled();
            if (!spelled.isEmpty()) {
                escape.setLength(0);
                plain.writeBytes(spelled.getBytes(StandardCharsets.UTF_8));
            }
        }
        return text.add(plain.toByteArray());
    }

    /** What the escape spells; empty as long as there is more of it to come. */
    private String spelled() {
        if (escape.length() < 2) {
            return "";
        }
        char letter = escape.charAt(1);
        if (letter != 'u') {
            int index = LETTERS.indexOf(letter);
            return String.valueOf(index < 0 ? letter : MEANT.charAt(index));
        }
        return escape.length() < 2 + DIGITS ? "" : String.valueOf((char) Integer.parseInt(escape.substring(2), 16));
    }
}
