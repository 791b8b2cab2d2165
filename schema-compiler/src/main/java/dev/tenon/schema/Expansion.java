package dev.tenon.schema;

import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.schema.Schema.Assertion;
import dev.tenon.schema.Schema.Placed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Works nodes out into normal forms, each once.
 *
 * <p>A schema's own set needs the sets of the schemas that apply to the same value ({@code allOf}, {@code anyOf},
 * {@code oneOf}, {@code $ref}, and {@code propertyNames}, which applies to the keys). They are worked out first, by a
 * depth-first walk with a stack of its own: chains of references are as long as a schema likes. A circle among them
 * means that a schema applies to a value because it applies to it, which JSON Schema forbids (Core 2020-12, section
 * 9.4.1). Elements and members are nodes, so recursion through them is no circle. Not thread-safe: one compilation's.
 */
final class Expansion {
    /** How many attempts may stand inside each other, each on its own stretch of the Java stack. */
    private static final int MAX_TRIES = 16;

    private final SchemaReader reader;
    private final NodeTable nodes;
    private final SchemaAlgebra algebra;
    private final Fuel fuel;
    private final Emptiness emptiness;
    private final Disjointness disjointness;
    private final Opposites opposites;
    private final Evaluation evaluation;
    private final LocationTable<ValueSet> done = new LocationTable<>();
    /** Places that are being worked out: the path from the first to the last. */
    private final Set<Location> open = new HashSet<>();

    private final Map<Node, ValueSet> expanded = new HashMap<>();
    private final Map<Node, ValueSet> complements = new HashMap<>();
    private final Map<Location, Placed> emptied = new HashMap<>();
    private int tries;

    Expansion(SchemaReader reader, NodeTable nodes, TextLanguages languages, Fuel fuel) {
        this.reader = reader;
        this.nodes = nodes;
        this.fuel = fuel;
        this.emptiness = new Emptiness(this::tryExpand, fuel);
        this.algebra = new SchemaAlgebra(nodes, languages, emptiness, fuel);
        this.disjointness = new Disjointness(algebra, emptiness, fuel);
        this.opposites = new Opposites(reader, this, algebra);
        this.evaluation = new Evaluation(reader, this, algebra, fuel);
    }

    /** What can be shown of nodes without working out all that they reach. */
    Emptiness emptiness() {
        return emptiness;
    }

    /** Makes nodes. */
    NodeTable nodes() {
        return nodes;
    }

    /**
     * The values of a node.
     *
     * @throws SchemaException when one of its schemas is invalid, unsupported or too complex
     */
    ValueSet expand(Node node) {
        ValueSet known = expanded.get(node);
        if (known != null) {
            return known;
        }
        places(node).forEach(this::workOut);
        return combine(node);
    }

    /** The places that a node is about. */
    private static Set<Location> places(Node node) {
        Set<Location> places = new LinkedHashSet<>();
        Deque<Node> todo = new ArrayDeque<>();
        todo.add(node);
        while (!todo.isEmpty()) {
            for (Atom atom : todo.remove().atoms()) {
                switch (atom) {
                    case Atom.At at -> places.add(at.location());
                    case Atom.Constant unused -> {}
                    case Atom.Not not -> todo.add(not.node());
                }
            }
        }
        return places;
    }

    /** The values of a node, or null when that takes a schema which is being worked out, or one that is refused. */
    @Nullable
    ValueSet tryExpand(Node node) {
        ValueSet known = expanded.get(node);
        if (known != null || tries >= MAX_TRIES) {
            return known;
        }
        tries++;
        Set<Location> before = new HashSet<>(open);
        try {
            places(node).forEach(this::workOut);
            return combine(node);
        } catch (SchemaException.TooComplex e) {
            throw e;
        } catch (SchemaException e) {
            open.retainAll(before);
            return null;
        } finally {
            tries--;
        }
    }

    private ValueSet combine(Node node) {
        ValueSet known = expanded.get(node);
        if (known != null) {
            return known;
        }
        ValueSet values = node == nodes.never() ? ValueSet.NEVER : algebra.any();
        for (Atom atom : node.atoms()) {
            values = algebra.intersect(values, valuesOf(atom));
        }
        expanded.put(node, values);
        return values;
    }

    /** The values of an atom that was worked out. */
    ValueSet valuesOf(Atom atom) {
        return switch (atom) {
            case Atom.At at -> valuesAt(at.location());
            case Atom.Constant constant -> algebra.constant(constant.value(), "");
            case Atom.Not not -> outside(not.node());
        };
    }

    /** What is in none of the atoms' intersection: what is outside any of them. */
    private ValueSet outside(Node node) {
        ValueSet known = complements.get(node);
        if (known != null) {
            return known;
        }
        List<ValueSet> sets = new ArrayList<>();
        for (Atom atom : node.atoms()) {
            sets.add(
                    switch (atom) {
                        case Atom.Not not -> combine(not.node());
                        case Atom.At at -> opposites.at(at.location());
                        case Atom.Constant unused -> algebra.complement(valuesOf(atom));
                    });
        }
        ValueSet values = algebra.union(sets);
        complements.put(node, values);
        return values;
    }

    static String pointer(Atom atom) {
        return switch (atom) {
            case Atom.At at -> at.location().pointer();
            case Atom.Constant unused -> "";
            case Atom.Not not ->
                not.node().atoms().isEmpty() ? "" : pointer(not.node().atoms().get(0));
        };
    }

    /** The values that a place allows, which was worked out. */
    ValueSet valuesAt(Location at) {
        ValueSet values = done.get(at);
        if (values == null) {
            throw new IllegalStateException("not worked out: " + at);
        }
        return values;
    }

    /** The assertion that left nothing at a place where nothing is left; null at others. */
    @Nullable
    Placed emptiedBy(Location at) {
        return emptied.get(at);
    }

    private void workOut(Location start) {
        if (open.contains(start)) {
            throw circle(start.pointer(), "");
        }
        if (done.get(start) != null) {
            return;
        }
        Deque<Visit> path = new ArrayDeque<>();
        open.add(start);
        path.push(visit(start));
        while (!path.isEmpty()) {
            Visit visit = path.element();
            Location at = visit.at;
            if (!visit.needed.hasNext()) {
                done.put(at, compute(at));
                open.remove(at);
                path.pop();
                continue;
            }
            Needed next = visit.needed.next();
            if (done.get(next.place) != null) {
                continue;
            }
            if (!open.add(next.place)) {
                throw circle(at.pointer(next.keyword), next.keyword);
            }
            path.push(visit(next.place));
        }
    }

    /** A place that another applies to the same value, by a keyword. */
    private record Needed(Location place, String keyword) {}

    /** A place on the path, with what it needs and was not looked at yet. */
    private record Visit(Location at, Iterator<Needed> needed) {}

    private Visit visit(Location at) {
        List<Needed> needed = new ArrayList<>();
        for (Placed placed : reader.read(at).assertions()) {
            sameValue(placed.assertion()).forEach(place -> needed.add(new Needed(place, placed.keyword())));
        }
        return new Visit(at, needed.iterator());
    }

    /** How whole numbers are spelled, as far as the schema was read. */
    NumberGrammar.Wholes wholes() {
        return reader.wholes();
    }

    private static SchemaException.Invalid circle(String pointer, String keyword) {
        return new SchemaException.Invalid(
                pointer, keyword, "the schema applies itself to the same value, without end");
    }

    /** The schemas that an assertion applies to the same value, or to its keys. */
    static List<Location> sameValue(Assertion assertion) {
        return switch (assertion) {
            case Assertion.AllOf(List<Location> schemas) -> schemas;
            case Assertion.AnyOf(List<Location> schemas) -> schemas;
            case Assertion.OneOf(List<Location> schemas) -> schemas;
            case Assertion.Reference(Location target) -> List.of(target);
            case Assertion.Names(Location schema) -> List.of(schema);
            case Assertion.Not(Location schema) -> List.of(schema);
            case Assertion.Conditional conditional ->
                Stream.of(conditional.condition(), conditional.then(), conditional.otherwise())
                        .filter(Objects::nonNull)
                        .toList();
            case Assertion.Dependent dependent ->
                List.copyOf(dependent.schemas().values());
            case Assertion.Unevaluated unused -> List.of();
            case Assertion.OnValue unused -> List.of();
        };
    }

    private ValueSet compute(Location at) {
        ValueSet values = algebra.any();
        List<Placed> assertions = reader.read(at).assertions();
        if (assertions.stream().anyMatch(placed -> placed.assertion() instanceof Assertion.Unevaluated)) {
            return evaluation.valuesAt(at);
        }
        for (Placed placed : assertions) {
            String pointer = at.pointer(placed.keyword());
            fuel.workFor(pointer, placed.keyword());
            try {
                values = apply(placed, values, pointer);
            } catch (GrammarTooComplexException e) {
                throw new SchemaException.TooComplex(
                        pointer, placed.keyword(), e.getMessage() + "; simplify the schema", e.limitName());
            }
            if (values.isEmpty()) {
                emptied.put(at, placed);
                return ValueSet.NEVER;
            }
        }
        return values;
    }

    /** What is left of the values under an assertion. */
    ValueSet apply(Placed placed, ValueSet values, String pointer) {
        return switch (placed.assertion()) {
            case Assertion.OnValue assertion -> algebra.intersect(values, algebra.denotation(assertion, pointer));
            case Assertion.OnSameValue assertion -> algebra.intersect(values, denotation(assertion, pointer));
            case Assertion.Unevaluated unused -> values;
        };
    }

    /** The values that an assertion about the same value allows; its schemas were worked out. */
    ValueSet denotation(Assertion.OnSameValue assertion, String pointer) {
        return switch (assertion) {
            case Assertion.Reference(Location target) -> valuesAt(target);
            case Assertion.AllOf(List<Location> schemas) -> {
                List<ValueSet> sets = schemas.stream().map(this::valuesAt).toList();
                yield sets.isEmpty() ? algebra.any() : algebra.intersect(sets);
            }
            case Assertion.AnyOf(List<Location> schemas) -> union(schemas);
            case Assertion.OneOf(List<Location> schemas) -> {
                List<Location> possible = schemas.stream()
                        .filter(schema -> !valuesAt(schema).isEmpty())
                        .toList();
                yield exactlyOne(possible);
            }
            case Assertion.Names(Location schema) ->
                algebra.with(algebra.keys(valuesAt(schema).strings(), pointer));
            case Assertion.Not(Location schema) -> opposites.at(schema);
            case Assertion.Conditional conditional -> conditional(conditional);
            case Assertion.Dependent dependent -> dependent(dependent);
        };
    }

    private ValueSet conditional(Assertion.Conditional conditional) {
        ValueSet condition = valuesAt(conditional.condition());
        Location then = conditional.then();
        Location otherwise = conditional.otherwise();
        if (otherwise == null) {
            return then == null ? algebra.any() : algebra.implication(condition, valuesAt(then));
        }
        ValueSet held = then == null ? condition : algebra.intersect(condition, valuesAt(then));
        ValueSet failed = algebra.complement(condition);
        return algebra.union(List.of(held, algebra.intersect(failed, valuesAt(otherwise))));
    }

    private ValueSet dependent(Assertion.Dependent dependent) {
        ValueSet all = algebra.any();
        for (Map.Entry<String, Set<String>> entry : dependent.keys().entrySet()) {
            all = algebra.intersect(all, algebra.dependent(entry.getKey(), entry.getValue()));
        }
        for (Map.Entry<String, Location> entry : dependent.schemas().entrySet()) {
            all = algebra.intersect(
                    all,
                    algebra.dependent(entry.getKey(), valuesAt(entry.getValue()).objects()));
        }
        return all;
    }

    /** The values in exactly one of the sets of the places. */
    private ValueSet exactlyOne(List<Location> schemas) {
        List<ValueSet> branches = schemas.stream().map(this::valuesAt).toList();
        if (disjointness.isShown(branches)) {
            return union(schemas);
        }
        List<ValueSet> alone = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            alone.add(only(i, schemas));
        }
        return algebra.union(alone);
    }

    /** The values in one of the sets of the places and in none of the others. */
    ValueSet only(int index, List<Location> schemas) {
        ValueSet values = valuesAt(schemas.get(index));
        for (int other = 0; other < schemas.size(); other++) {
            if (other != index) {
                ValueSet set = valuesAt(schemas.get(other));
                values = set.isSimple()
                        ? algebra.difference(values, set)
                        : algebra.intersect(values, opposites.at(schemas.get(other)));
            }
        }
        return values;
    }

    private ValueSet union(List<Location> schemas) {
        List<ValueSet> sets = new ArrayList<>();
        schemas.forEach(schema -> sets.add(valuesAt(schema)));
        return sets.isEmpty() ? ValueSet.NEVER : algebra.union(sets);
    }
}
