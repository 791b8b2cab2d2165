package dev.tenon.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of locations, by their dense numbers: every place of a schema is asked for several times, and a list is
 * quicker than hashing. Not thread-safe: one compilation's.
 */
final class LocationTable<V> {
    private final List<@Nullable V> values = new ArrayList<>();

    /** What is known of a location, or null. */
    @Nullable
    V get(Location at) {
        return at.id() < values.size() ? values.get(at.id()) : null;
    }

    /** Notes what is known of a location. */
    void put(Location at, V value) {
        while (values.size() <= at.id()) {
            values.add(null);
        }
        values.set(at.id(), value);
    }
}
