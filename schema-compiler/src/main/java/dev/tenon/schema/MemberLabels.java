package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr.MemberRole;
import dev.tenon.schema.Kinds.Kind;
import dev.tenon.schema.ObjectSet.Clause;
import dev.tenon.schema.ObjectSet.KeyCell;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object's keys, told apart as far as shape and clauses do: every mentioned key and every cell of other keys, each
 * with the kinds of values that count for the clauses. Immutable.
 *
 * @param named the mentioned keys that are text, in order
 * @param cells all others, by cell; where a cell holds a mentioned key, the key is not meant
 */
record MemberLabels(List<Label> named, List<Label> cells) {
    /** Fewer are not worth a stand-in. */
    private static final int MANY_KINDS = 4;

    /**
     * Keys that are alike.
     *
     * @param key the key, or null for a cell
     * @param keys automaton of a cell's keys, or null for all strings, and for a single key
     * @param value what members with it are
     * @param kinds the values by the indexes of the clauses that they make hold
     */
    record Label(@Nullable String key, @Nullable ByteDfa keys, Node value, List<Kind> kinds) {}

    /** The labels of a shape. */
    static MemberLabels of(ObjectSet object, Kinds kinds, TextLanguages languages, Fuel fuel) {
        List<Label> named = new ArrayList<>();
        for (String key : mentioned(object)) {
            if (StringSet.isText(key)) {
                Node value = object.member(key);
                List<Node> others = others(object, key);
                fuel.spend(1 + others.size());
                named.add(new Label(key, null, value, kinds(value, others, kinds)));
            }
        }
        List<Label> cells = new ArrayList<>();
        for (Refined cell : refined(object, languages, fuel)) {
            cells.add(new Label(null, cell.keys, cell.value, kinds(cell.value, cell.others, kinds)));
        }
        return new MemberLabels(List.copyOf(named), List.copyOf(cells));
    }

    private static List<Node> others(ObjectSet object, String key) {
        return object.clauses().isEmpty()
                ? List.of()
                : object.clauses().stream().map(clause -> clause.member(key)).toList();
    }

    private static List<Kind> kinds(Node value, List<Node> others, Kinds kinds) {
        if (others.isEmpty()) {
            return List.of(new Kind(Set.of(), value, MemberRole.OWN));
        }
        List<Kind> all = kinds.of(value, others, Set.of());
        return all.size() < MANY_KINDS ? all : withStandIns(all, value, others, kinds);
    }

    /**
     * With the values of any kind, and those that are in one node whatever else they are in: once all clauses but one
     * hold, as they soon do where the others are about other constants of a member, no more need be told apart.
     */
    private static List<Kind> withStandIns(List<Kind> kinds, Node value, List<Node> others, Kinds source) {
        Set<Set<Integer>> known = new HashSet<>();
        kinds.forEach(kind -> known.add(kind.of()));
        List<Kind> all = new ArrayList<>(kinds);
        if (known.add(Set.of())) {
            all.add(new Kind(Set.of(), value, MemberRole.STAND_IN));
        }
        for (int i = 0; i < others.size(); i++) {
            Set<Integer> one = Set.of(i);
            if (kinds.stream().anyMatch(kind -> kind.of().containsAll(one)) && known.add(one)) {
                all.add(new Kind(one, source.both(value, others.get(i)), MemberRole.STAND_IN));
            }
        }
        return List.copyOf(all);
    }

    /** Every key that the shape or a clause names. */
    static Set<String> mentioned(ObjectSet object) {
        if (object.clauses().isEmpty() && object.named().keySet().containsAll(object.required())) {
            return object.named().keySet();
        }
        Set<String> keys = new LinkedHashSet<>(object.named().keySet());
        keys.addAll(object.required());
        for (Clause clause : object.clauses()) {
            keys.addAll(clause.named().keySet());
            keys.addAll(clause.absent());
        }
        return keys;
    }

    private record Refined(@Nullable ByteDfa keys, Node value, List<Node> others) {}

    private static List<Refined> refined(ObjectSet object, TextLanguages languages, Fuel fuel) {
        List<Refined> cells = new ArrayList<>();
        for (KeyCell cell : object.cells()) {
            cells.add(new Refined(cell.keys(), cell.value(), List.of()));
        }
        for (Clause clause : object.clauses()) {
            List<Refined> next = new ArrayList<>();
            for (Refined cell : cells) {
                for (KeyCell other : clause.cells()) {
                    fuel.spend(32);
                    ByteDfa keys = languages.both(cell.keys, other.keys());
                    if (keys == null || !keys.isEmpty()) {
                        List<Node> others = new ArrayList<>(cell.others);
                        others.add(other.value());
                        next.add(new Refined(keys, cell.value, others));
                    }
                }
            }
            cells = next;
        }
        return cells;
    }

    /** Everything that members may be. */
    Set<Node> values() {
        Set<Node> values = new HashSet<>();
        for (List<Label> labels : List.of(named, cells)) {
            for (Label label : labels) {
                values.add(label.value);
                label.kinds.forEach(kind -> values.add(kind.value()));
            }
        }
        return values;
    }

    /** What makes a clause hold by being there. */
    Set<Node> meeting(int clause) {
        Set<Node> values = new HashSet<>();
        for (List<Label> labels : List.of(named, cells)) {
            for (Label label : labels) {
                for (Kind kind : label.kinds) {
                    if (kind.of().contains(clause)) {
                        values.add(kind.value());
                    }
                }
            }
        }
        return values;
    }
}
