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
 * @param named what the members of these keys are
 * @param required keys that must be there, named or not
 * @param cells what members of all other keys are; the cells' languages partition all strings
 * @param min least number of members
 * @param max largest number of members, or {@link Expr#UNBOUNDED}
 */
record ObjectSet(Map<String, Node> named, Set<String> required, List<KeyCell> cells, int min, int max) {
    ObjectSet {
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        required = Collections.unmodifiableSet(new LinkedHashSet<>(required));
        cells = List.copyOf(cells);
        min = Math.max(min, required.size());
    }

    /**
     * Members that are alike.
     *
     * @param keys automaton over UTF-8 of their keys, or null for all strings
     * @param value what they are
     */
    record KeyCell(@Nullable ByteDfa keys, Node value) {}

    /** All objects. */
    static ObjectSet all(NodeTable nodes) {
        return open(Map.of(), nodes.any());
    }

    /** Objects with these members, and others that are all alike. */
    static ObjectSet open(Map<String, Node> named, Node others) {
        return new ObjectSet(named, Set.of(), List.of(new KeyCell(null, others)), 0, Expr.UNBOUNDED);
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
        Node node = named.get(key);
        if (node != null) {
            return node;
        }
        if (cells.size() == 1) {
            return cells.get(0).value;
        }
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        for (KeyCell cell : cells) {
            if (cell.keys == null || cell.keys.matches(bytes)) {
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
        Map<String, Node> named = new LinkedHashMap<>();
        for (Map.Entry<String, Node> member : left.named.entrySet()) {
            named.put(member.getKey(), nodes.meet(member.getValue(), right.member(member.getKey())));
        }
        for (Map.Entry<String, Node> member : right.named.entrySet()) {
            if (!left.named.containsKey(member.getKey())) {
                named.put(member.getKey(), nodes.meet(left.member(member.getKey()), member.getValue()));
            }
        }
        Set<String> required = new LinkedHashSet<>(left.required);
        required.addAll(right.required);
        int least = Math.max(left.min, right.min);
        int most = Math.min(left.max, right.max);
        return new ObjectSet(named, required, cells(left.cells, right.cells, nodes, languages), least, most);
    }

    private static List<KeyCell> cells(
            List<KeyCell> left, List<KeyCell> right, NodeTable nodes, TextLanguages languages) {
        List<KeyCell> cells = new ArrayList<>();
        for (KeyCell one : left) {
            for (KeyCell two : right) {
                ByteDfa keys = one.keys == null
                        ? two.keys
                        : two.keys == null || one.keys.equals(two.keys)
                                ? one.keys
                                : languages.intersect(one.keys, two.keys);
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
