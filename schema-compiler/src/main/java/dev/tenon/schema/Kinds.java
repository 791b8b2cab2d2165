package dev.tenon.schema;

import dev.tenon.automaton.grammar.Expr.MemberRole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells the values of a node apart by which of several other nodes they are in: an element or a member is of a kind for
 * each set of nodes that some value of it is in, and in no others. Sets that are shown to hold no value are left out.
 * Not thread-safe: one compilation's.
 */
final class Kinds {
    /** Kinds that one element or member may be of. */
    private static final int MAX_KINDS = 64;

    private final NodeTable nodes;
    private final Emptiness emptiness;
    private final Fuel fuel;
    private final Map<Question, List<Kind>> known = new HashMap<>();

    Kinds(NodeTable nodes, Emptiness emptiness, Fuel fuel) {
        this.nodes = nodes;
        this.emptiness = emptiness;
        this.fuel = fuel;
    }

    private record Question(Node base, List<Node> others, Set<Integer> apart) {}

    /**
     * Values that count for certain other nodes.
     *
     * @param of indexes of the nodes that they are in
     * @param value all values that are in these nodes; others may hold for them too
     * @param role whether some value is in these nodes and in no others
     */
    record Kind(Set<Integer> of, Node value, MemberRole role) {}

    /** A kind while it is told apart: with everything that it is not in taken off. */
    private record Region(Set<Integer> of, Node exact, Node value) {}

    /**
     * The kinds of the values of a node.
     *
     * @param others what they are told apart by
     * @param apart indexes of others for which a value must not be of a kind by being in more: kinds without them
     *     exclude them
     * @throws SchemaException.TooComplex when there are too many
     */
    List<Kind> of(Node base, List<Node> others, Set<Integer> apart) {
        Question question = new Question(base, others, apart);
        List<Kind> kinds = known.get(question);
        if (kinds == null) {
            kinds = split(question);
            known.put(question, kinds);
        }
        return kinds;
    }

    /** The values in both nodes. */
    Node both(Node one, Node other) {
        return nodes.meet(one, other);
    }

    private List<Kind> split(Question question) {
        List<Region> regions = List.of(new Region(Set.of(), question.base, question.base));
        for (int i = 0; i < question.others.size(); i++) {
            Node other = question.others.get(i);
            List<Region> next = new ArrayList<>();
            for (Region region : regions) {
                fuel.spend(16);
                Node inside = nodes.meet(region.exact, other);
                Node outside = nodes.meet(region.exact, nodes.complement(other));
                if (!emptiness.isEmpty(inside)) {
                    Set<Integer> of = new LinkedHashSet<>(region.of);
                    of.add(i);
                    next.add(new Region(of, inside, nodes.meet(region.value, other)));
                }
                if (!emptiness.isEmpty(outside)) {
                    Node value = question.apart.contains(i)
                            ? nodes.meet(region.value, nodes.complement(other))
                            : region.value;
                    next.add(new Region(region.of, outside, value));
                }
            }
            if (next.size() > MAX_KINDS) {
                throw fuel.refusal("values are told apart in more than " + MAX_KINDS + " ways", "maxKinds");
            }
            regions = next;
        }
        return regions.stream()
                .map(region -> new Kind(region.of, region.value, MemberRole.OWN))
                .toList();
    }
}
