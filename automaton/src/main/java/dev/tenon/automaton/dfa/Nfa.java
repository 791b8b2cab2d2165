package dev.tenon.automaton.dfa;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A nondeterministic automaton under construction, over symbols {@code 0..symbolCount-1}; what a symbol stands for (a
 * byte class, a class of code points) is the builder's affair. State 0 is the start. Edges carry a set of symbols or
 * nothing (an <em>empty</em> edge); equal sets are kept once. Not thread-safe.
 */
public final class Nfa {
    static final int EMPTY_EDGE = -1;

    private final int symbolCount;

    /** state -> its newest edge or -1; state -> label or -1. */
    private int[] firstEdge = new int[16];

    private int[] labels = new int[16];
    private int stateCount;

    /** edge -> index into sets or {@link #EMPTY_EDGE}, target, the next edge of the same state or -1. */
    private int[] edgeSet = new int[16];

    private int[] edgeTarget = new int[16];
    private int[] edgeNext = new int[16];
    private int edgeCount;

    private final List<int[]> sets = new ArrayList<>();
    private final Map<IntBuffer, Integer> setIds = new HashMap<>();

    /** An automaton of one state, the start, that accepts nothing. */
    public Nfa(int symbolCount) {
        if (symbolCount < 0) {
            throw new IllegalArgumentException("no count of symbols: " + symbolCount);
        }
        this.symbolCount = symbolCount;
        addState();
    }

    /** The size of the alphabet. */
    public int symbolCount() {
        return symbolCount;
    }

    /** How many states there are, at least one. */
    public int stateCount() {
        return stateCount;
    }

    /** How many edges there are. */
    public int edgeCount() {
        return edgeCount;
    }

    /** Adds a state and returns its number. */
    public int addState() {
        if (stateCount == firstEdge.length) {
            firstEdge = Arrays.copyOf(firstEdge, 2 * stateCount);
            labels = Arrays.copyOf(labels, 2 * stateCount);
        }
        firstEdge[stateCount] = -1;
        labels[stateCount] = ByteDfa.NO_LABEL;
        return stateCount++;
    }

    /**
     * The id of a set of symbols, for {@link #addEdge}.
     *
     * @param symbols ascending, without repeats; not kept
     */
    public int addSet(int[] symbols) {
        int[] copy = symbols.clone();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] < 0 || copy[i] >= symbolCount || (i > 0 && copy[i] <= copy[i - 1])) {
                throw new IllegalArgumentException("no set of symbols: " + Arrays.toString(symbols));
            }
        }
        Integer known = setIds.putIfAbsent(IntBuffer.wrap(copy), sets.size());
        if (known != null) {
            return known;
        }
        sets.add(copy);
        return sets.size() - 1;
    }

    /** Adds an edge on every symbol of a set that {@link #addSet} numbered. */
    public void addEdge(int from, int setId, int to) {
        edge(from, setId, to);
    }

    /** Adds an edge that reads nothing. */
    public void addEmptyEdge(int from, int to) {
        edge(from, EMPTY_EDGE, to);
    }

    /** Makes a state accept the language of a label (0 and up). */
    public void accept(int state, int label) {
        labels[state] = label;
    }

    /** Adds a copy of a deterministic automaton between two states; every label of it counts as acceptance. */
    public void embed(SymbolDfa dfa, int from, int to) {
        int offset = stateCount;
        for (int state = 0; state < dfa.stateCount(); state++) {
            addState();
        }
        addEmptyEdge(from, offset);
        var groups = new HashMap<Integer, List<Integer>>();
        for (int state = 0; state < dfa.stateCount(); state++) {
            groups.clear();
            for (int edge = dfa.edgeStart(state); edge < dfa.edgeStart(state + 1); edge++) {
                groups.computeIfAbsent(dfa.edgeTarget(edge), key -> new ArrayList<>())
                        .add(dfa.edgeSymbol(edge));
            }
            for (Map.Entry<Integer, List<Integer>> group : groups.entrySet()) {
                int[] symbols =
                        group.getValue().stream().mapToInt(Integer::intValue).toArray();
                addEdge(offset + state, addSet(symbols), offset + group.getKey());
            }
            if (dfa.label(state) != ByteDfa.NO_LABEL) {
                addEmptyEdge(offset + state, to);
            }
        }
    }

    /** Adds a copy of another automaton over the same symbols between two states; every label counts as acceptance. */
    public void embed(Nfa other, int from, int to) {
        int offset = stateCount;
        for (int state = 0; state < other.stateCount; state++) {
            addState();
        }
        addEmptyEdge(from, offset);
        for (int state = 0; state < other.stateCount; state++) {
            for (int edge = other.firstEdge[state]; edge >= 0; edge = other.edgeNext[edge]) {
                int setId = other.edgeSet[edge];
                edge(
                        offset + state,
                        setId == EMPTY_EDGE ? EMPTY_EDGE : addSet(other.sets.get(setId)),
                        offset + other.edgeTarget[edge]);
            }
            if (other.labels[state] != ByteDfa.NO_LABEL) {
                addEmptyEdge(offset + state, to);
            }
        }
    }

    private void edge(int from, int setId, int to) {
        if (edgeCount == edgeSet.length) {
            edgeSet = Arrays.copyOf(edgeSet, 2 * edgeCount);
            edgeTarget = Arrays.copyOf(edgeTarget, 2 * edgeCount);
            edgeNext = Arrays.copyOf(edgeNext, 2 * edgeCount);
        }
        edgeSet[edgeCount] = setId;
        edgeTarget[edgeCount] = to;
        edgeNext[edgeCount] = firstEdge[from];
        firstEdge[from] = edgeCount++;
    }

    int firstEdge(int state) {
        return firstEdge[state];
    }

    int nextEdge(int edge) {
        return edgeNext[edge];
    }

    int edgeTarget(int edge) {
        return edgeTarget[edge];
    }

    /** The id of the edge's set, or {@link #EMPTY_EDGE}. */
    int edgeSet(int edge) {
        return edgeSet[edge];
    }

    /** The symbols of a set; not to be written to. */
    int[] symbols(int setId) {
        return sets.get(setId);
    }

    int label(int state) {
        return labels[state];
    }
}
