package dev.tenon.server.template;

import dev.tenon.server.template.Arguments.Bound;
import dev.tenon.server.template.Value.Sequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Jinja's filters on lists and mappings. What Jinja gives out one by one is a stream here, too. */
final class SequenceFilters {
    private SequenceFilters() {}

    static Value apply(String name, Value value, Arguments arguments, Budget budget) {
        return switch (name) {
            case "length", "count" -> {
                arguments.bind(name, 0);
                yield Value.of(Operators.length(value));
            }
            case "list" -> {
                arguments.bind(name, 0);
                yield Sequence.list(new ArrayList<>(Operators.iterate(value, budget)));
            }
            case "items" -> {
                arguments.bind(name, 0);
                yield items(value, budget);
            }
            case "first" -> {
                arguments.bind(name, 0);
                yield first(value, budget);
            }
            case "last" -> {
                arguments.bind(name, 0);
                List<Value> items = Operators.iterate(value, budget);
                yield items.isEmpty() ? new Value.Missing("there is no last item") : items.getLast();
            }
            case "reverse" -> {
                arguments.bind(name, 0);
                yield value instanceof Value.Text text
                        ? Value.of(new StringBuilder(text.value()).reverse().toString())
                        : stream(Operators.iterate(value, budget).reversed());
            }
            case "join" -> join(value, arguments, budget);
            case "map" -> map(value, arguments, budget);
            case "select", "reject" -> select(value, arguments, name.equals("select"), null, budget);
            case "selectattr", "rejectattr" -> {
                Value path = first(name, arguments);
                yield select(value, arguments.rest(), name.equals("selectattr"), path, budget);
            }
            case "sort" -> {
                Bound given = arguments.bind(name, 0, "reverse", "case_sensitive", "attribute");
                UnaryOperator<Value> key = keys(given.get(2), given.truth(1, false), budget);
                yield Sequence.list(sorted(Operators.iterate(value, budget), key, given.truth(0, false), budget));
            }
            case "dictsort" -> dictsort(value, arguments, budget);
            case "unique" -> unique(value, arguments, budget);
            case "min", "max" -> {
                Bound given = arguments.bind(name, 0, "case_sensitive", "attribute");
                UnaryOperator<Value> key = key(given.get(1), given.truth(0, false), budget);
                List<Value> sorted = sorted(Operators.iterate(value, budget), key, name.equals("max"), budget);
                yield sorted.isEmpty() ? new Value.Missing("there is no item") : sorted.get(0);
            }
            case "sum" -> {
                Bound given = arguments.bind(name, 0, "attribute", "start");
                Value sum = given.get(1, Value.of(0));
                for (Value item : Operators.iterate(value, budget)) {
                    sum = Operators.arithmetic(Expr.Operator.ADD, sum, at(item, given.get(0), budget), budget);
                }
                yield sum;
            }
            default -> throw new TemplateRaised("'" + name + "' is no filter here");
        };
    }

    private static Value stream(List<Value> items) {
        return new Sequence(Sequence.Kind.STREAM, new ArrayList<>(items));
    }

    private static Value items(Value value, Budget budget) {
        return switch (value) {
            case Value.Missing missing -> stream(List.of());
            case Value.Dict dict -> {
                budget.items(dict.entries().size());
                yield stream(Members.pairs(dict));
            }
            case Value other -> throw new TemplateRaised("items takes a mapping, not a " + other.type());
        };
    }

    private static Value first(Value value, Budget budget) {
        if (value instanceof Sequence stream
                && stream.kind() == Sequence.Kind.STREAM
                && !stream.items().isEmpty()) {
            budget.items(stream.items().size());
            return stream.items().remove(0);
        }
        List<Value> items = Operators.iterate(value, budget);
        return items.isEmpty() ? new Value.Missing("there is no first item") : items.get(0);
    }

    /** The items; none of what is false, be it no list at all: {@code map}, {@code select} and the like take that. */
    private static List<Value> present(Value value, Budget budget) {
        return Operators.isTrue(value) ? Operators.iterate(value, budget) : List.of();
    }

    private static Value first(String name, Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            throw new TemplateRaised(name + " takes what it is to look at");
        }
        return arguments.positional().get(0);
    }

    private static Value join(Value value, Arguments arguments, Budget budget) {
        Bound given = arguments.bind("join", 0, "d", "attribute");
        String separator = PythonWriter.string(given.get(0, Value.of("")), budget);
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (Value item : Operators.iterate(value, budget)) {
            String part = PythonWriter.string(at(item, given.get(1), budget), budget);
            budget.grown(text.length(), text.length() + (long) part.length() + separator.length());
            text.append(first ? "" : separator).append(part);
            first = false;
        }
        return Value.of(text.toString());
    }

    private static Value map(Value value, Arguments arguments, Budget budget) {
        List<Value> mapped = new ArrayList<>();
        if (arguments.positional().isEmpty()) {
            Bound given = arguments.bind("map", 0, "attribute", "default");
            Value otherwise = given.get(1);
            for (Value item : present(value, budget)) {
                Value found = at(item, given.get(0, Value.of("")), budget);
                mapped.add(found instanceof Value.Missing && otherwise != null ? otherwise : found);
            }
        } else {
            String filter = arguments.firstName("map");
            for (Value item : present(value, budget)) {
                mapped.add(Filters.apply(filter, item, arguments.rest(), budget));
            }
        }
        return stream(mapped);
    }

    private static Value select(Value value, Arguments arguments, boolean keep, @Nullable Value path, Budget budget) {
        String test = arguments.positional().isEmpty() ? null : arguments.firstName("select");
        List<Value> selected = new ArrayList<>();
        for (Value item : present(value, budget)) {
            Value seen = at(item, path, budget);
            budget.steps(1);
            boolean holds =
                    test == null ? Operators.isTrue(seen) : ValueTests.test(test, seen, arguments.rest(), budget);
            if (holds == keep) {
                selected.add(item);
            }
        }
        return stream(selected);
    }

    private static Value dictsort(Value value, Arguments arguments, Budget budget) {
        Bound given = arguments.bind("dictsort", 0, "case_sensitive", "by", "reverse");
        if (!(value instanceof Value.Dict dict)) {
            throw new TemplateRaised("dictsort takes a mapping, not a "
                    + Operators.present(value).type());
        }
        int by = switch (given.text(1, "key")) {
            case "key" -> 0;
            case "value" -> 1;
            default -> throw new TemplateRaised("dictsort sorts by key or by value");
        };
        budget.items(dict.entries().size());
        UnaryOperator<Value> key = key(Value.of(by), given.truth(0, false), budget);
        return Sequence.list(sorted(Members.pairs(dict), key, given.truth(2, false), budget));
    }

    private static Value unique(Value value, Arguments arguments, Budget budget) {
        Bound given = arguments.bind("unique", 0, "case_sensitive", "attribute");
        UnaryOperator<Value> key = key(given.get(1), given.truth(0, false), budget);
        Value.Dict seen = new Value.Dict();
        List<Value> unique = new ArrayList<>();
        for (Value item : Operators.iterate(value, budget)) {
            Value by = key.apply(item);
            if (seen.get(by) == null) {
                seen.put(by, item);
                unique.add(item);
            }
        }
        return stream(unique);
    }

    private static List<Value> sorted(List<Value> items, UnaryOperator<Value> key, boolean reverse, Budget budget) {
        budget.items(items.size());
        Comparator<Value> order = (a, b) -> Operators.order("<", key.apply(a), key.apply(b), budget);
        List<Value> sorted = new ArrayList<>(items);
        sorted.sort(reverse ? (a, b) -> order.compare(b, a) : order);
        return sorted;
    }

    /** What {@code sort} looks at: one path, or several with commas between them. */
    private static UnaryOperator<Value> keys(@Nullable Value paths, boolean caseSensitive, Budget budget) {
        if (!(paths instanceof Value.Text names)) {
            return key(paths, caseSensitive, budget);
        }
        List<UnaryOperator<Value>> keys = new ArrayList<>();
        for (String path : PythonStrings.split(names.value(), ",", Integer.MAX_VALUE)) {
            keys.add(key(Value.of(path), caseSensitive, budget));
        }
        return item -> new Sequence(
                Sequence.Kind.LIST, keys.stream().map(key -> key.apply(item)).toList());
    }

    private static UnaryOperator<Value> key(@Nullable Value path, boolean caseSensitive, Budget budget) {
        return item -> {
            Value key = at(item, path, budget);
            if (key instanceof Value.Text text && !caseSensitive) {
                budget.text(text.value().length());
                return Value.of(text.value().toLowerCase(Locale.ROOT));
            }
            return key;
        };
    }

    /** The member at a path of names and places with dots between them; the item itself without one. */
    private static Value at(Value item, @Nullable Value path, Budget budget) {
        if (path == null || path == Value.None.NONE) {
            return item;
        }
        if (!(path instanceof Value.Text names)) {
            return Members.item(item, path, budget);
        }
        Value value = item;
        for (String name : PythonStrings.split(names.value(), ".", Integer.MAX_VALUE)) {
            boolean isPlace = name.matches("\\d{1,9}");
            value = Members.item(value, isPlace ? Value.of(Integer.parseInt(name)) : Value.of(name), budget);
        }
        return value;
    }
}
