package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.DfaAlgebra;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The automaton of an object's keys, quotes included, where all keys but the named ones are alike: the usual case, built
 * in one go. It is a trie of the named keys as they are spelled, laid over the automaton of all strings: where a key
 * leaves the trie it goes on in the other, at the state where it would stand had it been there from the start.
 */
final class KeyDfa {
    /** All strings as they are spelled, quotes included. */
    static final ByteDfa ANY = DfaAlgebra.minimize(JsonStringSpelling.spell(DfaAlgebra.anyText()));

    /** The transitions of {@link #ANY} by state. */
    private static final List<List<Run>> RUNS =
            IntStream.range(0, ANY.stateCount()).mapToObj(KeyDfa::runs).toList();

    private static final int NONE = -1;

    private final ByteDfa.Builder builder = ByteDfa.builder();
    /** Node of the trie -> byte -> node; a node is a state. */
    private final List<Map<Integer, Integer>> children = new ArrayList<>();
    /** Node of the trie -> state of {@link #ANY} that its word leads to. */
    private final List<Integer> shadow = new ArrayList<>();
    /** Node of the trie -> label, or {@link #NONE}. */
    private final List<Integer> labels = new ArrayList<>();

    private KeyDfa() {}

    /**
     * The keys, each labelled by its index, and all others but the forbidden ones with the next label.
     *
     * @param keys different strings, all of them Unicode text
     * @param forbidden other strings
     * @param others whether there are others
     */
    static ByteDfa of(List<String> keys, Collection<String> forbidden, Others others) {
        if (keys.isEmpty() && forbidden.isEmpty() && others == Others.ALLOWED) {
            return ANY;
        }
        KeyDfa dfa = new KeyDfa();
        dfa.addNode(ANY.start());
        for (int i = 0; i < keys.size(); i++) {
            dfa.add(keys.get(i), i);
        }
        if (others == Others.ALLOWED) {
            forbidden.stream().filter(StringSet::isText).forEach(key -> dfa.add(key, NONE));
        }
        return dfa.build(keys.size(), others);
    }

    /** Whether keys that are not named may come. */
    enum Others {
        ALLOWED,
        NONE
    }

    private int addNode(int shadowState) {
        children.add(new HashMap<>());
        shadow.add(shadowState);
        labels.add(NONE);
        return builder.addState();
    }

    private void add(String key, int label) {
        int node = 0;
        for (byte symbol : JsonStringSpelling.spell(key)) {
            int value = symbol & 0xFF;
            Integer next = children.get(node).get(value);
            if (next == null) {
                next = addNode(ANY.step(shadow.get(node), value));
                children.get(node).put(value, next);
            }
            node = next;
        }
        labels.set(node, label);
    }

    private ByteDfa build(int otherLabel, Others others) {
        int nodes = children.size();
        int[] copies = new int[ANY.stateCount()];
        if (others == Others.ALLOWED) {
            for (int state = 0; state < copies.length; state++) {
                copies[state] = builder.addState();
                if (ANY.isAccepting(state)) {
                    builder.accept(copies[state], otherLabel);
                }
            }
            for (int state = 0; state < copies.length; state++) {
                copyTransitions(state, copies[state], copies);
            }
        }
        for (int node = 0; node < nodes; node++) {
            if (others == Others.ALLOWED) {
                copyTransitions(shadow.get(node), node, copies);
            }
            for (Map.Entry<Integer, Integer> child : children.get(node).entrySet()) {
                builder.addTransition(node, child.getKey(), child.getKey(), child.getValue());
            }
            if (labels.get(node) != NONE) {
                builder.accept(node, labels.get(node));
            }
        }
        return builder.build();
    }

    private void copyTransitions(int state, int from, int[] copies) {
        for (Run run : RUNS.get(state)) {
            builder.addTransition(from, run.first, run.last, copies[run.target]);
        }
    }

    /** Bytes next to each other that lead from one state to the same other. */
    private record Run(int first, int last, int target) {}

    private static List<Run> runs(int state) {
        List<Run> runs = new ArrayList<>();
        int first = 0;
        while (first < 256) {
            int target = ANY.step(state, first);
            int last = first;
            while (last + 1 < 256 && ANY.step(state, last + 1) == target) {
                last++;
            }
            if (target != ByteDfa.DEAD) {
                runs.add(new Run(first, last, target));
            }
            first = last + 1;
        }
        return runs;
    }
}
