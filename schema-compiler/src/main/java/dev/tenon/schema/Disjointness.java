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
    private final SchemaAlgebra algebra;
    private final Emptiness emptiness;
    private final Fuel fuel;

    Disjointness(SchemaAlgebra algebra, Emptiness emptiness, Fuel fuel) {
        this.algebra = algebra;
        this.emptiness = emptiness;
        this.fuel = fuel;
    }

    /** Whether no two of the branches allow the same value, as far as can be shown. */
    boolean isShown(List<ValueSet> branches) {
        return branches.stream().filter(ValueSet::hasNull).count() <= 1
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
                && inPairs(branches, ValueSet::arrays, (one, two) -> emptiness.isEmpty(algebra.meet(one, two)))
                && (haveTags(branches)
                        || inPairs(
                                branches, ValueSet::objects, (one, two) -> emptiness.isEmpty(algebra.meet(one, two))));
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
}
