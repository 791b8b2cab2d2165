package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.DfaAlgebra;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
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
    /** Nodes of the trie, each of which is a state. */
    private int nodes;
    /** Node -> its first child, or {@link #NONE}. */
    private int[] firstChild = new int[64];
    /** Node -> the next child of its parent by ascending byte, or {@link #NONE}. */
    private int[] sibling = new int[64];
    /** Node -> the byte that leads to it. */
    private int[] symbol = new int[64];
    /** Node -> state of {@link #ANY} that its word leads to. */
    private int[] shadow = new int[64];
    /** Node -> label, or {@link #NONE}. */
    private int[] labels = new int[64];

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
        dfa.addNode(0, ANY.start());
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

    private int addNode(int byteValue, int shadowState) {
        if (nodes == labels.length) {
            firstChild = Arrays.copyOf(firstChild, 2 * nodes);
            sibling = Arrays.copyOf(sibling, 2 * nodes);
            symbol = Arrays.copyOf(symbol, 2 * nodes);
            shadow = Arrays.copyOf(shadow, 2 * nodes);
            labels = Arrays.copyOf(labels, 2 * nodes);
        }
        firstChild[nodes] = NONE;
        sibling[nodes] = NONE;
        symbol[nodes] = byteValue;
        shadow[nodes] = shadowState;
        labels[nodes] = NONE;
        nodes++;
        return builder.addState();
    }

    private void add(String key, int label) {
        int node = 0;
        for (byte value : JsonStringSpelling.spell(key)) {
            node = child(node, value & 0xFF);
        }
        labels[node] = label;
    }

    /** The child of a node by a byte; made where it is not there. */
    private int child(int node, int byteValue) {
        int before = NONE;
        int at = firstChild[node];
        while (at != NONE && symbol[at] < byteValue) {
            before = at;
            at = sibling[at];
        }
        if (at != NONE && symbol[at] == byteValue) {
            return at;
        }
        int made = addNode(byteValue, ANY.step(shadow[node], byteValue));
        sibling[made] = at;
        if (before == NONE) {
            firstChild[node] = made;
        } else {
            sibling[before] = made;
        }
        return made;
    }

    private ByteDfa build(int otherLabel, Others others) {
        int[] copies = new int[ANY.stateCount()];
        if (others == Others.ALLOWED) {
            for (int state = 0; state < copies.length; state++) {
                copies[state] = builder.addState();
                if (ANY.isAccepting(state)) {
                    builder.accept(copies[state], otherLabel);
                }
            }
            for (int state = 0; state < copies.length; state++) {
                for (Run run : RUNS.get(state)) {
                    builder.addTransition(copies[state], run.first, run.last, copies[run.target]);
                }
            }
        }
        for (int node = 0; node < nodes; node++) {
            addTransitions(node, others == Others.ALLOWED ? RUNS.get(shadow[node]) : List.of(), copies);
            if (labels[node] != NONE) {
                builder.accept(node, labels[node]);
            }
        }
        return builder.build();
    }

    /** To the children of a node, and on all other bytes to where its shadow leads; in the order of bytes. */
    private void addTransitions(int node, List<Run> runs, int[] copies) {
        int child = firstChild[node];
        for (Run run : runs) {
            int from = run.first;
            while (child != NONE && symbol[child] <= run.last) {
                if (from < symbol[child]) {
                    builder.addTransition(node, from, symbol[child] - 1, copies[run.target]);
                }
                builder.addTransition(node, symbol[child], symbol[child], child);
                from = Math.max(from, symbol[child] + 1);
                child = sibling[child];
            }
            if (from <= run.last) {
                builder.addTransition(node, from, run.last, copies[run.target]);
            }
        }
        for (; child != NONE; child = sibling[child]) {
            builder.addTransition(node, symbol[child], symbol[child], child);
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
