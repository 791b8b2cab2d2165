package dev.tenon.automaton.dfa;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * Words told apart from the rest of a language, built in one go: a trie of the words laid over the automaton of the
 * language. Where a word leaves the trie it goes on in the other, at the state where it would stand had it been there
 * from the start. Rows of the table are written breadth-first as they are reached, so nothing is renumbered or minimised
 * afterwards. O(states * byte classes), which is the size of the result. Used once.
 */
final class LiteralOverlay {
    private static final int NONE = -1;
    /** Label of a word that is left out. */
    private static final int DROPPED = -2;

    private final ByteDfa base;
    private final int wordCount;
    /** Nodes of the trie. */
    private int nodes;
    /** Node -> its first child, or {@link #NONE}. */
    private int[] firstChild = new int[64];
    /** Node -> the next child of its parent by ascending byte, or {@link #NONE}. */
    private int[] sibling = new int[64];
    /** Node -> the byte that leads to it. */
    private int[] symbol = new int[64];
    /** Node -> state of the base that its word leads to, or {@link ByteDfa#DEAD}. */
    private int[] shadow = new int[64];
    /** Node -> label, {@link #NONE} or {@link #DROPPED}. */
    private int[] labels = new int[64];

    private final BitSet symbols = new BitSet(256);

    /** Byte -> class, numbered by first byte; class -> class of the base. */
    private final byte[] classOf = new byte[256];

    private final int[] baseClass = new int[256];

    /** Nodes from which no word is left; empty where nothing is left out. */
    private final BitSet dead = new BitSet();

    /** Number -> node, or node count + state of the base; the other way round. */
    private int[] order = new int[0];

    private int[] numberOf = new int[0];
    private int size;

    private LiteralOverlay(ByteDfa base, int wordCount) {
        this.base = base;
        this.wordCount = wordCount;
        addNode(0, base.isEmpty() ? ByteDfa.DEAD : base.start());
    }

    /** See {@link DfaAlgebra#overlay}. */
    static ByteDfa of(ByteDfa base, List<byte[]> words, Collection<byte[]> dropped) {
        LiteralOverlay overlay = new LiteralOverlay(base, words.size());
        for (int i = 0; i < words.size(); i++) {
            overlay.add(words.get(i), i);
        }
        for (byte[] word : dropped) {
            if (base.matches(word)) {
                overlay.add(word, DROPPED);
            }
        }
        if (!dropped.isEmpty()) {
            overlay.findDead();
        }
        return overlay.build();
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
        return nodes++;
    }

    private void add(byte[] word, int label) {
        int node = 0;
        for (byte value : word) {
            node = child(node, value & 0xFF);
        }
        if (labels[node] == NONE) {
            labels[node] = label;
        }
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
        symbols.set(byteValue);
        int behind = shadow[node] == ByteDfa.DEAD ? ByteDfa.DEAD : base.step(shadow[node], byteValue);
        int made = addNode(byteValue, behind);
        sibling[made] = at;
        if (before == NONE) {
            firstChild[node] = made;
        } else {
            sibling[before] = made;
        }
        return made;
    }

    /** Children have larger numbers than their parents, so going down settles them first. */
    private void findDead() {
        for (int node = nodes - 1; node >= 0; node--) {
            boolean alive = labelOf(node) != ByteDfa.NO_LABEL;
            int child = firstChild[node];
            for (; child != NONE && !alive; child = sibling[child]) {
                alive = !dead.get(child);
            }
            if (!alive && !leavesTrie(node)) {
                dead.set(node);
            }
        }
    }

    private boolean leavesTrie(int node) {
        if (shadow[node] == ByteDfa.DEAD) {
            return false;
        }
        int child = firstChild[node];
        for (int b = 0; b < 256; b++) {
            if (child != NONE && symbol[child] == b) {
                child = sibling[child];
            } else if (base.step(shadow[node], b) != ByteDfa.DEAD) {
                return true;
            }
        }
        return false;
    }

    private int labelOf(int node) {
        if (labels[node] >= 0) {
            return labels[node];
        }
        if (labels[node] == DROPPED || shadow[node] == ByteDfa.DEAD || !base.isAccepting(shadow[node])) {
            return ByteDfa.NO_LABEL;
        }
        return wordCount + base.label(shadow[node]);
    }

    private ByteDfa build() {
        int classes = findClasses();
        int most = Math.addExact(nodes, base.stateCount());
        order = new int[most];
        numberOf = new int[most];
        Arrays.fill(numberOf, NONE);
        numberOf[0] = 0;
        size = 1;
        int[] table = new int[Math.multiplyExact(base.isEmpty() ? nodes : most, classes)];
        for (int i = 0; i < size; i++) {
            if (order[i] < nodes) {
                writeNode(order[i], table, i * classes, classes);
            } else {
                writeBase(order[i] - nodes, table, i * classes, classes);
            }
        }
        table = table.length == size * classes ? table : Arrays.copyOf(table, size * classes);
        int[] newLabels = new int[size];
        BitSet units = new BitSet();
        for (int i = 0; i < size; i++) {
            int state = order[i] < nodes ? shadow[order[i]] : order[i] - nodes;
            newLabels[i] = order[i] < nodes ? labelOf(order[i]) : baseLabel(state);
            if (state != ByteDfa.DEAD && base.isUnit(state) && !dead.get(0)) {
                units.set(i);
            }
        }
        return new ByteDfa(classOf, classes, table, newLabels, leastBytes(table, classes, newLabels), units);
    }

    private int baseLabel(int state) {
        return base.isAccepting(state) ? wordCount + base.label(state) : ByteDfa.NO_LABEL;
    }

    /** The classes of the base, but each byte of a word is one of its own. */
    private int findClasses() {
        int[] classOfBase = new int[256];
        Arrays.fill(classOfBase, NONE);
        int count = 0;
        for (int b = 0; b < 256; b++) {
            int old = base.classOf(b);
            if (symbols.get(b) || classOfBase[old] == NONE) {
                if (!symbols.get(b)) {
                    classOfBase[old] = count;
                }
                baseClass[count] = old;
                classOf[b] = (byte) count++;
            } else {
                classOf[b] = (byte) classOfBase[old];
            }
        }
        return count;
    }

    private void writeNode(int node, int[] table, int row, int classes) {
        int child = firstChild[node];
        if (shadow[node] == ByteDfa.DEAD) {
            Arrays.fill(table, row, row + classes, ByteDfa.DEAD);
            for (; child != NONE; child = sibling[child]) {
                table[row + (classOf[symbol[child]] & 0xFF)] = number(child);
            }
            return;
        }
        int next = child == NONE ? NONE : classOf[symbol[child]] & 0xFF;
        for (int c = 0; c < classes; c++) {
            if (c == next) {
                table[row + c] = dead.get(child) ? ByteDfa.DEAD : number(child);
                child = sibling[child];
                next = child == NONE ? NONE : classOf[symbol[child]] & 0xFF;
            } else {
                int target = base.stepClass(shadow[node], baseClass[c]);
                table[row + c] = target == ByteDfa.DEAD ? ByteDfa.DEAD : number(nodes + target);
            }
        }
    }

    private void writeBase(int state, int[] table, int row, int classes) {
        for (int c = 0; c < classes; c++) {
            int target = base.stepClass(state, baseClass[c]);
            table[row + c] = target == ByteDfa.DEAD ? ByteDfa.DEAD : number(nodes + target);
        }
    }

    private int number(int what) {
        int known = numberOf[what];
        if (known == NONE) {
            known = size;
            numberOf[what] = known;
            order[size++] = what;
        }
        return known;
    }

    /** Those of base states stay. Children of a node have larger numbers, so going down settles them first. */
    private int[] leastBytes(int[] table, int classes, int[] newLabels) {
        int[] least = new int[size];
        for (int i = 0; i < size; i++) {
            least[i] = order[i] >= nodes ? base.leastBytes(order[i] - nodes) : 0;
        }
        for (int i = size - 1; i >= 0; i--) {
            if (order[i] >= nodes || newLabels[i] != ByteDfa.NO_LABEL) {
                continue;
            }
            int best = Integer.MAX_VALUE;
            for (int at = i * classes; at < (i + 1) * classes; at++) {
                if (table[at] != ByteDfa.DEAD) {
                    best = Math.min(best, least[table[at]] + 1);
                }
            }
            least[i] = best == Integer.MAX_VALUE ? 0 : best;
        }
        return least;
    }
}
