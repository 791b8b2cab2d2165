package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.ObjectSet.KeyCell;
import dev.tenon.schema.Schema.Assertion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The operations on sets of JSON values: what each assertion denotes, intersection and union. Members and elements are
 * nodes, so nothing here looks deeper than one level of a value. Not thread-safe: one compilation's.
 */
final class SchemaAlgebra {
    /** Fuel for one pair of alternatives; what a pair's members and elements take comes on top. */
    private static final int PAIR_COST = 32;

    private final NodeTable nodes;
    private final TextLanguages languages;
    private final Fuel fuel;
    private final ValueSet any;

    SchemaAlgebra(NodeTable nodes, TextLanguages languages, Fuel fuel) {
        this.nodes = nodes;
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
        if (right.equals(any) || left.equals(right)) {
            return left;
        }
        if (left.equals(any)) {
            return right;
        }
        Set<Boolean> booleans = new LinkedHashSet<>(left.booleans());
        booleans.retainAll(right.booleans());
        return new ValueSet(
                left.hasNull() && right.hasNull(),
                booleans,
                pairs(left.numbers(), right.numbers(), NumberSet::intersect),
                pairs(left.strings(), right.strings(), this::meet),
                pairs(left.arrays(), right.arrays(), this::meet),
                pairs(left.objects(), right.objects(), this::meet));
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
            case Assertion.OfFormat named -> with(named.format().members());
            case Assertion.Elements elements ->
                with(ArraySet.of(
                        elements.prefix().stream().map(nodes::of).toList(),
                        elements.rest() == null ? nodes.any() : nodes.of(elements.rest()),
                        0,
                        Expr.UNBOUNDED,
                        nodes));
            case Assertion.ElementCount(int min, int max) -> with(ArraySet.of(List.of(), nodes.any(), min, max, nodes));
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
