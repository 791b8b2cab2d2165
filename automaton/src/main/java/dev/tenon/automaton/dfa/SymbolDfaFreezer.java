package dev.tenon.automaton.dfa;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Turns a trimmed automaton over classes of bytes into the tables of a {@link ByteDfa}: numbers states breadth-first in
 * byte order, and joins classes that no state tells apart. O(edges + states * classes that are left); used once.
 */
final class SymbolDfaFreezer {
    private static final int UNREACHED = -1;

    private final SymbolDfa automaton;
    /** byte -> symbol; symbols are numbered by their first byte. */
    private final int[] symbolOf;

    private final int size;
    /** new number -> state. */
    private final int[] order;
    /** state -> new number. */
    private final int[] numberOf;

    SymbolDfaFreezer(SymbolDfa automaton, int[] symbolOf) {
        this.automaton = automaton;
        this.symbolOf = symbolOf;
        this.size = automaton.stateCount();
        this.order = new int[size];
        this.numberOf = new int[size];
        number();
    }

    private void number() {
        Arrays.fill(numberOf, UNREACHED);
        numberOf[0] = 0;
        int count = 1;
        for (int i = 0; i < count; i++) {
            for (int edge = automaton.edgeStart(order[i]); edge < automaton.edgeStart(order[i] + 1); edge++) {
                int target = automaton.edgeTarget(edge);
                if (numberOf[target] == UNREACHED) {
                    numberOf[target] = count;
                    order[count++] = target;
                }
            }
        }
        if (count < size) {
            throw new IllegalStateException("an automaton that is not trimmed");
        }
    }

    ByteDfa freeze() {
        int[] joined = new int[automaton.symbolCount()];
        int classCount = join(joined);
        byte[] classOf = new byte[256];
        for (int b = 0; b < 256; b++) {
            classOf[b] = (byte) joined[symbolOf[b]];
        }
        int[] table = new int[Math.multiplyExact(size, classCount)];
        Arrays.fill(table, ByteDfa.DEAD);
        int[] labels = new int[size];
        BitSet units = new BitSet();
        for (int i = 0; i < size; i++) {
            int state = order[i];
            labels[i] = automaton.label(state);
            if (automaton.isUnit(state)) {
                units.set(i);
            }
            for (int edge = automaton.edgeStart(state); edge < automaton.edgeStart(state + 1); edge++) {
                table[i * classCount + joined[automaton.edgeSymbol(edge)]] = numberOf[automaton.edgeTarget(edge)];
            }
        }
        if (labels[0] == ByteDfa.NO_LABEL && automaton.edgeCount() == 0) {
            units.clear();
        }
        return new ByteDfa(classOf, classCount, table, labels, leastBytes(), units);
    }

    /** Fills symbol -> class, where symbols with the same edges are one class, by first symbol; returns how many. */
    private int join(int[] joined) {
        int symbols = joined.length;
        int edges = automaton.edgeCount();
        int[] start = new int[symbols + 1];
        for (int edge = 0; edge < edges; edge++) {
            start[automaton.edgeSymbol(edge) + 1]++;
        }
        for (int symbol = 0; symbol < symbols; symbol++) {
            start[symbol + 1] += start[symbol];
        }
        int[] fill = Arrays.copyOf(start, symbols);
        int[] sources = new int[edges];
        int[] targets = new int[edges];
        for (int i = 0; i < size; i++) {
            for (int edge = automaton.edgeStart(order[i]); edge < automaton.edgeStart(order[i] + 1); edge++) {
                int at = fill[automaton.edgeSymbol(edge)]++;
                sources[at] = i;
                targets[at] = automaton.edgeTarget(edge);
            }
        }
        int[] firstOf = new int[symbols];
        int[] hashOf = new int[symbols];
        int count = 0;
        for (int symbol = 0; symbol < symbols; symbol++) {
            int from = start[symbol];
            int to = start[symbol + 1];
            int hash = to - from;
            for (int at = from; at < to; at++) {
                hash = (hash * 0x01000193 ^ sources[at]) * 0x01000193 ^ targets[at];
            }
            int known = 0;
            while (known < count) {
                int other = firstOf[known];
                if (hashOf[known] == hash
                        && Arrays.equals(sources, start[other], start[other + 1], sources, from, to)
                        && Arrays.equals(targets, start[other], start[other + 1], targets, from, to)) {
                    break;
                }
                known++;
            }
            if (known == count) {
                firstOf[count] = symbol;
                hashOf[count++] = hash;
            }
            joined[symbol] = known;
        }
        return count;
    }

    /** Breadth-first from the accepting states over reversed transitions; by new number. */
    private int[] leastBytes() {
        int edges = automaton.edgeCount();
        int[] start = new int[size + 1];
        for (int edge = 0; edge < edges; edge++) {
            start[numberOf[automaton.edgeTarget(edge)] + 1]++;
        }
        for (int i = 0; i < size; i++) {
            start[i + 1] += start[i];
        }
        int[] fill = Arrays.copyOf(start, size);
        int[] sources = new int[edges];
        int[] least = new int[size];
        Arrays.fill(least, UNREACHED);
        int[] queue = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            int state = order[i];
            for (int edge = automaton.edgeStart(state); edge < automaton.edgeStart(state + 1); edge++) {
                sources[fill[numberOf[automaton.edgeTarget(edge)]]++] = i;
            }
            if (automaton.label(state) != ByteDfa.NO_LABEL) {
                least[i] = 0;
                queue[count++] = i;
            }
        }
        for (int i = 0; i < count; i++) {
            int target = queue[i];
            for (int at = start[target]; at < start[target + 1]; at++) {
                int source = sources[at];
                if (least[source] == UNREACHED) {
                    least[source] = least[target] + 1;
                    queue[count++] = source;
                }
            }
        }
        least[0] = Math.max(0, least[0]);
        return least;
    }
}
