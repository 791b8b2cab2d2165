package dev.tenon.automaton.dfa;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Minimisation of partial automata by refining two partitions against each other, one of the states and one of the
 * transitions (A. Valmari, "Fast brief practical DFA minimization", 2012). It begins with the states by what is known
 * of their words and the transitions by symbol; a block of states splits the transitions that lead into it, a block of transitions
 * splits the states it starts from. O(transitions * log states), and memory is proportional to the live transitions: no
 * table of states by symbols is ever made. Automata without cycles are {@link AcyclicMinimizer}'s.
 */
final class Minimizer {
    private Minimizer() {}

    /**
     * The minimal automaton of the same labelled, counted language. States are numbered arbitrarily but for the start,
     * which is 0.
     */
    static SymbolDfa minimize(SymbolDfa input) {
        return minimizeTrimmed(trim(input));
    }

    /** The same of an automaton in which every state can be reached and can reach acceptance. */
    static SymbolDfa minimizeTrimmed(SymbolDfa dfa) {
        int edges = dfa.edgeCount();
        int[] tail = new int[edges];
        for (int state = 0; state < dfa.stateCount(); state++) {
            Arrays.fill(tail, dfa.edgeStart(state), dfa.edgeStart(state + 1), state);
        }
        int[] incomingStart = new int[dfa.stateCount() + 1];
        int[] incoming = groupBy(dfa, incomingStart);
        SymbolDfa acyclic = AcyclicMinimizer.minimize(dfa, tail, incomingStart, incoming);
        return acyclic != null ? acyclic : refined(dfa, tail, incomingStart, incoming);
    }

    private static SymbolDfa refined(SymbolDfa dfa, int[] tail, int[] incomingStart, int[] incoming) {
        RefinablePartition states = byKind(dfa, tail, incomingStart, incoming);
        RefinablePartition transitions = bySymbol(dfa);
        int readyStates = 1;
        for (int cord = 0; cord < transitions.blockCount(); cord++) {
            for (int i = transitions.first(cord); i < transitions.past(cord); i++) {
                states.mark(tail[transitions.element(i)]);
            }
            states.split();
            for (; readyStates < states.blockCount(); readyStates++) {
                for (int i = states.first(readyStates); i < states.past(readyStates); i++) {
                    int state = states.element(i);
                    for (int j = incomingStart[state]; j < incomingStart[state + 1]; j++) {
                        transitions.mark(incoming[j]);
                    }
                }
                transitions.split();
            }
        }
        return quotient(dfa, states);
    }

    /** Fills {@code start} (state -> first incoming edge, one more entry) and returns the edges by target. */
    private static int[] groupBy(SymbolDfa dfa, int[] start) {
        for (int edge = 0; edge < dfa.edgeCount(); edge++) {
            start[dfa.edgeTarget(edge) + 1]++;
        }
        for (int i = 1; i < start.length; i++) {
            start[i] += start[i - 1];
        }
        int[] fill = Arrays.copyOf(start, start.length);
        int[] grouped = new int[dfa.edgeCount()];
        for (int edge = 0; edge < dfa.edgeCount(); edge++) {
            grouped[fill[dfa.edgeTarget(edge)]++] = edge;
        }
        return grouped;
    }

    /**
     * By label, unit flag, and distance to acceptance: words of equal states are equally long, so this tells apart no
     * equal states, and of automata without large cycles it tells apart nearly all others at once.
     */
    private static RefinablePartition byKind(SymbolDfa dfa, int[] tail, int[] incomingStart, int[] incoming) {
        int count = dfa.stateCount();
        int[] distance = new int[count];
        int[] queue = new int[count];
        int size = 0;
        for (int state = 0; state < count; state++) {
            if (dfa.label(state) != ByteDfa.NO_LABEL) {
                distance[state] = 1;
                queue[size++] = state;
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = incomingStart[queue[i]]; j < incomingStart[queue[i] + 1]; j++) {
                int source = tail[incoming[j]];
                if (distance[source] == 0) {
                    distance[source] = distance[queue[i]] + 1;
                    queue[size++] = source;
                }
            }
        }
        int[] kinds = new int[count];
        var labels = new IntPairTable(16);
        var numbers = new IntPairTable(64);
        for (int state = 0; state < count; state++) {
            int label = labels.numberOf(dfa.label(state), dfa.isUnit(state) ? 1 : 0);
            kinds[state] = numbers.numberOf(label, distance[state]);
        }
        return RefinablePartition.byKind(kinds, numbers.size());
    }

    private static RefinablePartition bySymbol(SymbolDfa dfa) {
        int[] kinds = new int[dfa.edgeCount()];
        for (int edge = 0; edge < kinds.length; edge++) {
            kinds[edge] = dfa.edgeSymbol(edge);
        }
        return RefinablePartition.byKind(kinds, dfa.symbolCount());
    }

    private static SymbolDfa quotient(SymbolDfa dfa, RefinablePartition states) {
        int count = states.blockCount();
        int startBlock = states.blockOf(0);
        var result = new SymbolDfa.Builder(dfa.symbolCount());
        for (int i = 0; i < count; i++) {
            int representative = states.element(states.first(swap(i, startBlock)));
            result.beginState(dfa.label(representative), dfa.isUnit(representative));
            for (int edge = dfa.edgeStart(representative); edge < dfa.edgeStart(representative + 1); edge++) {
                result.edge(dfa.edgeSymbol(edge), swap(states.blockOf(dfa.edgeTarget(edge)), startBlock));
            }
        }
        return result.build();
    }

    /** Exchanges 0 and the block of the start. */
    private static int swap(int block, int startBlock) {
        return block == 0 ? startBlock : block == startBlock ? 0 : block;
    }

    /** Without states that cannot be reached or cannot reach acceptance; the start stays in any case. */
    static SymbolDfa trim(SymbolDfa dfa) {
        int[] incomingStart = new int[dfa.stateCount() + 1];
        int[] incoming = groupBy(dfa, incomingStart);
        int[] tail = new int[dfa.edgeCount()];
        for (int state = 0; state < dfa.stateCount(); state++) {
            Arrays.fill(tail, dfa.edgeStart(state), dfa.edgeStart(state + 1), state);
        }
        BitSet live = new BitSet(dfa.stateCount());
        int[] queue = new int[dfa.stateCount()];
        int size = 0;
        for (int state = 0; state < dfa.stateCount(); state++) {
            if (dfa.label(state) != ByteDfa.NO_LABEL) {
                live.set(state);
                queue[size++] = state;
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = incomingStart[queue[i]]; j < incomingStart[queue[i] + 1]; j++) {
                int source = tail[incoming[j]];
                if (!live.get(source)) {
                    live.set(source);
                    queue[size++] = source;
                }
            }
        }
        return size == dfa.stateCount() && isReached(dfa) ? dfa : keep(dfa, live);
    }

    private static boolean isReached(SymbolDfa dfa) {
        BitSet reached = new BitSet(dfa.stateCount());
        int[] queue = new int[dfa.stateCount()];
        int size = 1;
        reached.set(0);
        for (int i = 0; i < size; i++) {
            for (int edge = dfa.edgeStart(queue[i]); edge < dfa.edgeStart(queue[i] + 1); edge++) {
                int target = dfa.edgeTarget(edge);
                if (!reached.get(target)) {
                    reached.set(target);
                    queue[size++] = target;
                }
            }
        }
        return size == dfa.stateCount();
    }

    private static SymbolDfa keep(SymbolDfa dfa, BitSet live) {
        int[] numberOf = new int[dfa.stateCount()];
        Arrays.fill(numberOf, -1);
        int[] order = new int[dfa.stateCount()];
        numberOf[0] = 0;
        int size = 1;
        var result = new SymbolDfa.Builder(dfa.symbolCount());
        for (int i = 0; i < size; i++) {
            result.beginState(dfa.label(order[i]), dfa.isUnit(order[i]));
            for (int edge = dfa.edgeStart(order[i]); edge < dfa.edgeStart(order[i] + 1); edge++) {
                int target = dfa.edgeTarget(edge);
                if (live.get(target)) {
                    if (numberOf[target] < 0) {
                        numberOf[target] = size;
                        order[size++] = target;
                    }
                    result.edge(dfa.edgeSymbol(edge), numberOf[target]);
                }
            }
        }
        return result.build();
    }
}
