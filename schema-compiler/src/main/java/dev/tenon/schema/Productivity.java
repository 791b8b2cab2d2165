package dev.tenon.schema;

import dev.tenon.automaton.grammar.Expr;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

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
    private final Shapes shapes;
    private final Fuel fuel;
    private final BitSet productive = new BitSet();
    private final Map<Node, List<Clause>> waiting = new HashMap<>();
    private final Deque<Node> news = new ArrayDeque<>();

    private Productivity(Expansion expansion, Shapes shapes, Fuel fuel) {
        this.expansion = expansion;
        this.shapes = shapes;
        this.fuel = fuel;
    }

    /** An alternative that waits until all of some nodes, and a number of others, have values, and for a condition. */
    private static final class Clause {
        private final Node owner;
        private final Set<Node> needed;
        private final Map<Node, Long> useful;
        private final BooleanSupplier condition;
        private int unmet;
        private long missing;

        Clause(Node owner, Set<Node> needed, Map<Node, Long> useful, long missing, BooleanSupplier condition) {
            this.owner = owner;
            this.needed = needed;
            this.useful = useful;
            this.unmet = needed.size();
            this.missing = missing;
            this.condition = condition;
        }
    }

    /** The ids of the nodes, among those that can be reached from the root, that have a value. */
    static BitSet of(Node root, Expansion expansion, Shapes shapes, Fuel fuel) {
        return new Productivity(expansion, shapes, fuel).run(root);
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
    private List<Node> successors(ValueSet values) {
        List<Node> nodes = new ArrayList<>();
        for (ArraySet array : values.arrays()) {
            nodes.addAll(array.prefix());
            nodes.add(array.rest());
            if (!array.isPlain()) {
                nodes.addAll(shapes.of(array).elements());
            }
        }
        for (ObjectSet object : values.objects()) {
            if (!object.clauses().isEmpty()) {
                nodes.addAll(shapes.of(object).values());
            }
            nodes.addAll(object.named().values());
            object.cells().forEach(cell -> nodes.add(cell.value()));
        }
        return nodes;
    }

    private void addClauses(Node node, ValueSet values) {
        if (values.hasNull()
                || !values.booleans().isEmpty()
                || !values.numbers().isEmpty()
                || values.strings().stream().anyMatch(set -> !set.sure().isEmpty())) {
            add(new Clause(node, Set.of(), Map.of(), 0, () -> true), Set.of());
        }
        for (ArraySet array : values.arrays()) {
            if (!array.isPlain()) {
                ArrayAutomaton automaton = shapes.of(array);
                fuel.spend(automaton.states().size());
                add(
                        new Clause(node, Set.of(), Map.of(), 0, () -> automaton.reachesEnd(productive)),
                        automaton.elements());
                continue;
            }
            Set<Node> needed = new HashSet<>();
            for (int i = 0; i < Math.min(array.min(), array.prefix().size() + 1); i++) {
                needed.add(array.element(i));
            }
            add(new Clause(node, needed, Map.of(), 0, () -> true), Set.of());
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
        List<Set<Node>> demands = demands(object);
        Set<Node> watched = new HashSet<>();
        demands.forEach(watched::addAll);
        add(
                new Clause(
                        node,
                        needed,
                        useful,
                        missing,
                        () -> demands.stream()
                                .allMatch(some -> some.stream().anyMatch(value -> productive.get(value.id())))),
                watched);
    }

    /** For each clause that a member must make hold, what may do it. That one member must do it twice is not seen. */
    private List<Set<Node>> demands(ObjectSet object) {
        List<Set<Node>> demands = new ArrayList<>();
        for (int i = 0; i < object.clauses().size(); i++) {
            ObjectSet.Clause clause = object.clauses().get(i);
            if (clause.absent().isEmpty() && clause.below() == 0 && clause.above() == Expr.UNBOUNDED) {
                demands.add(shapes.of(object).meeting(i));
            }
        }
        return demands;
    }

    private void add(Clause clause, Set<Node> others) {
        Set<Node> watched = new HashSet<>(others);
        watched.addAll(clause.needed);
        watched.addAll(clause.useful.keySet());
        for (Node node : watched) {
            waiting.computeIfAbsent(node, unused -> new ArrayList<>()).add(clause);
        }
        settle(clause);
    }

    private void settle(Clause clause) {
        if (clause.unmet == 0
                && clause.missing <= 0
                && !productive.get(clause.owner.id())
                && clause.condition.getAsBoolean()) {
            productive.set(clause.owner.id());
            news.add(clause.owner);
        }
    }
}
