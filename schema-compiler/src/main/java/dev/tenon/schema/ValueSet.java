package dev.tenon.schema;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A set of JSON values in normal form: for each type, the values of that type, as a list of alternatives. Nothing in it
 * is empty by itself, but arrays and objects may still turn out to be, through their elements and members
 * ({@link Productivity}). Immutable.
 *
 * @param hasNull whether {@code null} is in
 * @param booleans which of the booleans are in
 */
record ValueSet(
        boolean hasNull,
        Set<Boolean> booleans,
        List<NumberSet> numbers,
        List<StringSet> strings,
        List<ArraySet> arrays,
        List<ObjectSet> objects) {
    /** No value. */
    static final ValueSet NEVER = new ValueSet(false, Set.of(), List.of(), List.of(), List.of(), List.of());

    ValueSet {
        booleans = Set.copyOf(booleans);
        numbers = distinct(numbers, NumberSet::isEmpty);
        strings = distinct(strings, StringSet::isEmpty);
        arrays = distinct(arrays, ArraySet::isEmpty);
        objects = distinct(objects, ObjectSet::isEmpty);
    }

    /** Those that are not empty, each once. */
    private static <T> List<T> distinct(List<T> sets, Predicate<T> isEmpty) {
        return switch (sets.size()) {
            case 0 -> List.of();
            case 1 -> isEmpty.test(sets.get(0)) ? List.of() : List.copyOf(sets);
            default -> {
                Set<T> kept = new LinkedHashSet<>(sets);
                kept.removeIf(isEmpty);
                yield List.copyOf(kept);
            }
        };
    }

    /** Whether no value is in, as far as can be told without looking into elements and members. */
    boolean isEmpty() {
        return !hasNull
                && booleans.isEmpty()
                && numbers.isEmpty()
                && strings.isEmpty()
                && arrays.isEmpty()
                && objects.isEmpty();
    }

    /** Without its strings. */
    ValueSet withoutStrings() {
        return new ValueSet(hasNull, booleans, numbers, List.of(), arrays, objects);
    }

    /** Whether values of the type are in, as far as can be told without looking into elements and members. */
    boolean has(JsonType type) {
        return switch (type) {
            case NULL -> hasNull;
            case BOOLEAN -> !booleans.isEmpty();
            case NUMBER -> !numbers.isEmpty();
            case STRING -> !strings.isEmpty();
            case ARRAY -> !arrays.isEmpty();
            case OBJECT -> !objects.isEmpty();
        };
    }

    /** Whether there is one shape of arrays and of objects at most. */
    boolean isSimple() {
        return arrays.size() <= 1 && objects.size() <= 1;
    }

    /** How many alternatives there are. */
    int size() {
        return numbers.size() + strings.size() + arrays.size() + objects.size() + booleans.size() + (hasNull ? 1 : 0);
    }
}
