package dev.tenon.schema;

import dev.tenon.schema.Schema.Assertion;
import dev.tenon.schema.Schema.Placed;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out why a schema has no value, and says it with the pointer of the cause. */
final class Unsatisfied {
    private final Expansion expansion;
    private final SchemaReader reader;
    private final BitSet productive;

    private Unsatisfied(Expansion expansion, SchemaReader reader, BitSet productive) {
        this.expansion = expansion;
        this.reader = reader;
        this.productive = productive;
    }

    /** The refusal of a node without values: the cause is looked for from the outside in. */
    static SchemaException.Unsatisfiable explain(
            Node root, Expansion expansion, SchemaReader reader, BitSet productive) {
        return new Unsatisfied(expansion, reader, productive).find(root);
    }

    /** What must be there and has no value. */
    private record Missing(Node node, String keyword, String what) {}

    private SchemaException.Unsatisfiable find(Node root) {
        Set<Node> passed = new HashSet<>();
        Node node = root;
        while (true) {
            ValueSet values = expansion.expand(node);
            if (values.isEmpty()) {
                return emptied(node);
            }
            Optional<Missing> missing = missing(values);
            if (missing.isEmpty()) {
                return at(place(node, "minProperties"), "minProperties", "there are not so many members to have");
            }
            Missing next = missing.get();
            if (!passed.add(node)) {
                return at(
                        place(node, next.keyword),
                        next.keyword,
                        "every value needs " + next.what
                                + ", which needs another such value: the recursion never ends");
            }
            if (next.node.isNever()) {
                return at(place(node, next.keyword), next.keyword, next.what + " must be there and is not allowed");
            }
            node = next.node;
        }
    }

    private Optional<Missing> missing(ValueSet values) {
        for (ObjectSet object : values.objects()) {
            for (String key : object.required()) {
                if (!productive.get(object.member(key).id())) {
                    return Optional.of(
                            new Missing(object.member(key), "required", "the property \"" + Excerpt.of(key) + "\""));
                }
            }
        }
        for (ArraySet array : values.arrays()) {
            for (int i = 0; i < Math.min(array.min(), array.prefix().size() + 1); i++) {
                if (!productive.get(array.element(i).id())) {
                    return Optional.of(new Missing(array.element(i), "minItems", "the element " + i));
                }
            }
        }
        return Optional.empty();
    }

    /** A node whose own conjunction is empty: either one schema of it is, or they exclude each other. */
    private SchemaException.Unsatisfiable emptied(Node node) {
        Location last = null;
        for (Atom atom : node.atoms()) {
            if (atom instanceof Atom.At at) {
                last = at.location();
                if (expansion.valuesAt(last).isEmpty()) {
                    return emptied(last);
                }
            }
        }
        if (last == null) {
            return new SchemaException.Unsatisfiable("", "", "no value can be written");
        }
        String others = node.atoms().size() == 2
                ? "it excludes all that " + describe(node.atoms().get(0), last) + " allows"
                : "it excludes all that the schemas beside it allow";
        return new SchemaException.Unsatisfiable(last.pointer(), keywordOf(last.pointer()), others);
    }

    private static String describe(Atom atom, Location last) {
        return switch (atom) {
            case Atom.Constant constant -> "the value " + Excerpt.of(constant.canonical());
            case Atom.Not not ->
                "not "
                        + (not.node().atoms().isEmpty()
                                ? "any value"
                                : describe(not.node().atoms().get(0), last));
            case Atom.At at ->
                at.location().equals(last)
                        ? "the value beside it"
                        : at.location().toString();
        };
    }

    private SchemaException.Unsatisfiable emptied(Location start) {
        Location at = start;
        while (true) {
            Placed placed = expansion.emptiedBy(at);
            if (placed == null) {
                return new SchemaException.Unsatisfiable(at.pointer(), keywordOf(at.pointer()), "nothing satisfies it");
            }
            if (placed.assertion() instanceof Assertion.Nothing) {
                return placed.keyword().isEmpty()
                        ? new SchemaException.Unsatisfiable(
                                at.pointer(), keywordOf(at.pointer()), "the schema false allows nothing")
                        : at(at, placed.keyword(), "it allows nothing");
            }
            Location deeper = emptyPart(placed.assertion());
            if (deeper == null) {
                return at(at, placed.keyword(), reason(placed));
            }
            at = deeper;
        }
    }

    /** A schema that leaves nothing by itself, where that is why the assertion does; null where it is not. */
    private @Nullable Location emptyPart(Assertion assertion) {
        List<Location> parts = Expansion.sameValue(assertion);
        boolean needsAll = assertion instanceof Assertion.AllOf || assertion instanceof Assertion.Reference;
        Location first = null;
        int empty = 0;
        for (Location part : parts) {
            if (expansion.valuesAt(part).isEmpty()) {
                empty++;
                first = first == null ? part : first;
            }
        }
        return (needsAll && empty > 0) || (!(assertion instanceof Assertion.Names) && empty == parts.size())
                ? first
                : null;
    }

    private static String reason(Placed placed) {
        return switch (placed.assertion()) {
            case Assertion.ValueIn unused -> "none of its values satisfies the keywords beside it";
            case Assertion.AnyOf unused -> "none of its branches goes with the keywords beside it";
            case Assertion.OneOf unused -> "none of its branches goes with the keywords beside it";
            default -> "it excludes all that the keywords before it allow";
        };
    }

    /** The place among those that a node is made of where the keyword stands, or the node's first place. */
    private Location place(Node node, String keyword) {
        Set<Location> seen = new HashSet<>();
        Location first = null;
        for (Atom atom : node.atoms()) {
            if (atom instanceof Atom.At at) {
                first = first == null ? at.location() : first;
                Location found = place(at.location(), keyword, seen);
                if (found != null) {
                    return found;
                }
            }
        }
        if (first == null) {
            throw new IllegalStateException("a constant has its value: " + node);
        }
        return first;
    }

    private @Nullable Location place(Location start, String keyword, Set<Location> seen) {
        java.util.ArrayDeque<Location> todo = new java.util.ArrayDeque<>();
        todo.add(start);
        while (!todo.isEmpty()) {
            Location at = todo.remove();
            if (!seen.add(at)) {
                continue;
            }
            for (Placed placed : reader.read(at).assertions()) {
                if (placed.keyword().equals(keyword)) {
                    return at;
                }
                todo.addAll(Expansion.sameValue(placed.assertion()));
            }
        }
        return null;
    }

    private static SchemaException.Unsatisfiable at(Location place, String keyword, String reason) {
        boolean stands = place.json().has(keyword);
        return new SchemaException.Unsatisfiable(
                stands ? place.pointer(keyword) : place.pointer(), stands ? keyword : "", reason);
    }

    /** The last keyword that a pointer passes. */
    static String keywordOf(String pointer) {
        String keyword = "";
        for (String token : pointer.split("/", -1)) {
            keyword = Keywords.find(token) == null ? keyword : token;
        }
        return keyword;
    }
}
