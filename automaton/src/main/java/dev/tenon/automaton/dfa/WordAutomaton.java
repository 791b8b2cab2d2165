package dev.tenon.automaton.dfa;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The minimal automaton of finitely many words, built from the sorted words without ever making their trie: only the
 * path of the last word is open, and what the next word leaves behind is closed and looked up among the states made
 * (Daciuk, Mihov, Watson and Watson, "Incremental construction of minimal acyclic finite-state automata", 2000).
 * O(bytes) beside sorting.
 */
final class WordAutomaton {
    private static final int OPEN = -1;

    /** State -> whether it accepts, then byte and target of each of its transitions, in byte order. */
    private final SequenceTable states = new SequenceTable();
    /** The same for the states of the open path, one after the other. */
    private final IntList open = new IntList();
    /** Depth -> where its state begins in {@link #open}. */
    private final IntList starts = new IntList();

    private final IntList closing = new IntList();
    private final BitSet symbols = new BitSet(256);

    private WordAutomaton() {}

    /** The automaton of the words, in any order, each as often as it likes. */
    static ByteDfa of(List<byte[]> words) {
        if (words.isEmpty()) {
            return ByteDfa.builder().build();
        }
        if (words.size() == 1) {
            return single(words.get(0));
        }
        byte[][] sorted = words.toArray(new byte[0][]);
        Arrays.sort(sorted, Arrays::compareUnsigned);
        WordAutomaton automaton = new WordAutomaton();
        automaton.begin();
        byte[] last = {};
        for (byte[] word : sorted) {
            automaton.add(word, last);
            last = word;
        }
        automaton.closeBelow(0);
        automaton.close();
        return automaton.freeze();
    }

    /** One word, as constants are: a chain, whose tables can be told at once. */
    private static ByteDfa single(byte[] word) {
        BitSet symbols = new BitSet(256);
        for (byte b : word) {
            symbols.set(b & 0xFF);
        }
        ByteClasses classes = ByteClasses.ofBytes(symbols);
        byte[] classOf = new byte[256];
        for (int b = 0; b < 256; b++) {
            classOf[b] = (byte) classes.classOf(b);
        }
        int[] table = new int[Math.multiplyExact(word.length + 1, classes.count())];
        int[] labels = new int[word.length + 1];
        int[] leastBytes = new int[word.length + 1];
        Arrays.fill(table, ByteDfa.DEAD);
        for (int i = 0; i < word.length; i++) {
            table[i * classes.count() + classes.classOf(word[i] & 0xFF)] = i + 1;
            labels[i] = ByteDfa.NO_LABEL;
            leastBytes[i] = word.length - i;
        }
        return new ByteDfa(classOf, classes.count(), table, labels, leastBytes, new BitSet());
    }

    private void begin() {
        starts.add(open.size());
        open.add(0);
    }

    private void add(byte[] word, byte[] last) {
        int mismatch = Arrays.mismatch(word, last);
        int common = mismatch < 0 ? word.length : mismatch;
        closeBelow(common);
        for (int i = common; i < word.length; i++) {
            symbols.set(word[i] & 0xFF);
            open.add(word[i] & 0xFF);
            open.add(OPEN);
            begin();
        }
        open.set(starts.get(starts.size() - 1), 1);
    }

    /** Closes the states of the path beyond a depth, deepest first. */
    private void closeBelow(int depth) {
        while (starts.size() - 1 > depth) {
            int state = close();
            open.set(open.size() - 1, state);
        }
    }

    /** Takes the deepest state off the path; its number, that of an equal one where there is one. */
    private int close() {
        int start = starts.get(starts.size() - 1);
        closing.clear();
        for (int i = start; i < open.size(); i++) {
            closing.add(open.get(i));
        }
        starts.removeLast();
        while (open.size() > start) {
            open.removeLast();
        }
        return states.numberOf(closing);
    }

    /** The root was closed last: states in the other order begin with it. */
    private ByteDfa freeze() {
        ByteClasses classes = ByteClasses.ofBytes(symbols);
        var result = new SymbolDfa.Builder(classes.count());
        int lastState = states.size() - 1;
        for (int state = lastState; state >= 0; state--) {
            int at = states.start(state);
            result.beginState(states.item(at) == 1 ? 0 : ByteDfa.NO_LABEL, false);
            for (at++; at < states.start(state + 1); at += 2) {
                result.edge(classes.classOf(states.item(at)), lastState - states.item(at + 1));
            }
        }
        return classes.freeze(result.build());
    }
}
