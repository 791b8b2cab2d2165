package dev.tenon.automaton.match;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * As much of a JSON value as has been read: the containers that are open with what is complete in them, and the scalar
 * in progress. Immutable and shared between readings. Layout and the order of complete members leave no trace in it, so
 * that texts of the same value meet. Reading never fails: what may come is the grammar's affair.
 */
final class PartialValue {
    /** Before the first byte. */
    static final PartialValue START = new PartialValue(null, Reading.NOTHING, null, null);

    private static final int BYTES = 256;
    /** The bytes between keys and values. */
    private static final BitSet BETWEEN = new BitSet();

    static {
        " \t\n\r:,".chars().forEach(BETWEEN::set);
    }

    private final @Nullable Open open;
    private final Reading reading;
    /** The spelling of the scalar in progress. */
    private final @Nullable KeyText scalar;
    /** The value, once it is complete. */
    private final @Nullable JsonValue done;

    final int hash;

    /** What kind of scalar is in progress. */
    private enum Reading {
        NOTHING(0),
        STRING(1),
        ESCAPE(2),
        PLAIN(3);

        /** Constant, where the hash of the enum is not. */
        final int hashMark;

        Reading(int hashMark) {
            this.hashMark = hashMark;
        }
    }

    private PartialValue(@Nullable Open open, Reading reading, @Nullable KeyText scalar, @Nullable JsonValue done) {
        this.open = open;
        this.reading = reading;
        this.scalar = scalar;
        this.done = done;
        int h = reading.hashMark * 31 + (scalar == null ? 0 : scalar.hash);
        h = h * 31 + (open == null ? 0 : open.hash);
        this.hash = h * 31 + Objects.hashCode(done);
    }

    /** A container that is open. */
    private static final class Open {
        final @Nullable Open outer;
        final boolean isObject;
        /** Newest first. */
        final @Nullable Child children;
        /** The key whose value is awaited. */
        final @Nullable String key;

        final int hash;

        Open(@Nullable Open outer, boolean isObject, @Nullable Child children, @Nullable String key) {
            this.outer = outer;
            this.isObject = isObject;
            this.children = children;
            this.key = key;
            int h = (outer == null ? 0 : outer.hash) * 31 + (isObject ? 1 : 2);
            this.hash = (h * 31 + (children == null ? 0 : children.hash)) * 31 + Objects.hashCode(key);
        }

        int count() {
            return children == null ? 0 : children.count;
        }

        boolean has(String wanted) {
            for (Child at = children; at != null; at = at.before) {
                if (at.key.equals(wanted)) {
                    return true;
                }
            }
            return false;
        }

        List<JsonValue> items() {
            List<JsonValue> items = new ArrayList<>(count());
            for (Child at = children; at != null; at = at.before) {
                items.add(at.value);
            }
            Collections.reverse(items);
            return items;
        }

        Map<String, JsonValue> members() {
            Map<String, JsonValue> members = new HashMap<>();
            for (Child at = children; at != null; at = at.before) {
                members.put(at.key, at.value);
            }
            return members;
        }

        boolean sameTop(Open that) {
            return hash == that.hash
                    && isObject == that.isObject
                    && count() == that.count()
                    && Objects.equals(key, that.key)
                    && (children == that.children
                            || (isObject ? members().equals(that.members()) : items().equals(that.items())));
        }
    }

    /** A complete element or member of an open container; the key of an element is empty. */
    private static final class Child {
        final @Nullable Child before;
        final String key;
        final JsonValue value;
        final int count;
        /** Independent of the order of members. */
        final int hash;

        Child(@Nullable Child before, @Nullable String key, JsonValue value) {
            this.before = before;
            this.key = key == null ? "" : key;
            this.value = value;
            this.count = before == null ? 1 : before.count + 1;
            int earlier = before == null ? 0 : before.hash;
            this.hash = key == null ? earlier * 31 + value.hashCode() : earlier + JsonValue.memberHash(key, value);
        }
    }

    /** With one more byte. */
    PartialValue read(int byteValue) {
        return switch (reading) {
            case STRING -> readString(byteValue);
            case ESCAPE -> new PartialValue(open, Reading.STRING, new KeyText(scalar, byteValue), done);
            case NOTHING, PLAIN -> readOutside(byteValue);
        };
    }

    private PartialValue readString(int byteValue) {
        KeyText longer = new KeyText(scalar, byteValue);
        if (byteValue == '\\') {
            return new PartialValue(open, Reading.ESCAPE, longer, done);
        }
        if (byteValue != '"') {
            return new PartialValue(open, Reading.STRING, longer, done);
        }
        if (open != null && open.isObject && open.key == null) {
            String key = JsonValue.text(longer.bytes());
            return new PartialValue(new Open(open.outer, true, open.children, key), Reading.NOTHING, null, null);
        }
        return with(JsonValue.string(longer.bytes()));
    }

    private PartialValue readOutside(int byteValue) {
        return switch (byteValue) {
            case '{', '[' ->
                new PartialValue(new Open(settled().open, byteValue == '{', null, null), Reading.NOTHING, null, null);
            case '}', ']' -> settled().closed();
            case ',', ':', ' ', '\t', '\n', '\r' -> settled();
            case '"' -> new PartialValue(settled().open, Reading.STRING, new KeyText(null, byteValue), null);
            default -> new PartialValue(open, Reading.PLAIN, new KeyText(scalar, byteValue), null);
        };
    }

    /** With a number or literal in progress taken for complete. */
    private PartialValue settled() {
        return reading == Reading.PLAIN && scalar != null ? with(JsonValue.plain(scalar.bytes())) : this;
    }

    private PartialValue closed() {
        if (open == null) {
            return this;
        }
        JsonValue value = open.isObject ? JsonValue.object(open.members()) : JsonValue.array(open.items());
        return new PartialValue(open.outer, Reading.NOTHING, null, null).with(value);
    }

    private PartialValue with(JsonValue value) {
        if (open == null) {
            return new PartialValue(null, Reading.NOTHING, null, value);
        }
        Child child = new Child(open.children, open.isObject ? Objects.requireNonNullElse(open.key, "") : null, value);
        return new PartialValue(new Open(open.outer, open.isObject, child, null), Reading.NOTHING, null, null);
    }

    /** The value, which is complete. A text of no value is taken as it is spelled. */
    JsonValue value() {
        JsonValue complete = complete().done;
        return complete == null ? JsonValue.unknown(new byte[0]) : complete;
    }

    /** The newest element of the innermost array that is open, which is complete. */
    JsonValue lastElement() {
        Open top = complete().open;
        return top == null || top.children == null ? JsonValue.unknown(new byte[0]) : top.children.value;
    }

    private PartialValue complete() {
        return (reading == Reading.STRING || reading == Reading.ESCAPE) && scalar != null
                ? with(JsonValue.unknown(scalar.bytes()))
                : settled();
    }

    /** Whether what was read can be the beginning of a text of the value; true where in doubt. */
    boolean mayBecome(JsonValue value) {
        BitSet next = new BitSet(BYTES);
        addNext(value, next);
        return !next.isEmpty();
    }

    /** Adds the bytes after which what was read can still be the beginning of a text of the value; all where in doubt. */
    void addNext(JsonValue value, BitSet bytes) {
        List<Open> levels = levels();
        addNext(levels, levels.size(), value, bytes);
    }

    /** The same for an element in progress of any array that is open within. */
    void addNextWithin(JsonValue value, BitSet bytes) {
        List<Open> levels = levels();
        for (int i = 0; i < levels.size(); i++) {
            if (!levels.get(i).isObject) {
                addNext(levels, i, value, bytes);
            }
        }
    }

    /** Innermost first. */
    private List<Open> levels() {
        List<Open> levels = new ArrayList<>();
        for (Open at = open; at != null; at = at.outer) {
            levels.add(at);
        }
        return levels;
    }

    /** Of what is within all but the first levels. */
    private void addNext(List<Open> levels, int within, JsonValue value, BitSet bytes) {
        JsonValue at = value;
        for (int i = within - 1; i >= 0; i--) {
            Open level = levels.get(i);
            boolean fits = level.isObject ? hasMembers(level, at) : hasItems(level, at);
            if (!fits) {
                return;
            }
            if (level.isObject && level.key == null) {
                addNextOfKey(level, at, bytes);
                return;
            }
            if (!level.isObject && i == 0 && reading == Reading.NOTHING) {
                addNextOfArray(level, at, bytes);
                return;
            }
            JsonValue next = next(level, at);
            if (next == null) {
                return;
            }
            at = next;
        }
        if (done == null ? scalarMayBecome(at) : done.equals(at)) {
            addNextOfScalar(at, bytes);
        }
    }

    private void addNextOfKey(Open level, JsonValue value, BitSet bytes) {
        if (value.members == null) {
            bytes.set(0, BYTES);
            return;
        }
        if (scalar == null) {
            bytes.or(BETWEEN);
            bytes.set('"');
            bytes.set('}');
            return;
        }
        byte[] raw = scalar.bytes();
        for (String key : value.members.keySet()) {
            if (!level.has(key)) {
                ScalarText.addNextOfString(raw, key, bytes);
            }
        }
    }

    /** Between elements. */
    private static void addNextOfArray(Open level, JsonValue value, BitSet bytes) {
        bytes.or(BETWEEN);
        bytes.set(']');
        JsonValue next = next(level, value);
        if (next != null) {
            addFirst(next, bytes);
        }
    }

    private void addNextOfScalar(JsonValue value, BitSet bytes) {
        if ((reading == Reading.STRING || reading == Reading.ESCAPE) && scalar != null && value.scalar != null) {
            ScalarText.addNextOfString(scalar.bytes(), value.scalar.substring(1), bytes);
        } else if (reading == Reading.NOTHING && done == null) {
            addFirst(value, bytes);
        } else {
            bytes.set(0, BYTES);
        }
    }

    /** The bytes that may come before a value, and those that may begin it. */
    private static void addFirst(JsonValue value, BitSet bytes) {
        bytes.or(BETWEEN);
        if (value.scalar == null) {
            bytes.set(value.items == null ? '{' : '[');
            return;
        }
        char first = value.scalar.charAt(0);
        switch (first) {
            case '#' -> {
                bytes.set('-');
                bytes.set('0', '9' + 1);
            }
            case '?' -> bytes.set(0, BYTES);
            // A string, or what is compared as it is spelled.
            default -> bytes.set(first);
        }
    }

    private static boolean hasMembers(Open level, JsonValue value) {
        if (value.members == null || value.members.size() < level.count()) {
            return false;
        }
        for (Child child = level.children; child != null; child = child.before) {
            JsonValue member = value.members.get(child.key);
            if (member == null || !child.value.equals(member)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasItems(Open level, JsonValue value) {
        if (value.items == null || value.items.size() < level.count()) {
            return false;
        }
        int index = level.count();
        for (Child child = level.children; child != null; child = child.before) {
            if (!child.value.equals(value.items.get(--index))) {
                return false;
            }
        }
        return true;
    }

    /** The part of the value that is being read within an open container, null where it has none. */
    private static @Nullable JsonValue next(Open level, JsonValue value) {
        if (level.isObject) {
            return value.members == null || level.key == null ? null : value.members.get(level.key);
        }
        int index = level.count();
        return value.items == null || index == value.items.size() ? null : value.items.get(index);
    }

    private boolean scalarMayBecome(JsonValue value) {
        if (reading == Reading.NOTHING || scalar == null) {
            return true;
        }
        if (value.scalar == null) {
            return false;
        }
        return reading == Reading.PLAIN
                ? ScalarText.mayBecome(scalar.bytes(), value.scalar)
                : value.scalar.charAt(0) == '"';
    }

    static boolean same(@Nullable PartialValue a, @Nullable PartialValue b) {
        if (a == b) {
            return true;
        }
        if (a == null
                || b == null
                || a.hash != b.hash
                || a.reading != b.reading
                || !KeyText.same(a.scalar, b.scalar)
                || !Objects.equals(a.done, b.done)) {
            return false;
        }
        Open one = a.open;
        Open other = b.open;
        while (one != other) {
            if (one == null || other == null || !one.sameTop(other)) {
                return false;
            }
            one = one.outer;
            other = other.outer;
        }
        return true;
    }
}
