package dev.tenon.schema;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.Schema.Assertion;
import dev.tenon.schema.Schema.Placed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Works out schemas with {@code unevaluatedProperties} and {@code unevaluatedItems} (JSON Schema Core 2020-12, section
 * 11): a schema becomes alternatives, each a set of values together with what the schema has looked at in them.
 *
 * <p>To look at more never makes a value invalid, so the alternatives of {@code anyOf} need not exclude each other: one
 * for each choice of branches that hold, whatever the others do, is the same language. Only {@code oneOf} and
 * {@code else} need complements. The annotations of {@code not} are dropped. Not thread-safe: one compilation's.
 */
final class Evaluation {
    /** Schemas that apply to the same value inside each other; the walk goes down by recursion. */
    private static final int MAX_DEPTH = 200;

    private final SchemaReader reader;
    private final Expansion expansion;
    private final SchemaAlgebra algebra;
    private final Fuel fuel;
    private final Map<Location, List<Part>> done = new HashMap<>();

    Evaluation(SchemaReader reader, Expansion expansion, SchemaAlgebra algebra, Fuel fuel) {
        this.reader = reader;
        this.expansion = expansion;
        this.algebra = algebra;
        this.fuel = fuel;
    }

    /** Values, and what was looked at in them. */
    private record Part(ValueSet values, Looked looked) {}

    /** The values that a place allows; the schemas that it applies to the same value were worked out. */
    ValueSet valuesAt(Location at) {
        return algebra.union(parts(at, 0).stream().map(Part::values).toList());
    }

    private List<Part> parts(Location at, int depth) {
        List<Part> known = done.get(at);
        if (known != null) {
            return known;
        }
        if (depth > MAX_DEPTH) {
            throw new SchemaException.TooComplex(
                    at.pointer(),
                    "",
                    "more than " + MAX_DEPTH + " schemas with unevaluated members apply to a value inside each other",
                    "maxSchemaDepth");
        }
        List<Part> all = List.of(new Part(algebra.any(), Looked.NOTHING));
        for (Placed placed : reader.read(at).assertions()) {
            String pointer = at.pointer(placed.keyword());
            fuel.workFor(pointer, placed.keyword());
            all = placed.assertion() instanceof Assertion.Unevaluated unevaluated
                    ? restricted(all, unevaluated)
                    : product(all, parts(at, placed, pointer, depth));
        }
        done.put(at, all);
        return all;
    }

    private List<Part> parts(Location at, Placed placed, String pointer, int depth) {
        return switch (placed.assertion()) {
            case Assertion.OnValue assertion ->
                List.of(new Part(algebra.denotation(assertion, pointer), looked(assertion, at.dialect())));
            case Assertion.Reference(Location target) -> parts(target, depth + 1);
            case Assertion.AllOf(List<Location> schemas) -> {
                List<Part> all = List.of(new Part(algebra.any(), Looked.NOTHING));
                for (Location schema : schemas) {
                    all = product(all, parts(schema, depth + 1));
                }
                yield all;
            }
            case Assertion.AnyOf(List<Location> schemas) -> anyOf(schemas, depth);
            case Assertion.OneOf(List<Location> schemas) -> oneOf(schemas, depth);
            case Assertion.Conditional conditional -> conditional(conditional, depth);
            case Assertion.Dependent dependent -> dependent(dependent, pointer, depth);
            case Assertion.Names names -> plain(names, pointer);
            case Assertion.Not not -> plain(not, pointer);
            case Assertion.Unevaluated unused -> throw new IllegalStateException("comes after all others");
        };
    }

    private List<Part> plain(Assertion.OnSameValue assertion, String pointer) {
        return List.of(new Part(expansion.denotation(assertion, pointer), Looked.NOTHING));
    }

    private Looked looked(Assertion.OnValue assertion, Dialect dialect) {
        return switch (assertion) {
            case Assertion.Members members -> {
                if (members.additional() != null) {
                    yield Looked.ALL_MEMBERS;
                }
                yield new Looked(
                        members.named().keySet(),
                        new LinkedHashSet<>(members.patterns().stream()
                                .map(Assertion.PatternMember::keys)
                                .toList()),
                        Looked.Extent.SOME,
                        0,
                        Looked.Extent.SOME,
                        Set.of());
            }
            case Assertion.Elements elements ->
                elements.rest() != null
                        ? Looked.ALL_ELEMENTS
                        : new Looked(
                                Set.of(),
                                Set.of(),
                                Looked.Extent.SOME,
                                elements.prefix().size(),
                                Looked.Extent.SOME,
                                Set.of());
            case Assertion.Contains contains ->
                dialect.atLeast(Dialect.DRAFT_2020_12)
                        ? new Looked(
                                Set.of(),
                                Set.of(),
                                Looked.Extent.SOME,
                                0,
                                Looked.Extent.SOME,
                                Set.of(expansion.nodes().of(contains.schema())))
                        : Looked.NOTHING;
            case Assertion.Nothing unused -> Looked.NOTHING;
            case Assertion.TypeIn unused -> Looked.NOTHING;
            case Assertion.ValueIn unused -> Looked.NOTHING;
            case Assertion.NumberIn unused -> Looked.NOTHING;
            case Assertion.Length unused -> Looked.NOTHING;
            case Assertion.TextIn unused -> Looked.NOTHING;
            case Assertion.OfFormat unused -> Looked.NOTHING;
            case Assertion.ElementCount unused -> Looked.NOTHING;
            case Assertion.Distinct unused -> Looked.NOTHING;
            case Assertion.Required unused -> Looked.NOTHING;
            case Assertion.MemberCount unused -> Looked.NOTHING;
        };
    }

    private List<Part> anyOf(List<Location> schemas, int depth) {
        Part none = new Part(algebra.any(), Looked.NOTHING);
        List<Part> some = List.of();
        for (Location schema : schemas) {
            List<Part> branch = parts(schema, depth + 1);
            List<Part> next = new ArrayList<>(some);
            next.addAll(product(List.of(none), branch));
            for (Part one : some) {
                for (Part two : branch) {
                    if (!one.looked.and(two.looked).equals(one.looked)) {
                        next.addAll(product(List.of(one), List.of(two)));
                    }
                }
            }
            some = merged(next);
        }
        return some;
    }

    private List<Part> oneOf(List<Location> schemas, int depth) {
        List<Part> all = new ArrayList<>();
        for (int i = 0; i < schemas.size(); i++) {
            ValueSet alone = expansion.only(i, schemas);
            all.addAll(product(List.of(new Part(alone, Looked.NOTHING)), parts(schemas.get(i), depth + 1)));
        }
        return merged(all);
    }

    private List<Part> conditional(Assertion.Conditional conditional, int depth) {
        List<Part> held = parts(conditional.condition(), depth + 1);
        if (conditional.then() != null) {
            held = product(held, parts(conditional.then(), depth + 1));
        }
        ValueSet outside = algebra.complement(expansion.valuesAt(conditional.condition()));
        List<Part> failed = List.of(new Part(outside, Looked.NOTHING));
        if (conditional.otherwise() != null) {
            failed = product(failed, parts(conditional.otherwise(), depth + 1));
        }
        List<Part> all = new ArrayList<>(held);
        all.addAll(failed);
        return merged(all);
    }

    private List<Part> dependent(Assertion.Dependent dependent, String pointer, int depth) {
        List<Part> all = plain(new Assertion.Dependent(dependent.keys(), Map.of()), pointer);
        for (Map.Entry<String, Location> entry : dependent.schemas().entrySet()) {
            ValueSet lacking = algebra.withObjects(List.of(algebra.lacking(entry.getKey())));
            ValueSet having = algebra.difference(algebra.any(), lacking);
            List<Part> either = new ArrayList<>();
            either.add(new Part(lacking, Looked.NOTHING));
            either.addAll(product(List.of(new Part(having, Looked.NOTHING)), parts(entry.getValue(), depth + 1)));
            all = product(all, either);
        }
        return all;
    }

    private List<Part> restricted(List<Part> parts, Assertion.Unevaluated unevaluated) {
        Node others = expansion.nodes().of(unevaluated.schema());
        boolean members = unevaluated.type() == JsonType.OBJECT;
        Looked everything = members ? Looked.ALL_MEMBERS : Looked.ALL_ELEMENTS;
        List<Part> result = new ArrayList<>();
        for (Part part : parts) {
            ValueSet allowed = members ? members(part.looked, others) : elements(part.looked, others);
            result.add(new Part(algebra.intersect(part.values, allowed), part.looked.and(everything)));
        }
        return merged(result);
    }

    private ValueSet members(Looked looked, Node others) {
        return looked.keys() == Looked.Extent.ALL
                ? algebra.any()
                : algebra.others(looked.names(), looked.patterns(), others);
    }

    private ValueSet elements(Looked looked, Node others) {
        if (looked.items() == Looked.Extent.ALL) {
            return algebra.any();
        }
        NodeTable nodes = expansion.nodes();
        List<Node> allowed = new ArrayList<>(looked.contained());
        allowed.add(others);
        List<Node> prefix = Collections.nCopies(looked.prefix(), nodes.any());
        return algebra.withArrays(ArraySet.of(prefix, nodes.join(allowed), 0, Expr.UNBOUNDED, nodes));
    }

    private List<Part> product(List<Part> left, List<Part> right) {
        List<Part> result = new ArrayList<>();
        for (Part one : left) {
            for (Part two : right) {
                ValueSet values = algebra.intersect(one.values, two.values);
                if (!values.isEmpty()) {
                    result.add(new Part(values, one.looked.and(two.looked)));
                }
            }
        }
        return merged(result);
    }

    /** Parts that have looked at the same are one. */
    private List<Part> merged(List<Part> parts) {
        Map<Looked, List<ValueSet>> byLooked = new LinkedHashMap<>();
        for (Part part : parts) {
            fuel.spend(4);
            byLooked.computeIfAbsent(part.looked, unused -> new ArrayList<>()).add(part.values);
        }
        List<Part> result = new ArrayList<>();
        byLooked.forEach((looked, values) -> result.add(new Part(algebra.union(values), looked)));
        return result;
    }
}
