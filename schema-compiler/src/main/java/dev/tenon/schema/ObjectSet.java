package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one shape. Immutable. Members have no order here; the map's order is only how they will be written.
 *
 * <p>What every member must be is in {@code named} and {@code cells}. What an object as a whole must have beside that
 * is a conjunction of {@link Clause}s, so that the complement of a shape is one clause, and the intersection of shapes
 * never multiplies alternatives. {@link ObjectClauses} keeps them in normal form.
 *
 * @param named what the members of these keys are; not copied, so not to be changed, since an object may have many
 * @param required keys that must be there, named or not; not copied either
 * @param cells what members of all other keys are; the cells' languages partition all strings
 * @param min least number of members
 * @param max largest number of members, or {@link Expr#UNBOUNDED}
 * @param clauses what must hold beside
 */
record ObjectSet(
        Map<String, Node> named, Set<String> required, List<KeyCell> cells, int min, int max, List<Clause> clauses) {
    ObjectSet {
        named = Collections.unmodifiableMap(named);
        required = Collections.unmodifiableSet(required);
        cells = List.copyOf(cells);
        min = Math.max(min, required.size());
        clauses = List.copyOf(clauses);
    }

    /** Without clauses. */
    ObjectSet(Map<String, Node> named, Set<String> required, List<KeyCell> cells, int min, int max) {
        this(named, required, cells, min, max, List.of());
    }

    /**
     * Members that are alike.
     *
     * @param keys automaton over UTF-8 of their keys, or null for all strings
     * @param value what they are
     */
    record KeyCell(@Nullable ByteDfa keys, Node value) {
        /** Whether it holds the key. */
        boolean has(String key) {
            return keys == null || keys.matches(key.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * At least one of these holds: some member is in the node of its key, some of the keys is absent, there are fewer
     * members than {@code below}, or more than {@code above}.
     *
     * @param named nodes of keys
     * @param cells nodes of all other keys; the cells' languages partition all strings
     * @param absent keys
     * @param below 0 where that never holds
     * @param above {@link Expr#UNBOUNDED} where that never holds
     */
    record Clause(Map<String, Node> named, List<KeyCell> cells, Set<String> absent, int below, int above) {
        Clause {
            named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
            cells = List.copyOf(cells);
            absent = Collections.unmodifiableSet(new LinkedHashSet<>(absent));
        }

        /** What a member of a key must be in to make the clause hold. */
        Node member(String key) {
            return ObjectSet.member(key, named, cells);
        }

        /** This, or one of the members, or one of the keys absent, or the count beyond a bound. */
        Clause or(Map<String, Node> members, Set<String> others, int fewer, int more, NodeTable nodes) {
            Map<String, Node> both = new LinkedHashMap<>(named);
            members.forEach((key, node) -> both.put(key, nodes.join(List.of(member(key), node))));
            Set<String> keys = new LinkedHashSet<>(absent);
            keys.addAll(others);
            return new Clause(both, cells, keys, Math.max(below, fewer), Math.min(above, more));
        }
    }

    /** All objects. */
    static ObjectSet all(NodeTable nodes) {
        return open(Map.of(), nodes.any());
    }

    /** Objects with these members, and others that are all alike. */
    static ObjectSet open(Map<String, Node> named, Node others) {
        return new ObjectSet(named, Set.of(), List.of(new KeyCell(null, others)), 0, Expr.UNBOUNDED);
    }

    /** Objects that have these members. */
    static ObjectSet requiring(Set<String> keys, NodeTable nodes) {
        return new ObjectSet(Map.of(), keys, List.of(new KeyCell(null, nodes.any())), 0, Expr.UNBOUNDED);
    }

    /** Objects that satisfy one clause. */
    static ObjectSet satisfying(Clause clause, NodeTable nodes, TextLanguages languages) {
        ObjectSet all = new ObjectSet(
                Map.of(), Set.of(), List.of(new KeyCell(null, nodes.any())), 0, Expr.UNBOUNDED, List.of(clause));
        return ObjectClauses.normalized(all, nodes, languages);
    }

    /** The clause that a key is absent. */
    static Clause without(String key, NodeTable nodes) {
        return new Clause(Map.of(), List.of(new KeyCell(null, nodes.never())), Set.of(key), 0, Expr.UNBOUNDED);
    }

    /** The clause that an object is not in this set, but for its clauses. */
    Clause violated(NodeTable nodes, TextLanguages languages) {
        int fewer = min > required.size() ? min : 0;
        return new Clause(opposites(named, nodes), opposites(cells, nodes, languages), required, fewer, max);
    }

    /** Whether members that are not named are free, so that it is a conjunction of conditions that clauses can say. */
    boolean isOpen(NodeTable nodes) {
        return cells.stream().allMatch(cell -> cell.value == nodes.any())
                && clauses.stream().allMatch(clause -> clause.cells.stream().allMatch(cell -> cell.value.isNever()));
    }

    /** The objects in which a clause holds, or all that this set demands; it is {@linkplain #isOpen open}. */
    ObjectSet unless(Clause clause, NodeTable nodes, TextLanguages languages) {
        List<Clause> clauses = new ArrayList<>();
        named.forEach((key, node) -> {
            if (node != nodes.any()) {
                clauses.add(clause.or(Map.of(key, node), Set.of(key), 0, Expr.UNBOUNDED, nodes));
            }
        });
        for (String key : required) {
            clauses.add(clause.or(Map.of(key, nodes.any()), Set.of(), 0, Expr.UNBOUNDED, nodes));
        }
        if (min > required.size()) {
            clauses.add(clause.or(Map.of(), Set.of(), 0, min - 1, nodes));
        }
        if (max != Expr.UNBOUNDED) {
            clauses.add(clause.or(Map.of(), Set.of(), max + 1, Expr.UNBOUNDED, nodes));
        }
        for (Clause own : this.clauses) {
            clauses.add(clause.or(own.named, own.absent, own.below, own.above, nodes));
        }
        ObjectSet all =
                new ObjectSet(Map.of(), Set.of(), List.of(new KeyCell(null, nodes.any())), 0, Expr.UNBOUNDED, clauses);
        return ObjectClauses.normalized(all, nodes, languages);
    }

    /**
     * Whether no object is in it, as far as can be told without looking into its members. A key that is no Unicode text
     * cannot be written.
     */
    boolean isEmpty() {
        return min > max || required.stream().anyMatch(key -> member(key).isNever() || !StringSet.isText(key));
    }

    /** What the member of a key is. */
    Node member(String key) {
        return member(key, named, cells);
    }

    /** What the member of a key is, by names and cells. */
    static Node member(String key, Map<String, Node> named, List<KeyCell> cells) {
        Node node = named.get(key);
        if (node != null) {
            return node;
        }
        if (cells.size() == 1) {
            return cells.get(0).value;
        }
        for (KeyCell cell : cells) {
            if (cell.has(key)) {
                return cell.value;
            }
        }
        throw new IllegalStateException("no cell for a key");
    }

    /**
     * The objects in both.
     *
     * @throws dev.tenon.automaton.dfa.GrammarTooComplexException when a product of key languages is beyond the limits
     */
    static ObjectSet intersect(ObjectSet left, ObjectSet right, NodeTable nodes, TextLanguages languages) {
        if (left.isFree(nodes)) {
            return right;
        }
        if (right.isFree(nodes)) {
            return left;
        }
        Map<String, Node> named = named(left, right, nodes);
        Set<String> required = both(left.required, right.required);
        Set<Clause> clauses = new LinkedHashSet<>(left.clauses);
        clauses.addAll(right.clauses);
        int least = Math.max(left.min, right.min);
        int most = Math.min(left.max, right.max);
        List<KeyCell> cells = cells(left.cells, right.cells, nodes, languages);
        ObjectSet both = new ObjectSet(named, required, cells, least, most, List.copyOf(clauses));
        return clauses.isEmpty() ? both : ObjectClauses.normalized(both, nodes, languages);
    }

    private static Map<String, Node> named(ObjectSet left, ObjectSet right, NodeTable nodes) {
        if (right.leavesMembersFree(nodes)) {
            return left.named;
        }
        if (left.leavesMembersFree(nodes)) {
            return right.named;
        }
        Map<String, Node> named = LinkedHashMap.newLinkedHashMap(left.named.size() + right.named.size());
        for (Map.Entry<String, Node> member : left.named.entrySet()) {
            named.put(member.getKey(), nodes.meet(member.getValue(), right.member(member.getKey())));
        }
        for (Map.Entry<String, Node> member : right.named.entrySet()) {
            if (!left.named.containsKey(member.getKey())) {
                named.put(member.getKey(), nodes.meet(left.member(member.getKey()), member.getValue()));
            }
        }
        return named;
    }

    private static Set<String> both(Set<String> left, Set<String> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.isEmpty() ? right : left;
        }
        Set<String> both = new LinkedHashSet<>(left);
        both.addAll(right);
        return both;
    }

    /** Whether it says nothing of what members are. */
    private boolean leavesMembersFree(NodeTable nodes) {
        return named.isEmpty() && cells.size() == 1 && cells.get(0).value == nodes.any();
    }

    /** Whether it is all objects. */
    private boolean isFree(NodeTable nodes) {
        return required.isEmpty() && clauses.isEmpty() && min == 0 && max == Expr.UNBOUNDED && leavesMembersFree(nodes);
    }

    /** The objects that are not in it: one clause for the shape itself, and what makes each clause fail. */
    List<ObjectSet> complement(NodeTable nodes, TextLanguages languages) {
        List<ObjectSet> sets = new ArrayList<>();
        ObjectSet outside = satisfying(violated(nodes, languages), nodes, languages);
        if (!outside.isEmpty()) {
            sets.add(outside);
        }
        for (Clause clause : clauses) {
            sets.add(new ObjectSet(
                    opposites(clause.named, nodes),
                    clause.absent,
                    opposites(clause.cells, nodes, languages),
                    clause.below,
                    clause.above));
        }
        return sets;
    }

    private static Map<String, Node> opposites(Map<String, Node> named, NodeTable nodes) {
        Map<String, Node> result = new LinkedHashMap<>();
        named.forEach((key, node) -> result.put(key, nodes.complement(node)));
        return result;
    }

    private static List<KeyCell> opposites(List<KeyCell> cells, NodeTable nodes, TextLanguages languages) {
        List<KeyCell> result = new ArrayList<>();
        cells.forEach(cell -> result.add(new KeyCell(cell.keys, nodes.complement(cell.value))));
        return merged(result, languages);
    }

    private static List<KeyCell> cells(
            List<KeyCell> left, List<KeyCell> right, NodeTable nodes, TextLanguages languages) {
        List<KeyCell> cells = new ArrayList<>();
        for (KeyCell one : left) {
            for (KeyCell two : right) {
                ByteDfa keys = languages.both(one.keys, two.keys);
                if (keys == null || !keys.isEmpty()) {
                    cells.add(new KeyCell(keys, nodes.meet(one.value, two.value)));
                }
            }
        }
        return merged(cells, languages);
    }

    /** Cells of the same value are one cell, so that their number follows the values and not the patterns. */
    static List<KeyCell> merged(List<KeyCell> cells, TextLanguages languages) {
        Map<Node, KeyCell> byValue = new LinkedHashMap<>();
        for (KeyCell cell : cells) {
            byValue.merge(cell.value, cell, (one, two) -> {
                ByteDfa keys = one.keys == null || two.keys == null ? null : languages.union(one.keys, two.keys);
                return new KeyCell(keys, one.value);
            });
        }
        if (byValue.size() == 1) {
            return List.of(new KeyCell(null, byValue.keySet().iterator().next()));
        }
        return List.copyOf(byValue.values());
    }
}
