package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.ObjectSet.KeyCell;
import dev.tenon.schema.Schema.Assertion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The operations on sets of JSON values: what each assertion denotes, intersection and union. Members and elements are
 * nodes, so nothing here looks deeper than one level of a value. Not thread-safe: one compilation's.
 */
final class SchemaAlgebra {
    /** Fuel for one pair of alternatives; what a pair's members and elements take comes on top. */
    private static final int PAIR_COST = 32;

    /** Sets that are intersected one after the other. */
    private static final int FEW = 8;

    private final NodeTable nodes;
    private final TextLanguages languages;
    private final Fuel fuel;
    private final ValueSet any;
    private final Emptiness emptiness;

    SchemaAlgebra(NodeTable nodes, TextLanguages languages, Emptiness emptiness, Fuel fuel) {
        this.nodes = nodes;
        this.emptiness = emptiness;
        this.languages = languages;
        this.fuel = fuel;
        this.any = new ValueSet(
                true,
                Set.of(false, true),
                List.of(NumberSet.ALL),
                List.of(StringSet.ALL),
                List.of(ArraySet.all(nodes)),
                List.of(ObjectSet.all(nodes)));
    }

    /** All values. */
    ValueSet any() {
        return any;
    }

    /** The values in both. */
    ValueSet intersect(ValueSet left, ValueSet right) {
        if (same(right, any) || left.equals(right)) {
            return left;
        }
        if (same(left, any)) {
            return right;
        }
        return new ValueSet(
                left.hasNull() && right.hasNull(),
                meet(left.booleans(), right.booleans()),
                meet(left.numbers(), right.numbers(), any.numbers(), NumberSet::intersect),
                meet(left.strings(), right.strings(), any.strings(), this::meet),
                meet(left.arrays(), right.arrays(), any.arrays(), this::meet),
                meet(left.objects(), right.objects(), any.objects(), this::meet));
    }

    @SuppressWarnings("ReferenceEquality") // a shortcut: what is equal otherwise comes to the same, the long way
    private static boolean same(Object one, Object other) {
        return one == other;
    }

    private static Set<Boolean> meet(Set<Boolean> left, Set<Boolean> right) {
        return left.containsAll(right) ? right : right.containsAll(left) ? left : Set.of();
    }

    /** What both allow of one type; a keyword leaves most types as they are. */
    private <T> List<T> meet(List<T> left, List<T> right, List<T> all, BiFunction<T, T, T> meet) {
        if (same(right, all) || (same(left, right) && left.size() <= 1)) {
            return left;
        }
        return same(left, all) ? right : pairs(left, right, meet);
    }

    /**
     * The values in all of the sets. Few are taken in one after the other. Of many, neighbours are taken together and then
     * their results, so that what all of them name is gone through a few times and not once for each of them.
     */
    ValueSet intersect(List<ValueSet> sets) {
        List<ValueSet> left = sets;
        while (left.size() > 1) {
            int step = left.size() > FEW ? 2 : left.size();
            List<ValueSet> next = new ArrayList<>();
            for (int i = 0; i < left.size(); i += step) {
                ValueSet all = left.get(i);
                for (int j = i + 1; j < Math.min(i + step, left.size()); j++) {
                    all = intersect(all, left.get(j));
                }
                next.add(all);
            }
            left = next;
        }
        return left.get(0);
    }

    /** The strings in both. */
    StringSet meet(StringSet left, StringSet right) {
        return StringSet.intersect(left, right, languages);
    }

    /** The arrays in both. */
    ArraySet meet(ArraySet left, ArraySet right) {
        fuel.spend(Math.max(left.prefix().size(), right.prefix().size()));
        return ArraySet.intersect(left, right, nodes);
    }

    /** The objects in both. */
    ObjectSet meet(ObjectSet left, ObjectSet right) {
        int members = left.named().size() + right.named().size();
        fuel.spend(4L * (members + left.required().size() + right.required().size()));
        return ObjectSet.intersect(left, right, nodes, languages);
    }

    private <T> List<T> pairs(List<T> left, List<T> right, BiFunction<T, T, T> meet) {
        if (left.size() == 1 && right.size() == 1) {
            return List.of(meet.apply(left.get(0), right.get(0)));
        }
        List<T> result = new ArrayList<>();
        for (T one : left) {
            for (T two : right) {
                fuel.spend(PAIR_COST);
                result.add(meet.apply(one, two));
            }
        }
        return result;
    }

    /** The values that are not in the set. */
    ValueSet complement(ValueSet set) {
        return difference(any, set);
    }

    /** The values in the one set and not in the other. */
    ValueSet difference(ValueSet from, ValueSet what) {
        Set<Boolean> booleans = new LinkedHashSet<>(from.booleans());
        booleans.removeAll(what.booleans());
        SortedSet<BigDecimal> values = new TreeSet<>();
        List<NumberSet> ranges = new ArrayList<>();
        for (NumberSet set : what.numbers()) {
            if (set instanceof NumberSet.Values some) {
                values.addAll(some.numbers());
            } else {
                ranges.add(set);
            }
        }
        if (!values.isEmpty()) {
            ranges.add(new NumberSet.Values(values));
        }
        return new ValueSet(
                from.hasNull() && !what.hasNull(),
                booleans,
                without(from.numbers(), ranges, NumberSet::complement, NumberSet::intersect, NumberSet::isEmpty),
                without(
                        from.strings(),
                        what.strings(),
                        set -> StringSet.complement(set, languages),
                        this::meet,
                        StringSet::isEmpty),
                without(from.arrays(), what.arrays(), set -> set.complement(nodes), this::meet, emptiness::isEmpty),
                without(
                        from.objects(),
                        what.objects(),
                        set -> set.complement(nodes, languages),
                        this::meet,
                        emptiness::isEmpty));
    }

    /** Takes sets off one after the other; those that an alternative has nothing in common with leave it as it is. */
    private <T> List<T> without(
            List<T> from, List<T> what, Function<T, List<T>> complement, BinaryOperator<T> meet, Predicate<T> isEmpty) {
        List<T> left = from;
        for (T set : what) {
            List<T> next = new ArrayList<>();
            List<T> opposites = null;
            for (T one : left) {
                fuel.spend(PAIR_COST);
                if (isEmpty.test(meet.apply(one, set))) {
                    next.add(one);
                    continue;
                }
                opposites = opposites == null ? complement.apply(set) : opposites;
                for (T opposite : opposites) {
                    fuel.spend(PAIR_COST);
                    T part = meet.apply(one, opposite);
                    if (!isEmpty.test(part)) {
                        next.add(part);
                    }
                }
            }
            left = next.stream().distinct().toList();
        }
        return left;
    }

    /** The values in any of the sets. */
    ValueSet union(List<ValueSet> sets) {
        if (sets.size() == 1) {
            return sets.get(0);
        }
        boolean hasNull = false;
        Set<Boolean> booleans = new LinkedHashSet<>();
        List<NumberSet> numbers = new ArrayList<>();
        Set<String> words = new LinkedHashSet<>();
        List<StringSet> strings = new ArrayList<>();
        List<ArraySet> arrays = new ArrayList<>();
        List<ObjectSet> objects = new ArrayList<>();
        for (ValueSet set : sets) {
            fuel.spend(set.size());
            hasNull |= set.hasNull();
            booleans.addAll(set.booleans());
            numbers.addAll(set.numbers());
            for (StringSet string : set.strings()) {
                if (string instanceof StringSet.Words some) {
                    words.addAll(some.words());
                } else {
                    strings.add(string);
                }
            }
            arrays.addAll(set.arrays());
            objects.addAll(set.objects());
        }
        if (!words.isEmpty()) {
            strings.add(new StringSet.Words(words));
        }
        return new ValueSet(
                hasNull,
                booleans,
                numbers.contains(NumberSet.ALL) ? List.of(NumberSet.ALL) : numbers,
                strings.contains(StringSet.ALL) ? List.of(StringSet.ALL) : strings,
                arrays,
                objects);
    }

    /** The one value. */
    ValueSet constant(JsonNode value, String pointer) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> new ValueSet(true, Set.of(), List.of(), List.of(), List.of(), List.of());
            case BOOLEAN ->
                new ValueSet(false, Set.of(value.booleanValue()), List.of(), List.of(), List.of(), List.of());
            case NUMBER ->
                numbers(new NumberSet.Values(new java.util.TreeSet<>(Set.of(JsonValues.number(value, pointer)))));
            case STRING ->
                strings(new StringSet.Words(
                        StringSet.isText(value.textValue()) ? Set.of(value.textValue()) : Set.of()));
            case ARRAY -> {
                List<Node> elements = new ArrayList<>();
                value.forEach(element -> elements.add(nodes.constant(element, pointer)));
                fuel.spend(elements.size());
                yield arrays(ArraySet.of(elements, nodes.never(), elements.size(), elements.size(), nodes));
            }
            case OBJECT -> {
                Map<String, Node> members = new LinkedHashMap<>();
                value.properties()
                        .forEach(member -> members.put(member.getKey(), nodes.constant(member.getValue(), pointer)));
                fuel.spend(members.size());
                yield objects(new ObjectSet(
                        members, members.keySet(), List.of(new KeyCell(null, nodes.never())), 0, Expr.UNBOUNDED));
            }
            case BINARY, POJO -> throw new SchemaException.Invalid(pointer, "", "it is no JSON value");
        };
    }

    /**
     * The values that an assertion allows.
     *
     * @param pointer where it stands, for messages
     */
    ValueSet denotation(Assertion.OnValue assertion, String pointer) {
        return switch (assertion) {
            case Assertion.Nothing() -> ValueSet.NEVER;
            case Assertion.TypeIn type -> types(type);
            case Assertion.ValueIn(List<JsonNode> values) -> {
                List<ValueSet> sets = new ArrayList<>();
                values.forEach(value -> sets.add(constant(value, pointer)));
                yield union(sets);
            }
            case Assertion.NumberIn(NumberSet numbers) -> with(numbers);
            case Assertion.Length(int min, int max) -> with(new StringSet.Language(null, min, max));
            case Assertion.TextIn text -> with(new StringSet.Language(text.text(), 0, Expr.UNBOUNDED));
            case Assertion.OfFormat named -> with(named.format().strings());
            case Assertion.Elements elements ->
                with(ArraySet.of(
                        elements.prefix().stream().map(nodes::of).toList(),
                        elements.rest() == null ? nodes.any() : nodes.of(elements.rest()),
                        0,
                        Expr.UNBOUNDED,
                        nodes));
            case Assertion.ElementCount(int min, int max) -> with(ArraySet.of(List.of(), nodes.any(), min, max, nodes));
            case Assertion.Contains(Location schema, int min, int max) ->
                with(ArraySet.counted(new ArraySet.Count(List.of(), nodes.of(schema), min, max), nodes));
            case Assertion.Distinct() -> with(ArraySet.distinct(nodes));
            case Assertion.Members members -> with(Members.of(members, nodes, languages, fuel));
            case Assertion.Required(Set<String> keys) ->
                with(new ObjectSet(Map.of(), keys, List.of(new KeyCell(null, nodes.any())), 0, Expr.UNBOUNDED));
            case Assertion.MemberCount(int min, int max) ->
                with(new ObjectSet(Map.of(), Set.of(), List.of(new KeyCell(null, nodes.any())), min, max));
        };
    }

    private ValueSet types(Assertion.TypeIn type) {
        Set<JsonType> types = type.types();
        NumberSet numbers = type.integers() == Assertion.Integers.ONLY ? NumberSet.INTEGERS : NumberSet.ALL;
        return new ValueSet(
                types.contains(JsonType.NULL),
                types.contains(JsonType.BOOLEAN) ? any.booleans() : Set.of(),
                types.contains(JsonType.NUMBER) ? List.of(numbers) : List.of(),
                types.contains(JsonType.STRING) ? any.strings() : List.of(),
                types.contains(JsonType.ARRAY) ? any.arrays() : List.of(),
                types.contains(JsonType.OBJECT) ? any.objects() : List.of());
    }

    private ValueSet with(NumberSet numbers) {
        return new ValueSet(true, any.booleans(), List.of(numbers), any.strings(), any.arrays(), any.objects());
    }

    private ValueSet with(StringSet strings) {
        return new ValueSet(true, any.booleans(), any.numbers(), List.of(strings), any.arrays(), any.objects());
    }

    private ValueSet with(ArraySet arrays) {
        return new ValueSet(true, any.booleans(), any.numbers(), any.strings(), List.of(arrays), any.objects());
    }

    /** All values, but of the objects only these. */
    ValueSet with(ObjectSet objects) {
        return new ValueSet(true, any.booleans(), any.numbers(), any.strings(), any.arrays(), List.of(objects));
    }

    /** All values, but of the objects only these. */
    ValueSet withObjects(List<ObjectSet> objects) {
        return new ValueSet(true, any.booleans(), any.numbers(), any.strings(), any.arrays(), objects);
    }

    /** All values, but of the arrays only these. */
    ValueSet withArrays(ArraySet arrays) {
        return with(arrays);
    }

    /** The objects that have the key. */
    ObjectSet having(String key) {
        return ObjectSet.requiring(Set.of(key), nodes);
    }

    /** The objects that do not have the key. */
    ObjectSet lacking(String key) {
        return ObjectSet.open(Map.of(key, nodes.never()), nodes.any());
    }

    /** The objects whose members are all in the node, but for those with one of the names or patterns. */
    ValueSet others(Set<String> names, Set<ByteDfa> patterns, Node node) {
        return with(Members.others(names, patterns, node, nodes, languages, fuel));
    }

    /** The values that are no objects, or objects without the key, or objects of the set. */
    ValueSet dependent(String key, List<ObjectSet> objects) {
        if (objects.size() == 1 && objects.get(0).isOpen(nodes)) {
            return with(objects.get(0).unless(ObjectSet.without(key, nodes), nodes, languages));
        }
        List<ObjectSet> either = new ArrayList<>();
        either.add(lacking(key));
        for (ObjectSet object : objects) {
            either.add(meet(having(key), object));
        }
        return withObjects(either);
    }

    /**
     * The values that are not in the one set, or in the other: by a clause for each thing that the other demands of
     * objects, where that can be said so.
     */
    ValueSet implication(ValueSet condition, ValueSet consequence) {
        ValueSet failed = complement(condition);
        ValueSet held = intersect(condition, consequence);
        boolean clauses = condition.objects().size() == 1
                && condition.objects().get(0).clauses().isEmpty()
                && consequence.objects().size() == 1
                && consequence.objects().get(0).isOpen(nodes);
        if (!clauses) {
            return union(List.of(held, failed));
        }
        ObjectSet objects = consequence
                .objects()
                .get(0)
                .unless(condition.objects().get(0).violated(nodes, languages), nodes, languages);
        ValueSet others = union(List.of(withoutObjects(held), withoutObjects(failed)));
        return new ValueSet(
                others.hasNull(),
                others.booleans(),
                others.numbers(),
                others.strings(),
                others.arrays(),
                List.of(objects));
    }

    private static ValueSet withoutObjects(ValueSet set) {
        return new ValueSet(set.hasNull(), set.booleans(), set.numbers(), set.strings(), set.arrays(), List.of());
    }

    /** The objects that have a key and others beside it, or not the key. */
    ValueSet dependent(String key, Set<String> others) {
        return dependent(key, List.of(ObjectSet.requiring(others, nodes)));
    }

    /** The objects whose keys are all in the strings. */
    ObjectSet keys(List<StringSet> strings, String pointer) {
        return Members.named(strings, nodes, languages, pointer);
    }

    private static ValueSet numbers(NumberSet numbers) {
        return new ValueSet(false, Set.of(), List.of(numbers), List.of(), List.of(), List.of());
    }

    private static ValueSet strings(StringSet strings) {
        return new ValueSet(false, Set.of(), List.of(), List.of(strings), List.of(), List.of());
    }

    private static ValueSet arrays(ArraySet arrays) {
        return new ValueSet(false, Set.of(), List.of(), List.of(), List.of(arrays), List.of());
    }

    private static ValueSet objects(ObjectSet objects) {
        return new ValueSet(false, Set.of(), List.of(), List.of(), List.of(), List.of(objects));
    }
}
