package dev.tenon.schema;

import dev.tenon.schema.Schema.Assertion;
import dev.tenon.schema.Schema.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The complement of a schema by its keywords: what fails one of them, and all before it hold. That is far fewer
 * alternatives than the complement of the set that comes of them all: no or two branches of a {@code oneOf} hold, a
 * condition holds and its {@code then} does not. The walk goes down by recursion through the schemas that apply to the
 * same value, which are no circle. Not thread-safe: one compilation's.
 */
final class Opposites {
    /** Deeper than this the set itself is complemented. */
    private static final int MAX_DEPTH = 100;

    private final SchemaReader reader;
    private final Expansion expansion;
    private final SchemaAlgebra algebra;
    private final Map<Location, ValueSet> known = new HashMap<>();
    private int depth;

    Opposites(SchemaReader reader, Expansion expansion, SchemaAlgebra algebra) {
        this.reader = reader;
        this.expansion = expansion;
        this.algebra = algebra;
    }

    /** The values that a place, which was worked out, does not allow. */
    ValueSet at(Location place) {
        ValueSet opposite = known.get(place);
        if (opposite == null) {
            depth++;
            try {
                opposite = of(place);
            } finally {
                depth--;
            }
            known.put(place, opposite);
        }
        return opposite;
    }

    private ValueSet of(Location place) {
        List<Placed> assertions = reader.read(place).assertions();
        boolean plain = expansion.valuesAt(place).isSimple()
                || depth > MAX_DEPTH
                || assertions.stream().anyMatch(placed -> placed.assertion() instanceof Assertion.Unevaluated);
        if (plain) {
            return algebra.complement(expansion.valuesAt(place));
        }
        ValueSet held = algebra.any();
        for (Placed placed : assertions) {
            if (placed.assertion() instanceof Assertion.OnValue assertion) {
                held = algebra.intersect(held, algebra.denotation(assertion, place.pointer(placed.keyword())));
            }
        }
        List<ValueSet> failures = new ArrayList<>();
        failures.add(algebra.complement(held));
        for (Placed placed : assertions) {
            if (placed.assertion() instanceof Assertion.OnSameValue assertion) {
                String pointer = place.pointer(placed.keyword());
                failures.add(algebra.intersect(held, of(assertion, pointer)));
                held = algebra.intersect(held, expansion.denotation(assertion, pointer));
            }
        }
        return algebra.union(failures);
    }

    private ValueSet of(Assertion.OnSameValue assertion, String pointer) {
        return switch (assertion) {
            case Assertion.Reference(Location target) -> at(target);
            case Assertion.Not(Location schema) -> expansion.valuesAt(schema);
            case Assertion.AllOf(List<Location> schemas) -> {
                ValueSet held = algebra.any();
                List<ValueSet> failures = new ArrayList<>();
                for (Location schema : schemas) {
                    failures.add(algebra.intersect(held, at(schema)));
                    held = algebra.intersect(held, expansion.valuesAt(schema));
                }
                yield algebra.union(failures);
            }
            case Assertion.AnyOf(List<Location> schemas) -> none(schemas);
            case Assertion.OneOf(List<Location> schemas) -> {
                List<ValueSet> sets = new ArrayList<>();
                sets.add(none(schemas));
                for (int i = 0; i < schemas.size(); i++) {
                    for (int j = 0; j < i; j++) {
                        sets.add(algebra.intersect(
                                expansion.valuesAt(schemas.get(i)), expansion.valuesAt(schemas.get(j))));
                    }
                }
                yield algebra.union(sets);
            }
            case Assertion.Conditional conditional -> {
                ValueSet condition = expansion.valuesAt(conditional.condition());
                ValueSet then = algebra.intersect(condition, orNothing(conditional.then()));
                ValueSet otherwise =
                        algebra.intersect(at(conditional.condition()), orNothing(conditional.otherwise()));
                yield algebra.union(List.of(then, otherwise));
            }
            case Assertion.Dependent dependent -> algebra.complement(expansion.denotation(dependent, pointer));
            case Assertion.Names names -> algebra.complement(expansion.denotation(names, pointer));
        };
    }

    private ValueSet orNothing(@Nullable Location place) {
        return place == null ? ValueSet.NEVER : at(place);
    }

    private ValueSet none(List<Location> schemas) {
        ValueSet none = algebra.any();
        for (Location schema : schemas) {
            none = algebra.intersect(none, at(schema));
        }
        return none;
    }
}
