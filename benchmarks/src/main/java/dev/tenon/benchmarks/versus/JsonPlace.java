package dev.tenon.benchmarks.versus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a JSON text stands, byte by byte; takes the text to be JSON as far as it goes. Mutable, not thread-safe.
 *
 * <p>Knows no schema: the path says which member and which element, in which object and array.
 */
final class JsonPlace {
    /** What may come next, or what the text is within. */
    enum Kind {
        VALUE("before a value"),
        FIRST_ELEMENT("before a value"),
        FIRST_KEY("before a key"),
        KEY("before a key"),
        IN_KEY("in a key"),
        AFTER_KEY("after a key"),
        IN_STRING("in a string"),
        IN_NUMBER("in a number"),
        IN_WORD("in a word"),
        AFTER_VALUE("after a value");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** For a person. */
        String text() {
            return text;
        }
    }

    private static final int DIGITS_OF_AN_ESCAPE = 4;

    private Kind kind = Kind.VALUE;
    private boolean escaped;
    /** Hexadecimal digits that an escape still wants. */
    private int digitsLeft;
    /** Of each open object its current key, of each open array the number of its current element. */
    private final List<String> path = new ArrayList<>();
    /** Whether each of them is an object. */
    private final List<Boolean> objects = new ArrayList<>();

    private final ByteArrayOutputStream lexeme = new ByteArrayOutputStream();

    /** Where a text stands at its end. */
    static JsonPlace after(byte[] text) {
        JsonPlace place = new JsonPlace();
        place.step(text);
        return place;
    }

    Kind kind() {
        return kind;
    }

    /** The keys and element numbers that lead here. */
    List<String> path() {
        return List.copyOf(path);
    }

    /** What was read of the string, key, number or word that the text is within. */
    String lexeme() {
        return lexeme.toString(StandardCharsets.UTF_8);
    }

    /** Whether the text is within a key or string. */
    boolean inQuotes() {
        return kind == Kind.IN_KEY || kind == Kind.IN_STRING;
    }

    /** What was read of an escape that is not complete; empty outside of one. */
    String escape() {
        String read = lexeme();
        return escaped || digitsLeft > 0 ? read.substring(read.lastIndexOf('\\')) : "";
    }

    void step(byte[] bytes) {
        for (byte b : bytes) {
            step(b & 0xFF);
        }
    }

    void step(int b) {
        if (inQuotes()) {
            inQuotes(b);
        } else if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
            if (kind == Kind.IN_NUMBER || kind == Kind.IN_WORD) {
                end();
            }
        } else if (b == '"') {
            start(kind == Kind.KEY || kind == Kind.FIRST_KEY ? Kind.IN_KEY : Kind.IN_STRING, b);
        } else if (b == '{' || b == '[') {
            open(b == '{');
        } else if (b == '}' || b == ']') {
            close();
        } else if (b == ',') {
            comma();
        } else if (b == ':') {
            kind = Kind.VALUE;
        } else if (kind == Kind.IN_NUMBER || kind == Kind.IN_WORD) {
            lexeme.write(b);
        } else {
            start(b == '-' || (b >= '0' && b <= '9') ? Kind.IN_NUMBER : Kind.IN_WORD, b);
        }
    }

    private void inQuotes(int b) {
        lexeme.write(b);
        if (escaped) {
            escaped = false;
            digitsLeft = b == 'u' ? DIGITS_OF_AN_ESCAPE : 0;
        } else if (digitsLeft > 0) {
            digitsLeft--;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            if (kind == Kind.IN_KEY) {
                String quoted = lexeme();
                path.set(path.size() - 1, quoted.substring(1, quoted.length() - 1));
                kind = Kind.AFTER_KEY;
                lexeme.reset();
            } else {
                end();
            }
        }
    }

    private void start(Kind what, int b) {
        kind = what;
        lexeme.reset();
        lexeme.write(b);
    }

    private void end() {
        kind = Kind.AFTER_VALUE;
        lexeme.reset();
    }

    private void open(boolean object) {
        objects.add(object);
        path.add(object ? "" : "0");
        kind = object ? Kind.FIRST_KEY : Kind.FIRST_ELEMENT;
    }

    private void close() {
        if (!objects.isEmpty()) {
            objects.remove(objects.size() - 1);
            path.remove(path.size() - 1);
        }
        end();
    }

    private void comma() {
        lexeme.reset();
        int innermost = objects.size() - 1;
        if (innermost >= 0 && objects.get(innermost)) {
            path.set(innermost, "");
            kind = Kind.KEY;
        } else {
            if (innermost >= 0) {
                path.set(innermost, Integer.toString(Integer.parseInt(path.get(innermost)) + 1));
            }
            kind = Kind.VALUE;
        }
    }
}
