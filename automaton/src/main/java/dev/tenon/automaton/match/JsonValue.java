package dev.tenon.automaton.match;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that can be compared with others as JSON Schema compares them: numbers by value, strings by the text they
 * spell, objects without order (JSON Schema 2020-12 core, section 4.2.2). Immutable; comparing follows the value with a
 * stack of its own, however deep it is.
 */
final class JsonValue {
    /** Digits beyond this many are compared as they are spelled, so that an exponent cannot ask for a huge number. */
    private static final int LONGEST_NUMBER = 1000;

    /** Strings begin with a quote, numbers with {@code #}, others are as they are spelled; null for a container. */
    final @Nullable String scalar;
    /** The elements of an array; null for anything else. */
    final @Nullable List<JsonValue> items;
    /** The members of an object; null for anything else. */
    final @Nullable Map<String, JsonValue> members;

    private final int hash;

    private JsonValue(
            @Nullable String scalar,
            @Nullable List<JsonValue> items,
            @Nullable Map<String, JsonValue> members,
            int hash) {
        this.scalar = scalar;
        this.items = items;
        this.members = members;
        this.hash = hash;
    }

    static JsonValue array(List<JsonValue> items) {
        int hash = 1;
        for (JsonValue item : items) {
            hash = hash * 31 + item.hash;
        }
        return new JsonValue(null, List.copyOf(items), null, hash);
    }

    static JsonValue object(Map<String, JsonValue> members) {
        int hash = 3;
        for (Map.Entry<String, JsonValue> member : members.entrySet()) {
            hash += memberHash(member.getKey(), member.getValue());
        }
        return new JsonValue(null, null, Map.copyOf(members), hash);
    }

    /** What a member adds to the hash of an object, in any order. */
    static int memberHash(String key, JsonValue value) {
        return (key.hashCode() * 31 + value.hash) * 0x9E3779B1;
    }

    /** The value of a string, by its spelling with both quotes. */
    static JsonValue string(byte[] spelling) {
        return scalar("\"" + text(spelling));
    }

    /** The value of a number or of a literal, by its spelling. */
    static JsonValue plain(byte[] spelling) {
        String text = new String(spelling, StandardCharsets.ISO_8859_1);
        char first = text.charAt(0);
        boolean number = first == '-' || (first >= '0' && first <= '9');
        return scalar(number ? number(text) : text);
    }

    /** What is no JSON value, by its spelling. */
    static JsonValue unknown(byte[] spelling) {
        return scalar("?" + new String(spelling, StandardCharsets.ISO_8859_1));
    }

    private static JsonValue scalar(String text) {
        return new JsonValue(text, null, null, text.hashCode());
    }

    private static String number(String text) {
        boolean isNegative = text.charAt(0) == '-';
        int first = isNegative ? 1 : 0;
        int end = text.length();
        for (int i = first; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return decimal(text);
            }
        }
        if (end > LONGEST_NUMBER || first == end || text.charAt(first) == '0') {
            return decimal(text);
        }
        // An integer, of which there are most.
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return "#" + text.substring(0, end) + "e" + (text.length() - end);
    }

    private static String decimal(String text) {
        try {
            BigDecimal value = text.length() > LONGEST_NUMBER ? null : new BigDecimal(text);
            if (value == null) {
                return text;
            }
            return value.signum() == 0
                    ? "#0"
                    : "#" + value.stripTrailingZeros().unscaledValue() + "e"
                            + -(long) value.stripTrailingZeros().scale();
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /** The text that a string spells (RFC 8259, section 7), which begins and ends with a quote. */
    static String text(byte[] spelling) {
        String raw = new String(spelling, 1, Math.max(0, spelling.length - 2), StandardCharsets.UTF_8);
        int escape = raw.indexOf('\\');
        if (escape < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        int from = 0;
        while (escape >= 0 && escape + 1 < raw.length()) {
            text.append(raw, from, escape);
            char kind = raw.charAt(escape + 1);
            from = escape + 2;
            if (kind == 'u' && from + 4 <= raw.length()) {
                int unit = hex(raw, from);
                if (unit >= 0) {
                    text.append((char) unit);
                    from += 4;
                }
            } else {
                text.append(
                        switch (kind) {
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            default -> kind;
                        });
            }
            escape = raw.indexOf('\\', from);
        }
        return text.append(raw, from, raw.length()).toString();
    }

    private static int hex(String raw, int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(raw.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private record Pair(JsonValue one, JsonValue other) {}

    @Override
    public boolean equals(Object object) {
        if (this == object) {
            return true;
        }
        if (!(object instanceof JsonValue that) || hash != that.hash) {
            return false;
        }
        if (scalar != null) {
            return scalar.equals(that.scalar);
        }
        Deque<Pair> open = new ArrayDeque<>();
        open.push(new Pair(this, that));
        while (!open.isEmpty()) {
            Pair pair = open.pop();
            if (!pair.one.sameTop(pair.other, open)) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean sameTop(JsonValue that, Deque<Pair> open) {
        if (this == that) {
            return true;
        }
        if (hash != that.hash) {
            return false;
        }
        if (scalar != null) {
            return scalar.equals(that.scalar);
        }
        if (items != null) {
            if (that.items == null || items.size() != that.items.size()) {
                return false;
            }
            for (int i = 0; i < items.size(); i++) {
                open.push(new Pair(items.get(i), that.items.get(i)));
            }
            return true;
        }
        if (members == null || that.members == null || members.size() != that.members.size()) {
            return false;
        }
        for (Map.Entry<String, JsonValue> member : members.entrySet()) {
            JsonValue other = that.members.get(member.getKey());
            if (other == null) {
                return false;
            }
            open.push(new Pair(member.getValue(), other));
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
