package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.ObjectSet.Clause;
import dev.tenon.schema.ObjectSet.KeyCell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Clauses of an object against its own shape: what cannot hold there is struck out, what holds anyway goes, and what
 * is the only way left becomes part of the shape (unit propagation, Davis and Putnam, 1960). So most complements leave
 * no clause behind: {@code not: {required: [a]}} forbids the key, {@code not: {properties: {a: ...}, required: [a]}}
 * restricts it.
 */
final class ObjectClauses {
    private final NodeTable nodes;
    private final TextLanguages languages;
    private final Map<String, Node> named;
    private final Set<String> required;
    private final List<KeyCell> cells;
    private int min;
    private int max;
    private boolean changed;

    private ObjectClauses(ObjectSet set, NodeTable nodes, TextLanguages languages) {
        this.nodes = nodes;
        this.languages = languages;
        this.named = new LinkedHashMap<>(set.named());
        this.required = new LinkedHashSet<>(set.required());
        this.cells = set.cells();
        this.min = set.min();
        this.max = set.max();
    }

    /** The same objects, with no clause that is decided by the shape. O(rounds x clauses x members). */
    static ObjectSet normalized(ObjectSet set, NodeTable nodes, TextLanguages languages) {
        return new ObjectClauses(set, nodes, languages).run(set.clauses());
    }

    private ObjectSet run(List<Clause> clauses) {
        List<Clause> open = clauses;
        do {
            changed = false;
            List<Clause> kept = new ArrayList<>();
            for (Clause clause : open) {
                Clause left = reduced(clause);
                if (left != null && !apply(left)) {
                    kept.add(left);
                }
                if (min > max) {
                    return new ObjectSet(Map.of(), Set.of(), cells, 1, 0);
                }
            }
            open = kept;
        } while (changed);
        return new ObjectSet(named, required, cells, min, max, open);
    }

    private Node member(String key) {
        return ObjectSet.member(key, named, cells);
    }

    /** The clause without what cannot hold; null where it holds in every object of the shape. */
    private @Nullable Clause reduced(Clause clause) {
        if (clause.below() > max || clause.above() < min) {
            return null;
        }
        for (String key : required) {
            Node member = member(key);
            if (nodes.meet(member, clause.member(key)) == member) {
                return null;
            }
        }
        Set<String> absent = new LinkedHashSet<>();
        for (String key : clause.absent()) {
            if (member(key).isNever() || !StringSet.isText(key)) {
                return null;
            }
            if (!required.contains(key)) {
                absent.add(key);
            }
        }
        Set<String> mentioned = new LinkedHashSet<>(clause.named().keySet());
        if (!isNever(clause.cells())) {
            mentioned.addAll(named.keySet());
            mentioned.addAll(required);
        }
        Map<String, Node> members = new LinkedHashMap<>();
        boolean full = max <= required.size();
        for (String key : mentioned) {
            Node node = clause.member(key);
            boolean possible = StringSet.isText(key)
                    && (!full || required.contains(key))
                    && nodes.meet(member(key), node) != nodes.never();
            members.put(key, possible ? node : nodes.never());
        }
        List<KeyCell> rest = full ? List.of(new KeyCell(null, nodes.never())) : cells(clause.cells());
        if (isNever(rest)) {
            members.values().removeIf(Node::isNever);
        }
        int below = clause.below() <= Math.max(min, required.size()) ? 0 : clause.below();
        int above = clause.above() >= max ? Expr.UNBOUNDED : clause.above();
        return new Clause(members, rest, absent, below, above);
    }

    private static boolean isNever(List<KeyCell> cells) {
        return cells.stream().allMatch(cell -> cell.value().isNever());
    }

    private List<KeyCell> cells(List<KeyCell> own) {
        List<KeyCell> result = new ArrayList<>();
        for (KeyCell cell : own) {
            boolean possible = false;
            for (KeyCell other : cells) {
                if (nodes.meet(cell.value(), other.value()) != nodes.never()) {
                    ByteDfa keys = languages.both(cell.keys(), other.keys());
                    possible |= keys == null || !keys.isEmpty();
                }
            }
            result.add(possible ? cell : new KeyCell(cell.keys(), nodes.never()));
        }
        return ObjectSet.merged(result, languages);
    }

    /** Makes the clause part of the shape where there is one way left, or none; false where there are several. */
    private boolean apply(Clause clause) {
        boolean closed = isNever(clause.cells());
        boolean bounded = clause.below() > 0 || clause.above() != Expr.UNBOUNDED;
        int ways = clause.named().size() + clause.absent().size();
        if (!closed || (bounded && ways > 0)) {
            return false;
        }
        if (bounded) {
            if (clause.below() > 0 && clause.above() != Expr.UNBOUNDED) {
                return false;
            }
            max = clause.below() > 0 ? Math.min(max, clause.below() - 1) : max;
            min = clause.below() > 0 ? min : Math.max(min, clause.above() + 1);
            changed = true;
            return true;
        }
        if (ways == 0) {
            min = 1;
            max = 0;
            return true;
        }
        return applyMembers(clause);
    }

    private boolean applyMembers(Clause clause) {
        if (clause.named().isEmpty() && clause.absent().size() == 1) {
            named.put(clause.absent().iterator().next(), nodes.never());
        } else if (clause.named().size() == 1) {
            Map.Entry<String, Node> only = clause.named().entrySet().iterator().next();
            String key = only.getKey();
            if (clause.absent().isEmpty()) {
                required.add(key);
            } else if (!clause.absent().equals(Set.of(key))) {
                return false;
            }
            named.put(key, nodes.meet(member(key), only.getValue()));
        } else {
            return false;
        }
        min = Math.max(min, required.size());
        changed = true;
        return true;
    }
}
