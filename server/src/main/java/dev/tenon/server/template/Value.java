package dev.tenon.server.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a template can hold: Python's values, as far as chat templates need them. A closed set, so nothing of Java's is
 * ever within reach. What the caller gave is copied into these, so a template may change only what is its own.
 */
sealed interface Value {
    Bool TRUE = new Bool(true);
    Bool FALSE = new Bool(false);

    static Bool of(boolean value) {
        return value ? TRUE : FALSE;
    }

    static Int of(long value) {
        return new Int(BigInteger.valueOf(value));
    }

    static Text of(String value) {
        return new Text(value);
    }

    /** What Python calls the type, for messages. */
    String type();

    /** Python's {@code None}. */
    enum None implements Value {
        NONE;

        @Override
        public String type() {
            return "NoneType";
        }
    }

    /**
     * Jinja's undefined value: written as nothing, false, empty; all else with it is an error.
     *
     * @param reason that error's text
     */
    record Missing(String reason) implements Value {
        @Override
        public String type() {
            return "Undefined";
        }
    }

    record Bool(boolean value) implements Value {
        @Override
        public String type() {
            return "bool";
        }
    }

    record Int(BigInteger value) implements Value {
        @Override
        public String type() {
            return "int";
        }
    }

    record Real(double value) implements Value {
        @Override
        public String type() {
            return "float";
        }
    }

    record Text(String value) implements Value {
        @Override
        public String type() {
            return "str";
        }
    }

    /** Values in order. Equal to itself alone; {@link Operators#same} compares as Python does. */
    final class Sequence implements Value {
        /** What Python would have here: it decides how the sequence is written and what may be done with it. */
        enum Kind {
            LIST("list"),
            TUPLE("tuple"),
            /** The keys, values or items of a mapping. */
            VIEW("dict view"),
            /** What a filter gives out one by one: true even where it is empty, and used up by whoever reads it. */
            STREAM("generator");

            private final String type;

            Kind(String type) {
                this.type = type;
            }
        }

        private final Kind kind;
        private final List<Value> items;
        private final boolean isJson;

        Sequence(Kind kind, List<Value> items) {
            this(kind, items, false);
        }

        private Sequence(Kind kind, List<Value> items, boolean isJson) {
            this.kind = kind;
            this.items = items;
            this.isJson = isJson;
        }

        /** A list that is JSON where it is written as a whole: the tools of a request. */
        static Sequence jsonList(List<Value> items) {
            return new Sequence(Kind.LIST, items, true);
        }

        static Sequence list(List<Value> items) {
            return new Sequence(Kind.LIST, items);
        }

        static Sequence tuple(Value... items) {
            return new Sequence(Kind.TUPLE, List.of(items));
        }

        Kind kind() {
            return kind;
        }

        /** The items, to be read; of a list that the template holds, the list itself. */
        List<Value> items() {
            return items;
        }

        /** The items for one who goes through them: a stream has none left afterwards. */
        List<Value> read() {
            List<Value> copy = new ArrayList<>(items);
            if (kind == Kind.STREAM) {
                items.clear();
            }
            return copy;
        }

        boolean isJson() {
            return isJson;
        }

        boolean isIndexed() {
            return kind == Kind.LIST || kind == Kind.TUPLE;
        }

        @Override
        public String type() {
            return kind.type;
        }
    }

    /** A mapping in the order in which its keys came. Equal to itself alone; {@link Operators#same} compares. */
    final class Dict implements Value {
        private final Map<Value, Value> entries = new LinkedHashMap<>();

        /** Numbers among the keys by what they are worth: 1, 1.0 and {@code True} are one key, in the form that came first. */
        private final Map<Value, Value> numbers = new HashMap<>();

        /** The pairs, to be read. */
        Map<Value, Value> entries() {
            return Collections.unmodifiableMap(entries);
        }

        @Nullable
        Value get(String key) {
            return entries.get(new Text(key));
        }

        @Nullable
        Value get(Value key) {
            return entries.get(known(key));
        }

        /** Sets a pair; lists and mappings are no keys. */
        void put(Value key, Value value) {
            if (key instanceof Sequence || key instanceof Dict) {
                throw new TemplateRaised("a " + key.type() + " cannot be a key");
            }
            Value known = known(key);
            if (Numbers.isNumber(key)) {
                numbers.putIfAbsent(Numbers.worth(key), key);
            }
            entries.put(known, value);
        }

        @Nullable
        Value remove(Value key) {
            Value known = known(key);
            if (Numbers.isNumber(key)) {
                numbers.remove(Numbers.worth(key));
            }
            return entries.remove(known);
        }

        void clear() {
            entries.clear();
            numbers.clear();
        }

        private Value known(Value key) {
            return Numbers.isNumber(key) ? numbers.getOrDefault(Numbers.worth(key), key) : key;
        }

        @Override
        public String type() {
            return "dict";
        }
    }

    /** What {@code namespace()} gives: names that {@code set} may change from an inner scope. */
    final class Namespace implements Value {
        private final Map<String, Value> names = new LinkedHashMap<>();

        Map<String, Value> names() {
            return names;
        }

        @Override
        public String type() {
            return "namespace";
        }
    }

    /** A function, a method with its value, or a macro. */
    record Callable(String name, Body body) implements Value {
        /** What a call does. */
        @FunctionalInterface
        interface Body {
            Value call(Arguments arguments);
        }

        @Override
        public String type() {
            return "function";
        }
    }

    /**
     * {@code loop}, inside of a loop: the place at which the loop stands. Items are taken when they are asked for, since the
     * condition of a loop may look at what its body has set.
     */
    final class Loop implements Value {
        private final Iterator<Value> source;
        private final List<Value> taken = new ArrayList<>();
        private final int depth;
        private final Callable.@Nullable Body again;
        private int index = -1;
        private @Nullable List<Value> changed;

        /**
         * A loop before its first item.
         *
         * @param depth 1, or more in a recursive loop
         * @param again runs a recursive loop over other items
         */
        Loop(Iterator<Value> source, int depth, Callable.@Nullable Body again) {
            this.source = source;
            this.depth = depth;
            this.again = again;
        }

        /** Goes to the next item, if there is one. */
        boolean next() {
            index++;
            return at(index) != null;
        }

        /** The item at a place, if there is one. */
        @Nullable
        Value at(int place) {
            while (taken.size() <= place && source.hasNext()) {
                taken.add(source.next());
            }
            return place >= 0 && place < taken.size() ? taken.get(place) : null;
        }

        int length() {
            while (source.hasNext()) {
                taken.add(source.next());
            }
            return taken.size();
        }

        int index() {
            return index;
        }

        int depth() {
            return depth;
        }

        Callable.@Nullable Body again() {
            return again;
        }

        /** What {@code changed} was last asked about. */
        @Nullable
        List<Value> changed() {
            return changed;
        }

        void setChanged(List<Value> values) {
            changed = values;
        }

        @Override
        public String type() {
            return "loop";
        }
    }
}
