package dev.tenon.automaton.dfa;

import java.util.Arrays;
import java.util.List;

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
            var numbers = new IntPairTable(256);
            for (int b = 0; b < 256; b++) {
                classOf[b] = numbers.numberOf(classOf[b], automaton.classOf(b));
            }
            count = numbers.size();
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
        var result = new SymbolDfa.Builder(count());
        for (int state = 0; state < automaton.stateCount(); state++) {
            result.beginState(automaton.label(state), automaton.isUnit(state));
            for (int symbol = 0; symbol < count(); symbol++) {
                int target = automaton.step(state, firstByte[symbol]);
                if (target != ByteDfa.DEAD) {
                    result.edge(symbol, target);
                }
            }
        }
        return result.build();
    }

    /** The frozen form of an automaton over these symbols. */
    ByteDfa freeze(SymbolDfa automaton) {
        ByteDfa.Builder builder = ByteDfa.builder();
        int[] targetOf = new int[count()];
        for (int state = 0; state < automaton.stateCount(); state++) {
            builder.addState();
            if (automaton.label(state) != ByteDfa.NO_LABEL) {
                builder.accept(state, automaton.label(state));
            }
            if (automaton.isUnit(state)) {
                builder.unit(state);
            }
        }
        for (int state = 0; state < automaton.stateCount(); state++) {
            Arrays.fill(targetOf, ByteDfa.DEAD);
            for (int edge = automaton.edgeStart(state); edge < automaton.edgeStart(state + 1); edge++) {
                targetOf[automaton.edgeSymbol(edge)] = automaton.edgeTarget(edge);
            }
            int from = 0;
            while (from < 256) {
                int target = targetOf[classOf[from]];
                int to = from;
                while (to < 255 && targetOf[classOf[to + 1]] == target) {
                    to++;
                }
                if (target != ByteDfa.DEAD) {
                    builder.addTransition(state, from, to, target);
                }
                from = to + 1;
            }
        }
        return builder.build();
    }
}
