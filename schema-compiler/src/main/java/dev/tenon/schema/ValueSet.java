package dev.tenon.schema;

import java.util.List;
import java.util.Set;

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
        numbers = numbers.stream().filter(set -> !set.isEmpty()).distinct().toList();
        strings = strings.stream().filter(set -> !set.isEmpty()).distinct().toList();
        arrays = arrays.stream().filter(set -> !set.isEmpty()).distinct().toList();
        objects = objects.stream().filter(set -> !set.isEmpty()).distinct().toList();
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
