package dev.tenon.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Shows that the branches of a {@code oneOf} exclude each other, so that exactly one is the same as any: different
 * types, different numbers or strings, or a member or element that both have and that cannot be the same in both (the
 * {@code const} that tells tagged unions apart). What it cannot show it calls not disjoint.
 *
 * <p>Branches of constants, and objects that one required constant member tells apart, are compared all at once; only
 * others are compared in pairs.
 */
final class Disjointness {
    /** How deep inside a value the difference may lie. */
    private static final int MAX_DEPTH = 8;

    private final Expansion expansion;
    private final NodeTable nodes;
    private final SchemaAlgebra algebra;
    private final Fuel fuel;
    private final Set<Node> asked = new HashSet<>();

    Disjointness(Expansion expansion, NodeTable nodes, SchemaAlgebra algebra, Fuel fuel) {
        this.expansion = expansion;
        this.nodes = nodes;
        this.algebra = algebra;
        this.fuel = fuel;
    }

    /**
     * Demands that no two of the schemas, which were worked out, allow the same value.
     *
     * @throws SchemaException.Unsupported when that cannot be shown
     */
    void require(List<Location> schemas, String pointer) {
        List<ValueSet> branches = new ArrayList<>();
        schemas.forEach(schema -> branches.add(expansion.valuesAt(schema)));
        boolean disjoint = branches.stream().filter(ValueSet::hasNull).count() <= 1
                && branches.stream()
                                .mapToInt(branch -> branch.booleans().size())
                                .sum()
                        == branches.stream()
                                .flatMap(branch -> branch.booleans().stream())
                                .distinct()
                                .count()
                && (areDistinct(branches, Disjointness::numbers)
                        || inPairs(
                                branches,
                                ValueSet::numbers,
                                (one, two) -> NumberSet.intersect(one, two).isEmpty()))
                && (areDistinct(branches, Disjointness::words)
                        || inPairs(
                                branches,
                                ValueSet::strings,
                                (one, two) -> algebra.meet(one, two).isEmpty()))
                && inPairs(branches, ValueSet::arrays, (one, two) -> isEmpty(algebra.meet(one, two), 0))
                && (haveTags(branches)
                        || inPairs(branches, ValueSet::objects, (one, two) -> isEmpty(algebra.meet(one, two), 0)));
        if (!disjoint) {
            throw new SchemaException.Unsupported(
                    pointer,
                    "oneOf",
                    "two of the branches may allow the same value, and such a \"oneOf\" is not enforced here; use"
                            + " \"anyOf\", or tell the branches apart by a required property with different"
                            + " \"const\"s");
        }
    }

    private <T> boolean inPairs(
            List<ValueSet> branches, Function<ValueSet, List<T>> alternatives, BiPredicate<T, T> areDisjoint) {
        List<T> before = new ArrayList<>();
        for (ValueSet branch : branches) {
            for (T one : alternatives.apply(branch)) {
                for (T two : before) {
                    fuel.spend(32);
                    if (!areDisjoint.test(one, two)) {
                        return false;
                    }
                }
            }
            before.addAll(alternatives.apply(branch));
        }
        return true;
    }

    /** Whether all are lists of constants, and no constant is in two lists. */
    private static boolean areDistinct(List<ValueSet> branches, Function<ValueSet, List<Set<?>>> constants) {
        Set<Object> seen = new HashSet<>();
        for (ValueSet branch : branches) {
            Set<Object> own = new HashSet<>();
            for (Set<?> set : constants.apply(branch)) {
                if (set.isEmpty()) {
                    return false;
                }
                own.addAll(set);
            }
            for (Object constant : own) {
                if (!seen.add(constant)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The constants of each alternative; an empty set stands for one that is no list of constants. */
    private static List<Set<?>> numbers(ValueSet branch) {
        List<Set<?>> sets = new ArrayList<>();
        for (NumberSet set : branch.numbers()) {
            sets.add(set instanceof NumberSet.Values values ? values.numbers() : Set.of());
        }
        return sets;
    }

    private static List<Set<?>> words(ValueSet branch) {
        List<Set<?>> sets = new ArrayList<>();
        for (StringSet set : branch.strings()) {
            sets.add(set instanceof StringSet.Words words ? words.words() : Set.of());
        }
        return sets;
    }

    /** Whether a required member is a constant in every object, and another one in every branch. */
    private static boolean haveTags(List<ValueSet> branches) {
        List<ObjectSet> first = branches.stream()
                .map(ValueSet::objects)
                .filter(objects -> !objects.isEmpty())
                .findFirst()
                .orElse(List.of());
        return first.isEmpty()
                || first.get(0).required().stream().anyMatch(key -> areDistinct(branches, branch -> tags(branch, key)));
    }

    private static List<Set<?>> tags(ValueSet branch, String key) {
        List<Set<?>> sets = new ArrayList<>();
        for (ObjectSet object : branch.objects()) {
            List<Atom> atoms = object.member(key).atoms();
            boolean isTag =
                    object.required().contains(key) && atoms.size() == 1 && atoms.get(0) instanceof Atom.Constant;
            sets.add(isTag ? Set.copyOf(atoms) : Set.of());
        }
        return sets;
    }

    private boolean isEmpty(ArraySet array, int depth) {
        int needed = Math.min(array.min(), array.prefix().size() + 1);
        for (int i = 0; i < needed; i++) {
            if (isEmpty(array.element(i), depth)) {
                return true;
            }
        }
        return array.isEmpty();
    }

    private boolean isEmpty(ObjectSet object, int depth) {
        if (object.isEmpty()) {
            return true;
        }
        for (String key : object.required()) {
            if (isEmpty(object.member(key), depth)) {
                return true;
            }
        }
        return false;
    }

    private boolean isEmpty(Node node, int depth) {
        if (node == nodes.never()) {
            return true;
        }
        if (depth >= MAX_DEPTH || !asked.add(node)) {
            return false;
        }
        try {
            ValueSet values = expansion.tryExpand(node);
            return values != null
                    && !values.hasNull()
                    && values.booleans().isEmpty()
                    && values.numbers().isEmpty()
                    && values.strings().isEmpty()
                    && values.arrays().stream().allMatch(array -> isEmpty(array, depth + 1))
                    && values.objects().stream().allMatch(object -> isEmpty(object, depth + 1));
        } finally {
            asked.remove(node);
        }
    }
}
