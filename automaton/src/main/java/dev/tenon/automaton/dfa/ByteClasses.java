package dev.tenon.automaton.dfa;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Classes of bytes as symbols: the bridge between frozen automata and those over symbols. Immutable. */
final class ByteClasses {
    /** byte -> class, numbered by first byte; class -> its first byte. */
    private final int[] classOf;

    private final int[] firstByte;

    private ByteClasses(int[] classOf, int count) {
        this.classOf = classOf;
        this.firstByte = new int[count];
        for (int b = 255; b >= 0; b--) {
            firstByte[classOf[b]] = b;
        }
    }

    /** The coarsest classes that none of the automata tells apart. */
    static ByteClasses joint(List<ByteDfa> automata) {
        int[] classOf = new int[256];
        int count = 1;
        for (ByteDfa automaton : automata) {
            int columns = automaton.classCount();
            int[] numbers = new int[count * columns];
            int size = 0;
            for (int b = 0; b < 256; b++) {
                int pair = classOf[b] * columns + automaton.classOf(b);
                if (numbers[pair] == 0) {
                    numbers[pair] = ++size;
                }
                classOf[b] = numbers[pair] - 1;
            }
            count = size;
        }
        return new ByteClasses(classOf, count);
    }

    int count() {
        return firstByte.length;
    }

    int firstByte(int symbol) {
        return firstByte[symbol];
    }

    /** A frozen automaton over these symbols, labels and unit flags kept. */
    SymbolDfa thaw(ByteDfa automaton) {
        return thaw(automaton, IntUnaryOperator.identity());
    }

    /** The same with other labels; {@link ByteDfa#NO_LABEL} for a state that is to accept no more. */
    SymbolDfa thaw(ByteDfa automaton, IntUnaryOperator newLabel) {
        var result = new SymbolDfa.Builder(count());
        for (int state = 0; state < automaton.stateCount(); state++) {
            int label = automaton.label(state);
            result.beginState(label == ByteDfa.NO_LABEL ? label : newLabel.applyAsInt(label), automaton.isUnit(state));
            for (int symbol = 0; symbol < count(); symbol++) {
                int target = automaton.step(state, firstByte[symbol]);
                if (target != ByteDfa.DEAD) {
                    result.edge(symbol, target);
                }
            }
        }
        return result.build();
    }

    /** One class for each byte of the set, and one for all others. */
    static ByteClasses ofBytes(BitSet bytes) {
        int[] classOf = new int[256];
        int count = 0;
        int rest = -1;
        for (int b = 0; b < 256; b++) {
            if (bytes.get(b) || rest < 0) {
                rest = bytes.get(b) ? rest : count;
                classOf[b] = count++;
            } else {
                classOf[b] = rest;
            }
        }
        return new ByteClasses(classOf, count);
    }

    /** The class of a byte. */
    int classOf(int byteValue) {
        return classOf[byteValue];
    }

    /** The frozen form of a {@linkplain Minimizer#trim trimmed} automaton over these symbols. */
    ByteDfa freeze(SymbolDfa automaton) {
        return new SymbolDfaFreezer(automaton, classOf).freeze();
    }
}
