package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.ObjectSet.KeyCell;
import dev.tenon.schema.Schema.Assertion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From the keywords about members to the shape of objects: every key belongs to one cell, with one value. */
final class Members {
    private Members() {}

    /**
     * The objects that {@code properties}, {@code patternProperties} and {@code additionalProperties} of one schema allow
     * (JSON Schema Core 2020-12, section 10.3.2): a key that several of them speak of must satisfy each, and the last
     * speaks of the keys that the others do not.
     *
     * @throws dev.tenon.automaton.dfa.GrammarTooComplexException when the products of the patterns are beyond the limits
     */
    static ObjectSet of(Assertion.Members members, NodeTable nodes, TextLanguages languages, Fuel fuel) {
        Node additional = members.additional() == null ? nodes.any() : nodes.of(members.additional());
        fuel.spend(members.named().size());
        Map<String, Node> named = LinkedHashMap.newLinkedHashMap(members.named().size());
        for (Map.Entry<String, Location> member : members.named().entrySet()) {
            Node node = nodes.of(member.getValue());
            if (!members.patterns().isEmpty()) {
                byte[] key = member.getKey().getBytes(StandardCharsets.UTF_8);
                for (Assertion.PatternMember pattern : members.patterns()) {
                    if (pattern.keys().matches(key)) {
                        node = nodes.meet(node, nodes.of(pattern.schema()));
                    }
                }
            }
            named.put(member.getKey(), node);
        }
        if (members.patterns().isEmpty()) {
            return ObjectSet.open(named, additional);
        }
        List<KeyCell> cells = cells(members, additional, nodes, languages, fuel);
        return new ObjectSet(named, Set.of(), cells, 0, Expr.UNBOUNDED);
    }

    private static List<KeyCell> cells(
            Assertion.Members members, Node additional, NodeTable nodes, TextLanguages languages, Fuel fuel) {
        List<ByteDfa> patterns = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        for (Assertion.PatternMember pattern : members.patterns()) {
            patterns.add(pattern.keys());
            values.add(nodes.of(pattern.schema()));
        }
        return cells(patterns, languages, fuel, in -> {
            Node value = in.isEmpty() ? additional : nodes.any();
            for (int i = in.nextSetBit(0); i >= 0; i = in.nextSetBit(i + 1)) {
                value = nodes.meet(value, values.get(i));
            }
            return value;
        });
    }

    /** All keys, told apart by the patterns that they match as far as their values differ. */
    private static List<KeyCell> cells(
            List<ByteDfa> patterns, TextLanguages languages, Fuel fuel, Function<BitSet, Node> value) {
        ByteDfa told = languages.partition(patterns);
        fuel.spend(32L * told.stateCount());
        record Part(int label, BitSet in) {}
        List<Part> parts = new ArrayList<>();
        byte[] @Nullable [] words = DfaAlgebra.shortestWords(told);
        for (int label = 0; label < words.length; label++) {
            byte[] word = words[label];
            if (word != null) {
                BitSet in = new BitSet();
                for (int i = 0; i < patterns.size(); i++) {
                    in.set(i, patterns.get(i).matches(word));
                }
                parts.add(new Part(label, in));
            }
        }
        // What matches an earlier pattern comes before what does not.
        parts.sort((one, two) -> {
            BitSet differ = (BitSet) one.in.clone();
            differ.xor(two.in);
            return differ.isEmpty() ? 0 : one.in.get(differ.nextSetBit(0)) ? -1 : 1;
        });
        Map<Node, BitSet> labels = new LinkedHashMap<>();
        for (Part part : parts) {
            labels.computeIfAbsent(value.apply(part.in), unused -> new BitSet()).set(part.label);
        }
        if (labels.size() == 1) {
            return List.of(new KeyCell(null, labels.keySet().iterator().next()));
        }
        List<KeyCell> cells = new ArrayList<>();
        labels.forEach((node, its) -> cells.add(new KeyCell(languages.withLabels(told, its), node)));
        return cells;
    }

    private static void add(List<KeyCell> cells, ByteDfa keys, Node value) {
        if (!keys.isEmpty()) {
            cells.add(new KeyCell(keys, value));
        }
    }

    /** The objects whose members are all in the node, but for those with one of the names or patterns. */
    static ObjectSet others(
            Set<String> names, Set<ByteDfa> patterns, Node node, NodeTable nodes, TextLanguages languages, Fuel fuel) {
        Map<String, Node> named = new LinkedHashMap<>();
        names.forEach(name -> named.put(name, nodes.any()));
        List<KeyCell> cells = cells(List.copyOf(patterns), languages, fuel, in -> in.isEmpty() ? node : nodes.any());
        return new ObjectSet(named, Set.of(), cells, 0, Expr.UNBOUNDED);
    }

    /**
     * The objects whose keys are all in the strings ({@code propertyNames}, JSON Schema Core 2020-12, section 10.3.2.4).
     *
     * @throws SchemaException.Unsupported when a length of thousands of code points bounds the keys, or a format of
     *     which that can be told of some strings only
     */
    static ObjectSet named(List<StringSet> strings, NodeTable nodes, TextLanguages languages, String pointer) {
        ByteDfa allowed = DfaAlgebra.never();
        for (StringSet set : strings) {
            ByteDfa keys = switch (set) {
                case StringSet.Words words -> TextLanguages.words(words.words());
                case StringSet.Language language -> counted(language, languages, pointer);
                case StringSet.Between unused ->
                    throw new SchemaException.Unsupported(
                            pointer,
                            "propertyNames",
                            "a format is enforced on keys only where every string can be told to be of it or not;"
                                    + " use \"pattern\"");
            };
            allowed = allowed.isEmpty() ? keys : languages.union(allowed, keys);
        }
        List<KeyCell> cells = new ArrayList<>();
        add(cells, allowed, nodes.any());
        add(cells, languages.complement(allowed), nodes.never());
        return new ObjectSet(Map.of(), Set.of(), ObjectSet.merged(cells, languages), 0, Expr.UNBOUNDED);
    }

    private static ByteDfa counted(StringSet.Language language, TextLanguages languages, String pointer) {
        ByteDfa text = language.text() == null ? DfaAlgebra.anyText() : language.text();
        if (!language.isCounted()) {
            return text;
        }
        if (language.min() > 1000 || (language.max() > 1000 && language.max() != Expr.UNBOUNDED)) {
            throw new SchemaException.Unsupported(
                    pointer, "propertyNames", "lengths of keys are enforced up to 1000 code points");
        }
        String most = language.max() == Expr.UNBOUNDED ? "" : Integer.toString(language.max());
        String pattern = "^[^]{" + language.min() + "," + most + "}$";
        return languages.intersect(text, languages.pattern(pattern, pointer, "propertyNames"));
    }
}
