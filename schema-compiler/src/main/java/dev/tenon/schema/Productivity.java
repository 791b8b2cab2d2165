package dev.tenon.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which nodes have a value at all: a least fixpoint over everything that can be reached from a root.
 *
 * <p>A node has a value when one of its alternatives has. Scalars in normal form have; an array has when the elements
 * that must be there have; an object has when its required members have, and enough of the others where the number of
 * members is bounded below. Each alternative is a clause with a count of what it still waits for, so the whole is
 * linear in the size of what is reached (Dowling and Gallier, 1984).
 */
final class Productivity {
    private final Expansion expansion;
    private final Fuel fuel;
    private final BitSet productive = new BitSet();
    private final Map<Node, List<Clause>> waiting = new HashMap<>();
    private final Deque<Node> news = new ArrayDeque<>();

    private Productivity(Expansion expansion, Fuel fuel) {
        this.expansion = expansion;
        this.fuel = fuel;
    }

    /** An alternative that waits until all of some nodes, and a number of others, have values. */
    private static final class Clause {
        private final Node owner;
        private final Set<Node> needed;
        private final Map<Node, Long> useful;
        private int unmet;
        private long missing;

        Clause(Node owner, Set<Node> needed, Map<Node, Long> useful, long missing) {
            this.owner = owner;
            this.needed = needed;
            this.useful = useful;
            this.unmet = needed.size();
            this.missing = missing;
        }
    }

    /** The ids of the nodes, among those that can be reached from the root, that have a value. */
    static BitSet of(Node root, Expansion expansion, Fuel fuel) {
        return new Productivity(expansion, fuel).run(root);
    }

    private BitSet run(Node root) {
        Set<Node> reached = new HashSet<>();
        Deque<Node> todo = new ArrayDeque<>();
        reached.add(root);
        todo.add(root);
        while (!todo.isEmpty()) {
            Node node = todo.remove();
            ValueSet values = expansion.expand(node);
            addClauses(node, values);
            for (Node next : successors(values)) {
                fuel.spend(1);
                if (reached.add(next)) {
                    todo.add(next);
                }
            }
        }
        while (!news.isEmpty()) {
            Node node = news.remove();
            for (Clause clause : waiting.getOrDefault(node, List.of())) {
                fuel.spend(1);
                if (clause.needed.contains(node)) {
                    clause.unmet--;
                }
                clause.missing -= clause.useful.getOrDefault(node, 0L);
                settle(clause);
            }
        }
        return productive;
    }

    /** Everything that the elements and members of the values are. */
    static List<Node> successors(ValueSet values) {
        List<Node> nodes = new ArrayList<>();
        for (ArraySet array : values.arrays()) {
            nodes.addAll(array.prefix());
            nodes.add(array.rest());
        }
        for (ObjectSet object : values.objects()) {
            nodes.addAll(object.named().values());
            object.cells().forEach(cell -> nodes.add(cell.value()));
        }
        return nodes;
    }

    private void addClauses(Node node, ValueSet values) {
        if (values.hasNull()
                || !values.booleans().isEmpty()
                || !values.numbers().isEmpty()
                || !values.strings().isEmpty()) {
            add(new Clause(node, Set.of(), Map.of(), 0));
        }
        for (ArraySet array : values.arrays()) {
            Set<Node> needed = new HashSet<>();
            for (int i = 0; i < Math.min(array.min(), array.prefix().size() + 1); i++) {
                needed.add(array.element(i));
            }
            add(new Clause(node, needed, Map.of(), 0));
        }
        for (ObjectSet object : values.objects()) {
            addClause(node, object);
        }
    }

    private void addClause(Node node, ObjectSet object) {
        Set<Node> needed = new HashSet<>();
        object.required().forEach(key -> needed.add(object.member(key)));
        Map<Node, Long> useful = new HashMap<>();
        long missing = (long) object.min() - object.required().size();
        if (missing > 0) {
            object.named().forEach((key, value) -> {
                if (!object.required().contains(key)) {
                    useful.merge(value, 1L, Long::sum);
                }
            });
            for (ObjectSet.KeyCell cell : object.cells()) {
                useful.merge(cell.value(), KeyCells.freeKeys(cell, object), Long::sum);
            }
        }
        fuel.spend(needed.size() + useful.size());
        add(new Clause(node, needed, useful, missing));
    }

    private void add(Clause clause) {
        Set<Node> watched = new HashSet<>(clause.needed);
        watched.addAll(clause.useful.keySet());
        for (Node node : watched) {
            waiting.computeIfAbsent(node, unused -> new ArrayList<>()).add(clause);
        }
        settle(clause);
    }

    private void settle(Clause clause) {
        if (clause.unmet == 0 && clause.missing <= 0 && !productive.get(clause.owner.id())) {
            productive.set(clause.owner.id());
            news.add(clause.owner);
        }
    }
}
