package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.schema.Schema.Assertion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes nodes, one for each conjunction of places, constants and complements of such. A schema that only refers to another is that other, one that demands nothing
 * is all values, and one that allows a single value is that constant. Not thread-safe: one compilation's.
 */
final class NodeTable {
    private final SchemaReader reader;
    private final Fuel fuel;
    private final Signatures signatures;
    private final LocationTable<Node> byLocation = new LocationTable<>();
    private final Map<Integer, Node> bySignature = new HashMap<>();
    private final Map<String, Node> byConstant = new HashMap<>();
    private final Map<List<Integer>, Node> byAtoms = new HashMap<>();
    private final Map<Node, Node> complements = new HashMap<>();
    /** Ids of two nodes, the smaller one above -> the values in both. */
    private final Map<Long, Node> meets = new HashMap<>();

    private final List<Node> nodes = new ArrayList<>();
    private final Node any;
    private final Node never;
    private int atomCount;

    NodeTable(SchemaReader reader, Fuel fuel) {
        this.reader = reader;
        this.fuel = fuel;
        this.signatures = new Signatures(reader);
        this.any = make(List.of());
        this.never = Node.never(nodes.size());
        nodes.add(never);
    }

    /** All values. */
    Node any() {
        return any;
    }

    /** No value. */
    Node never() {
        return never;
    }

    /** How many nodes were made. */
    int nodeCount() {
        return nodes.size();
    }

    /** The node of an id. */
    Node get(int id) {
        return nodes.get(id);
    }

    /** The values that the schema at a place allows. */
    Node of(Location location) {
        Node known = byLocation.get(location);
        if (known != null) {
            return known;
        }
        Node node = signatures.isPlain(location) ? bySignature(location) : read(location);
        byLocation.put(location, node);
        return node;
    }

    private Node bySignature(Location at) {
        return bySignature.computeIfAbsent(signatures.of(at), unused -> make(List.of(new Atom.At(atomCount++, at))));
    }

    private Node read(Location location) {
        Location at = behindReferences(location);
        List<Schema.Placed> assertions = reader.read(at).assertions();
        Node node;
        if (assertions.isEmpty()) {
            node = any;
        } else if (assertions.size() == 1
                && assertions.get(0).assertion() instanceof Assertion.ValueIn(List<JsonNode> values)
                && values.size() == 1) {
            node = constant(values.get(0), at.pointer(assertions.get(0).keyword()));
        } else {
            node = bySignature(at);
        }
        return node;
    }

    /** Follows schemas that are nothing but a reference; a circle of them ends where it closes. */
    private Location behindReferences(Location location) {
        Location at = location;
        Location target = target(at);
        if (target == null) {
            return at;
        }
        Set<Location> passed = new HashSet<>();
        while (target != null && passed.add(at)) {
            at = target;
            target = target(at);
        }
        return at;
    }

    /** What the schema refers to where it is nothing but a reference. */
    private @Nullable Location target(Location at) {
        List<Schema.Placed> assertions = reader.read(at).assertions();
        return assertions.size() == 1 && assertions.get(0).assertion() instanceof Assertion.Reference(Location target)
                ? target
                : null;
    }

    /** This value alone. */
    Node constant(JsonNode value, String pointer) {
        String canonical = JsonValues.canonical(value, pointer);
        return byConstant.computeIfAbsent(
                canonical, text -> make(List.of(new Atom.Constant(atomCount++, value, text))));
    }

    /** The values that are not in the node. Its own complement's complement is the node itself. */
    Node complement(Node node) {
        if (node == any) {
            return never;
        }
        if (node == never) {
            return any;
        }
        if (node.atoms().size() == 1 && node.atoms().get(0) instanceof Atom.Not(int unused, Node inside)) {
            return inside;
        }
        Node known = complements.get(node);
        if (known == null) {
            known = make(List.of(new Atom.Not(atomCount++, node)));
            complements.put(node, known);
        }
        return known;
    }

    /** The values in any of the nodes. */
    Node join(List<Node> parts) {
        Node outside = any;
        for (Node part : parts) {
            outside = meet(outside, complement(part));
        }
        return complement(outside);
    }

    /** The values in both. */
    Node meet(Node left, Node right) {
        if (left == right || right == any || left == never) {
            return left;
        }
        if (left == any || right == never) {
            return right;
        }
        long pair = ((long) Math.min(left.id(), right.id()) << 32) | Math.max(left.id(), right.id());
        Node known = meets.get(pair);
        if (known == null) {
            known = conjunction(left, right);
            meets.put(pair, known);
        }
        return known;
    }

    private Node conjunction(Node left, Node right) {
        List<Atom> atoms = new ArrayList<>(left.atoms());
        Set<Atom> present = new HashSet<>(atoms);
        for (Atom atom : right.atoms()) {
            if (present.add(atom)) {
                atoms.add(atom);
            }
        }
        fuel.spend(atoms.size());
        if (contradict(atoms, present)) {
            return never;
        }
        if (atoms.stream().anyMatch(atom -> atom instanceof Atom.Constant)) {
            atoms.removeIf(NodeTable::isOtherConstant);
        }
        atoms.sort(Comparator.comparingInt(Atom::id));
        return make(List.copyOf(atoms));
    }

    private boolean contradict(List<Atom> atoms, Set<Atom> present) {
        int constants = 0;
        for (Atom atom : atoms) {
            constants += atom instanceof Atom.Constant ? 1 : 0;
            if (atom instanceof Atom.Not(int unused, Node inside) && present.containsAll(inside.atoms())) {
                return true;
            }
        }
        return constants > 1;
    }

    /** Whether the atom says no more than that the value is not a certain one. */
    private static boolean isOtherConstant(Atom atom) {
        return atom instanceof Atom.Not(int unused, Node inside)
                && inside.atoms().size() == 1
                && inside.atoms().get(0) instanceof Atom.Constant;
    }

    private Node make(List<Atom> atoms) {
        List<Integer> key = atoms.stream().map(Atom::id).toList();
        return byAtoms.computeIfAbsent(key, unused -> {
            Node node = Node.of(nodes.size(), atoms);
            nodes.add(node);
            return node;
        });
    }
}
