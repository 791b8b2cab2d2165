package dev.tenon.automaton.match;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The values that the elements of an array have so far; a persistent set, as a list newest first with a hash table of
 * everything at every few links.
 */
final class UsedValues {
    private static final int LINKS = 32;

    final JsonValue value;
    final @Nullable UsedValues earlier;
    final int size;
    /** Order-independent. */
    final int hash;

    private final @Nullable Set<JsonValue> all;
    /** What is known of completing an array with these values, by state of its automaton. */
    final ConcurrentHashMap<Integer, Integer> completions = new ConcurrentHashMap<>(4);

    UsedValues(JsonValue value, @Nullable UsedValues earlier) {
        this.value = value;
        this.earlier = earlier;
        this.size = size(earlier) + 1;
        this.hash = hash(earlier) + value.hashCode() * 0x85EBCA6B;
        this.all = size % LINKS == 0 ? collect() : null;
    }

    static int size(@Nullable UsedValues used) {
        return used == null ? 0 : used.size;
    }

    static int hash(@Nullable UsedValues used) {
        return used == null ? 0 : used.hash;
    }

    static boolean contains(@Nullable UsedValues used, JsonValue value) {
        for (UsedValues at = used; at != null; at = at.earlier) {
            if (at.all != null) {
                return at.all.contains(value);
            }
            if (at.value.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private Set<JsonValue> collect() {
        Set<JsonValue> values = new HashSet<>();
        for (UsedValues at = this; at != null; at = at.earlier) {
            if (at.all != null) {
                values.addAll(at.all);
                break;
            }
            values.add(at.value);
        }
        return values;
    }

    @SuppressWarnings("ReferenceEquality") // a shared beginning is the same object
    static boolean same(@Nullable UsedValues a, @Nullable UsedValues b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null || a.hash != b.hash || a.size != b.size) {
            return false;
        }
        for (UsedValues at = a; at != null; at = at.earlier) {
            if (!contains(b, at.value)) {
                return false;
            }
        }
        return true;
    }
}
