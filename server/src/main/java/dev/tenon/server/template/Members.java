package dev.tenon.server.template;

import dev.tenon.server.template.Arguments.Bound;
import dev.tenon.server.template.Value.Callable;
import dev.tenon.server.template.Value.Sequence;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind {@code a.name} and {@code a[index]}: methods, items, and the properties of {@code loop}. As in Jinja, a
 * dot asks for a method first and brackets for an item first, and each falls back to the other.
 */
final class Members {
    private static final Set<String> DICT_METHODS = Set.of("copy", "get", "items", "keys", "values");
    private static final Set<String> DICT_CHANGES = Set.of("clear", "pop", "setdefault", "update");
    private static final Set<String> LIST_METHODS = Set.of("copy", "count", "index");
    private static final Set<String> LIST_CHANGES =
            Set.of("append", "clear", "extend", "insert", "pop", "remove", "reverse");

    private Members() {}

    /** {@code base.name}. */
    static Value attribute(Value base, String name, Budget budget) {
        Value method = method(base, name, budget);
        Value found = method == null ? named(base, name) : method;
        return found == null ? missing(base, name) : found;
    }

    /** {@code base[index]}. */
    static Value item(Value base, Value index, Budget budget) {
        Operators.present(base);
        BigInteger place = index instanceof Value.Text ? null : Numbers.whole(index);
        Value found = switch (base) {
            case Value.Dict dict -> dict.get(index);
            case Value.Text text -> place == null ? null : Operators.item(text, place);
            case Sequence items -> place == null ? null : Operators.item(items, place);
            case Value other -> null;
        };
        if (found == null && index instanceof Value.Text name) {
            found = method(base, name.value(), budget);
            found = found == null && !(base instanceof Value.Dict) ? named(base, name.value()) : found;
        }
        return found == null ? missing(base, PythonWriter.string(index, budget)) : found;
    }

    private static Value missing(Value base, String name) {
        Operators.present(base);
        if (name.startsWith("__")) {
            throw new TemplateRaised("'" + name + "' is out of a template's reach");
        }
        String owner = base instanceof Value.None ? "None" : base.type() + " object";
        return new Value.Missing("'" + owner + "' has no attribute '" + name + "'");
    }

    private static @Nullable Value named(Value base, String name) {
        return switch (base) {
            case Value.Dict dict -> dict.get(name);
            case Value.Namespace namespace -> namespace.names().get(name);
            case Value.Loop loop -> loopProperty(loop, name);
            case Value other -> null;
        };
    }

    private static @Nullable Value method(Value base, String name, Budget budget) {
        return switch (base) {
            case Value.Text text
            when TextMethods.NAMES.contains(name) ->
                new Callable(name, given -> TextMethods.call(text.value(), name, given, budget));
            case Value.Dict dict
            when DICT_METHODS.contains(name) || (DICT_CHANGES.contains(name) && dict.get(name) == null) ->
                new Callable(name, given -> dictMethod(dict, name, given, budget));
            case Sequence list
            when (list.isIndexed() && LIST_METHODS.contains(name))
                    || (list.kind() == Sequence.Kind.LIST && LIST_CHANGES.contains(name)) ->
                new Callable(name, given -> listMethod(list, name, given, budget));
            case Value other -> null;
        };
    }

    private static Value dictMethod(Value.Dict dict, String name, Arguments arguments, Budget budget) {
        Map<Value, Value> entries = dict.entries();
        budget.items(entries.size());
        switch (name) {
            case "items" -> {
                arguments.bind(name, 0);
                return new Sequence(Sequence.Kind.VIEW, pairs(dict));
            }
            case "keys" -> {
                arguments.bind(name, 0);
                return new Sequence(Sequence.Kind.VIEW, new ArrayList<>(entries.keySet()));
            }
            case "values" -> {
                arguments.bind(name, 0);
                return new Sequence(Sequence.Kind.VIEW, new ArrayList<>(entries.values()));
            }
            case "get", "pop", "setdefault" -> {
                Bound given = arguments.bind(name, 1, "key", "default");
                Value key = given.get(0, Value.None.NONE);
                Value found = name.equals("pop") ? dict.remove(key) : dict.get(key);
                if (found == null && name.equals("setdefault")) {
                    dict.put(key, given.get(1, Value.None.NONE));
                } else if (found == null && name.equals("pop") && given.get(1) == null) {
                    throw new TemplateRaised("there is no such key to take out");
                }
                return found == null ? given.get(1, Value.None.NONE) : found;
            }
            case "copy" -> {
                arguments.bind(name, 0);
                Value.Dict copy = new Value.Dict();
                entries.forEach(copy::put);
                return copy;
            }
            case "clear" -> dict.clear();
            default -> {
                Value other = new Arguments(arguments.positional(), Map.of())
                        .bind(name, 0, "other")
                        .get(0, new Value.Dict());
                if (!(other instanceof Value.Dict more)) {
                    throw new TemplateRaised(name + " takes a mapping");
                }
                more.entries().forEach(dict::put);
                arguments.named().forEach((key, value) -> dict.put(Value.of(key), value));
                budget.items(entries.size());
            }
        }
        return Value.None.NONE;
    }

    /** The pairs of a mapping. */
    static List<Value> pairs(Value.Dict dict) {
        List<Value> pairs = new ArrayList<>(dict.entries().size());
        dict.entries().forEach((key, value) -> pairs.add(Sequence.tuple(key, value)));
        return pairs;
    }

    private static Value listMethod(Sequence list, String name, Arguments arguments, Budget budget) {
        List<Value> items = list.items();
        switch (name) {
            case "append" -> {
                budget.items(1);
                items.add(arguments.bind(name, 1, "object").get(0, Value.None.NONE));
                requireRoom(items);
            }
            case "extend" -> {
                items.addAll(
                        Operators.iterate(arguments.bind(name, 1, "iterable").get(0, Value.None.NONE), budget));
                requireRoom(items);
            }
            case "insert" -> {
                budget.items(items.size());
                Bound given = arguments.bind(name, 2, "index", "object");
                int at = given.number(0, 0);
                int place = Math.max(0, Math.min(at < 0 ? at + items.size() : at, items.size()));
                items.add(place, given.get(1, Value.None.NONE));
                requireRoom(items);
            }
            case "pop" -> {
                Value at = arguments.bind(name, 0, "index").get(0, Value.of(-1));
                BigInteger place = Numbers.whole(at);
                Value item = place == null ? null : Operators.item(list, place);
                if (place == null || item == null) {
                    throw new TemplateRaised("there is no such item to take out");
                }
                budget.items(items.size());
                items.remove(place.signum() < 0 ? place.intValue() + items.size() : place.intValue());
                return item;
            }
            case "clear" -> items.clear();
            case "reverse" -> {
                budget.items(items.size());
                List<Value> reversed = new ArrayList<>(items.reversed());
                items.clear();
                items.addAll(reversed);
            }
            case "copy" -> {
                budget.items(items.size());
                return new Sequence(list.kind(), new ArrayList<>(items));
            }
            case "count" -> {
                Value sought = arguments.bind(name, 1, "value").get(0, Value.None.NONE);
                return Value.of(items.stream()
                        .filter(item -> Operators.same(item, sought, budget))
                        .count());
            }
            default -> {
                Value sought = arguments.bind(name, 1, "value").get(0, Value.None.NONE);
                for (int i = 0; i < items.size(); i++) {
                    if (Operators.same(items.get(i), sought, budget)) {
                        if (name.equals("remove")) {
                            items.remove(i);
                            return Value.None.NONE;
                        }
                        return Value.of(i);
                    }
                }
                throw new TemplateRaised("the item is not in the list");
            }
        }
        return Value.None.NONE;
    }

    private static void requireRoom(List<Value> items) {
        if (items.size() > Budget.MAX_ITEMS) {
            throw new TemplateRaised("more than " + Budget.MAX_ITEMS + " items");
        }
    }

    private static @Nullable Value loopProperty(Value.Loop loop, String name) {
        int index = loop.index();
        return switch (name) {
            case "index" -> Value.of(index + 1);
            case "index0" -> Value.of(index);
            case "revindex" -> Value.of(loop.length() - index);
            case "revindex0" -> Value.of(loop.length() - index - 1);
            case "first" -> Value.of(index == 0);
            case "last" -> Value.of(loop.at(index + 1) == null);
            case "length" -> Value.of(loop.length());
            case "previtem" -> beside(loop.at(index - 1), "there is no previous item");
            case "nextitem" -> beside(loop.at(index + 1), "there is no next item");
            case "depth" -> Value.of(loop.depth());
            case "depth0" -> Value.of(loop.depth() - 1);
            case "cycle" ->
                new Callable(name, given -> {
                    if (given.positional().isEmpty()) {
                        throw new TemplateRaised("cycle takes something to go through");
                    }
                    return given.positional().get(index % given.positional().size());
                });
            case "changed" ->
                new Callable(name, given -> {
                    boolean changed = !given.positional().equals(loop.changed());
                    loop.setChanged(given.positional());
                    return Value.of(changed);
                });
            default -> null;
        };
    }

    private static Value beside(@Nullable Value item, String reason) {
        return item == null ? new Value.Missing(reason) : item;
    }
}
