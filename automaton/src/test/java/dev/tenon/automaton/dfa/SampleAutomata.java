package dev.tenon.automaton.dfa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Random automata over few symbols, and what they mean by the definition. */
final class SampleAutomata {
    private SampleAutomata() {}

    /** Some states, edges on random sets, and empty edges. */
    static Nfa nfa(Random random, int symbolCount, int labelCount) {
        var nfa = new Nfa(symbolCount);
        int states = 1 + random.nextInt(7);
        while (nfa.stateCount() < states) {
            nfa.addState();
        }
        int edges = random.nextInt(3 * states + 1);
        for (int i = 0; i < edges; i++) {
            int from = random.nextInt(states);
            int to = random.nextInt(states);
            if (random.nextInt(4) == 0) {
                nfa.addEmptyEdge(from, to);
            } else {
                nfa.addEdge(from, nfa.addSet(set(random, symbolCount)), to);
            }
        }
        if (random.nextInt(3) == 0) {
            int loop = random.nextInt(states);
            nfa.addEdge(loop, nfa.addSet(IntStream.range(0, symbolCount).toArray()), loop);
            nfa.addEmptyEdge(loop, random.nextInt(states));
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            nfa.accept(random.nextInt(states), random.nextInt(labelCount));
        }
        return nfa;
    }

    private static int[] set(Random random, int symbolCount) {
        if (random.nextInt(5) == 0) {
            return random.ints(0, symbolCount).limit(1).toArray();
        }
        return random.ints(3, 0, symbolCount).sorted().distinct().toArray();
    }

    /** A byte automaton with labels, and unit states if wanted; its transitions overlap and lead to dead ends. */
    static ByteDfa byteDfa(Random random, int labelCount, boolean units) {
        ByteDfa.Builder builder = ByteDfa.builder();
        int states = 1 + random.nextInt(8);
        for (int state = 0; state < states; state++) {
            builder.addState();
            if (random.nextInt(3) == 0) {
                builder.accept(state, random.nextInt(labelCount));
            }
            if (units && random.nextInt(2) == 0) {
                builder.unit(state);
            }
        }
        for (int i = random.nextInt(4 * states); i >= 0; i--) {
            int from = 'a' + random.nextInt(3);
            builder.addTransition(
                    random.nextInt(states), from, Math.min('c', from + random.nextInt(3)), random.nextInt(states));
        }
        return builder.build();
    }

    /** Every word over the first symbols, up to a length. */
    static List<int[]> words(int symbolCount, int maxLength) {
        List<int[]> words = new ArrayList<>();
        words.add(new int[0]);
        for (int i = 0; i < words.size(); i++) {
            int[] word = words.get(i);
            for (int symbol = 0; word.length < maxLength && symbol < symbolCount; symbol++) {
                int[] longer = Arrays.copyOf(word, word.length + 1);
                longer[word.length] = symbol;
                words.add(longer);
            }
        }
        return words;
    }

    /** The words {@link #words} spells as a, b, c. */
    static List<byte[]> byteWords(int maxLength) {
        return words(3, maxLength).stream()
                .map(word -> {
                    byte[] bytes = new byte[word.length];
                    for (int i = 0; i < word.length; i++) {
                        bytes[i] = (byte) ('a' + word[i]);
                    }
                    return bytes;
                })
                .toList();
    }

    /** The least label that the automaton gives a word, by trying every path. */
    static int label(Nfa nfa, int[] word) {
        boolean[] current = new boolean[nfa.stateCount()];
        current[0] = true;
        close(nfa, current);
        for (int symbol : word) {
            boolean[] next = new boolean[nfa.stateCount()];
            for (int state = 0; state < current.length; state++) {
                for (int edge = nfa.firstEdge(state); current[state] && edge >= 0; edge = nfa.nextEdge(edge)) {
                    if (nfa.edgeSet(edge) != Nfa.EMPTY_EDGE && contains(nfa.symbols(nfa.edgeSet(edge)), symbol)) {
                        next[nfa.edgeTarget(edge)] = true;
                    }
                }
            }
            close(nfa, next);
            current = next;
        }
        int least = ByteDfa.NO_LABEL;
        for (int state = 0; state < current.length; state++) {
            if (current[state] && nfa.label(state) >= 0 && (least < 0 || nfa.label(state) < least)) {
                least = nfa.label(state);
            }
        }
        return least;
    }

    private static void close(Nfa nfa, boolean[] states) {
        for (int round = 0; round < states.length; round++) {
            for (int state = 0; state < states.length; state++) {
                for (int edge = nfa.firstEdge(state); states[state] && edge >= 0; edge = nfa.nextEdge(edge)) {
                    if (nfa.edgeSet(edge) == Nfa.EMPTY_EDGE) {
                        states[nfa.edgeTarget(edge)] = true;
                    }
                }
            }
        }
    }

    private static boolean contains(int[] symbols, int symbol) {
        return Arrays.binarySearch(symbols, symbol) >= 0;
    }

    /** The label that a deterministic automaton gives a word, or -1. */
    static int label(SymbolDfa dfa, int[] word) {
        int state = 0;
        for (int symbol : word) {
            int next = -1;
            for (int edge = dfa.edgeStart(state); edge < dfa.edgeStart(state + 1); edge++) {
                if (dfa.edgeSymbol(edge) == symbol) {
                    next = dfa.edgeTarget(edge);
                }
            }
            if (next < 0) {
                return ByteDfa.NO_LABEL;
            }
            state = next;
        }
        return dfa.label(state);
    }

    /** What a word is to a byte automaton: its label, or -1. */
    static int label(ByteDfa dfa, byte[] word) {
        int end = dfa.walk(0, word);
        return end == ByteDfa.DEAD ? ByteDfa.NO_LABEL : dfa.label(end);
    }
}
