package dev.tenon.server.generation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Things that wait for their turn: those of one client in the order they came, and the clients one after another, however many
 * each has waiting. Not thread-safe.
 */
final class FairQueue<T> {
    /** What each client has waiting, at least one thing; whose turn is next comes first. */
    private final Map<Object, ArrayDeque<T>> clients = new LinkedHashMap<>();

    void add(Object client, T thing) {
        clients.computeIfAbsent(client, key -> new ArrayDeque<>()).add(thing);
    }

    /** Whose turn it is; null when nothing waits. */
    @Nullable
    T first() {
        Iterator<ArrayDeque<T>> queues = clients.values().iterator();
        return queues.hasNext() ? queues.next().getFirst() : null;
    }

    /** The client whose turn it is has had it. */
    void turn() {
        Iterator<Map.Entry<Object, ArrayDeque<T>>> entries = clients.entrySet().iterator();
        if (entries.hasNext()) {
            Map.Entry<Object, ArrayDeque<T>> entry = entries.next();
            Object client = entry.getKey();
            ArrayDeque<T> things = entry.getValue();
            entries.remove();
            clients.put(client, things);
        }
    }

    /** Takes something out; false when it does not wait. */
    boolean remove(Object client, T thing) {
        ArrayDeque<T> things = clients.get(client);
        if (things == null || !things.remove(thing)) {
            return false;
        }
        if (things.isEmpty()) {
            clients.remove(client);
        }
        return true;
    }

    /** Takes everything out. */
    List<T> removeAll() {
        List<T> all = new ArrayList<>();
        clients.values().forEach(all::addAll);
        clients.clear();
        return all;
    }

    boolean isEmpty() {
        return clients.isEmpty();
    }
}
