package dev.tenon.automaton.dfa;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Set operations on the languages of frozen automata: pure functions, thread-safe, that never change an operand. Results
 * are minimal, so that equal languages (with equal labels) are equal objects by {@link ByteDfa#equals}.
 *
 * <p>Operations with two or more operands are on <em>texts</em>: an automaton with unit states counts the length of
 * something else than its bytes, and what a product should count is nobody's to say, so it is refused with
 * {@link IllegalArgumentException}. {@link #complement} is relative to all well-formed UTF-8; the others work on any
 * bytes.
 *
 * <p>A product can have as many states as the operands' counts multiplied; it is bounded by {@link CompileLimits}, and
 * {@link GrammarTooComplexException} is thrown beyond.
 */
public final class DfaAlgebra {
    private static final ByteDfa ANY_TEXT = buildAnyText();
    private static final CompileLimits UNBOUNDED =
            new CompileLimits(Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, 1, 1);

    private DfaAlgebra() {}

    /** All well-formed UTF-8 texts, the empty one among them; a constant. */
    public static ByteDfa anyText() {
        return ANY_TEXT;
    }

    /**
     * All well-formed UTF-8 texts in which the word does not occur. O(bytes of the word * byte classes).
     *
     * @throws IllegalArgumentException when the word is empty
     * @throws GrammarTooComplexException beyond the limits
     */
    public static ByteDfa textWithout(String word, CompileLimits limits) {
        if (word.isEmpty()) {
            throw new IllegalArgumentException("every text contains the empty one");
        }
        return intersect(ANY_TEXT, ForbiddenWord.without(word.getBytes(StandardCharsets.UTF_8)), limits);
    }

    /** The automaton of no word at all. */
    public static ByteDfa never() {
        return ByteDfa.builder().build();
    }

    /**
     * The words of both; labels are those of {@code a}. O(|a| * |b| * byte classes) at worst.
     *
     * @throws GrammarTooComplexException beyond the limits
     */
    public static ByteDfa intersect(ByteDfa a, ByteDfa b, CompileLimits limits) {
        return product(List.of(a, b), Product.Kind.INTERSECTION, limits, "an intersection");
    }

    /**
     * The words of either; labels are those of {@code a} where it accepts, else those of {@code b}. O(|a| * |b| * byte
     * classes) at worst.
     *
     * @throws GrammarTooComplexException beyond the limits
     */
    public static ByteDfa union(ByteDfa a, ByteDfa b, CompileLimits limits) {
        return product(List.of(a, b), Product.Kind.UNION, limits, "a union");
    }

    /**
     * The words of {@code a} that are not in {@code b}, with the labels of {@code a}. O(|a| * |b| * byte classes) at
     * worst.
     *
     * @throws GrammarTooComplexException beyond the limits
     */
    public static ByteDfa minus(ByteDfa a, ByteDfa b, CompileLimits limits) {
        return product(List.of(a, b), Product.Kind.DIFFERENCE, limits, "a difference");
    }

    /** The well-formed texts that are not in {@code a}, with label 0. Needs no budget: at most 9 * (|a| + 1) states. */
    public static ByteDfa complement(ByteDfa a) {
        return product(List.of(ANY_TEXT, a), Product.Kind.DIFFERENCE, UNBOUNDED, "a complement");
    }

    /**
     * Whether every word of {@code a} is one of {@code b}. Stops at the first that is not.
     *
     * @throws GrammarTooComplexException beyond the limits
     */
    public static boolean isSubset(ByteDfa a, ByteDfa b, CompileLimits limits) {
        requireText(List.of(a, b));
        return Product.isEmpty(List.of(a, b), Product.Kind.DIFFERENCE, new WorkBudget(limits, "a comparison"));
    }

    /**
     * Whether {@code a} and {@code b} have no word in common. Stops at the first that they have.
     *
     * @throws GrammarTooComplexException beyond the limits
     */
    public static boolean isDisjoint(ByteDfa a, ByteDfa b, CompileLimits limits) {
        requireText(List.of(a, b));
        return Product.isEmpty(List.of(a, b), Product.Kind.INTERSECTION, new WorkBudget(limits, "a comparison"));
    }

    /**
     * The words of all languages in one automaton, whose label is the index of the first language that contains the
     * word; the operands' own labels do not count.
     *
     * @throws GrammarTooComplexException beyond the limits
     */
    public static ByteDfa labelled(List<ByteDfa> languages, CompileLimits limits) {
        if (languages.isEmpty()) {
            return never();
        }
        return product(languages, Product.Kind.INDEXED_UNION, limits, "a union of " + languages.size() + " languages");
    }

    /**
     * All well-formed texts, labelled so that two of them have the same label iff they are in the same of the languages.
     *
     * @throws GrammarTooComplexException beyond the limits
     */
    public static ByteDfa partition(List<ByteDfa> languages, CompileLimits limits) {
        List<ByteDfa> operands = new ArrayList<>();
        operands.add(ANY_TEXT);
        operands.addAll(languages);
        return product(operands, Product.Kind.SUBSETS, limits, "a product of " + languages.size() + " languages");
    }

    /** The same words with other labels: {@code newLabel} is asked once for each accepting state. */
    public static ByteDfa relabel(ByteDfa a, IntUnaryOperator newLabel) {
        ByteClasses classes = ByteClasses.joint(List.of(a));
        return classes.freeze(Minimizer.minimize(classes.thaw(a, newLabel)));
    }

    /** The words whose label is in the set, with label 0. O(transitions * log states). */
    public static ByteDfa withLabels(ByteDfa a, BitSet labels) {
        return relabel(a, label -> labels.get(label) ? 0 : ByteDfa.NO_LABEL);
    }

    /** [label] -> a shortest word with the label, null where none has it. O(states * byte classes + words). */
    public static byte[] @Nullable [] shortestWords(ByteDfa a) {
        int[] parent = new int[a.stateCount()];
        byte[] symbol = new byte[a.stateCount()];
        int[] depth = new int[a.stateCount()];
        // States are numbered breadth-first: the first to lead to a state is on a shortest way to it.
        for (int state = 0; state < parent.length; state++) {
            for (int b = 0; b < 256; b++) {
                int target = a.step(state, b);
                if (target > 0 && depth[target] == 0) {
                    parent[target] = state;
                    symbol[target] = (byte) b;
                    depth[target] = depth[state] + 1;
                }
            }
        }
        byte[] @Nullable [] words = new byte[a.labelCount()][];
        for (int state = 0; state < parent.length; state++) {
            int label = a.label(state);
            if (label != ByteDfa.NO_LABEL && words[label] == null) {
                byte[] word = new byte[depth[state]];
                for (int at = state; at != 0; at = parent[at]) {
                    word[depth[at] - 1] = symbol[at];
                }
                words[label] = word;
            }
        }
        return words;
    }

    /** The words that are made of allowed bytes only; may be none. Unit states stay. O(|a| * 256). */
    public static ByteDfa restrictBytes(ByteDfa a, BitSet allowed) {
        BitSet dropped = new BitSet(256);
        dropped.set(0, 256);
        dropped.andNot(allowed);
        return minimize(rebuild(a, dropped));
    }

    /**
     * The minimal automaton of the same words, labels and counts: states are merged only if they agree in label and unit
     * flag. O(transitions * log states).
     */
    public static ByteDfa minimize(ByteDfa a) {
        ByteClasses classes = ByteClasses.joint(List.of(a));
        return classes.freeze(Minimizer.minimizeTrimmed(classes.thaw(a)));
    }

    /**
     * Exactly these strings, in UTF-8. O(bytes * log strings).
     *
     * @throws IllegalArgumentException when a string has half a surrogate pair, which UTF-8 cannot spell
     */
    public static ByteDfa ofStrings(List<String> strings) {
        return ofWords(strings.stream().map(LiteralTrie::encode).toList());
    }

    /** Exactly these words, all with label 0. O(bytes * log words). */
    public static ByteDfa ofWords(List<byte[]> words) {
        return WordAutomaton.of(words);
    }

    /**
     * The words, each labelled with its index in the list, the first where one comes twice, and all words of the base
     * that are neither in the list nor dropped, with their own label raised by the length of the list. O(states of the
     * result * byte classes); not minimal. A state is a unit state iff the base counts there.
     */
    public static ByteDfa overlay(ByteDfa base, List<byte[]> words, Collection<byte[]> dropped) {
        return LiteralOverlay.of(base, words, dropped);
    }

    /**
     * Exactly these strings, in UTF-8, each labelled with its index in the list, the first where one comes twice.
     * O(bytes).
     *
     * @throws IllegalArgumentException when a string has half a surrogate pair, which UTF-8 cannot spell
     */
    public static ByteDfa labelledStrings(List<String> strings) {
        return LiteralTrie.labelled(strings);
    }

    /** Whether there are finitely many words. O(|a| * 256). */
    public static boolean isFinite(ByteDfa a) {
        return topologicalOrder(a).length == a.stateCount();
    }

    /** How many words there are, or {@code limit} if they are at least that many or endless. O(|a| * 256). */
    public static long countWords(ByteDfa a, long limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("a limit is 0 or more, not " + limit);
        }
        int[] order = topologicalOrder(a);
        if (order.length < a.stateCount()) {
            return limit;
        }
        long[] words = new long[a.stateCount()];
        for (int i = order.length - 1; i >= 0; i--) {
            int state = order[i];
            long count = a.isAccepting(state) ? 1 : 0;
            for (int b = 0; b < 256; b++) {
                int target = a.step(state, b);
                if (target != ByteDfa.DEAD) {
                    count = Math.min(limit, count + Math.min(words[target], Long.MAX_VALUE - count));
                }
            }
            words[state] = Math.min(limit, count);
        }
        return words[0];
    }

    /** The shortest word in bytes, of several the least in byte order; none if the language is empty. */
    public static Optional<byte[]> shortestWord(ByteDfa a) {
        if (a.isEmpty()) {
            return Optional.empty();
        }
        byte[] word = new byte[a.leastBytes(0)];
        int state = 0;
        for (int i = 0; i < word.length; i++) {
            int b = 0;
            while (!leadsCloser(a, state, b)) {
                b++;
            }
            word[i] = (byte) b;
            state = a.step(state, b);
        }
        return Optional.of(word);
    }

    private static boolean leadsCloser(ByteDfa a, int state, int b) {
        int target = a.step(state, b);
        return target != ByteDfa.DEAD && a.leastBytes(target) == a.leastBytes(state) - 1;
    }

    private static ByteDfa product(List<ByteDfa> operands, Product.Kind kind, CompileLimits limits, String what) {
        requireText(operands);
        return Product.of(operands, kind, new WorkBudget(limits, what));
    }

    private static void requireText(List<ByteDfa> operands) {
        for (ByteDfa operand : operands) {
            if (operand.hasUnits()) {
                throw new IllegalArgumentException("an automaton with unit states has no product");
            }
        }
    }

    private static ByteDfa rebuild(ByteDfa a, BitSet droppedBytes) {
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int state = 0; state < a.stateCount(); state++) {
            builder.addState();
            if (a.isAccepting(state)) {
                builder.accept(state, a.label(state));
            }
            if (a.isUnit(state)) {
                builder.unit(state);
            }
        }
        for (int state = 0; state < a.stateCount(); state++) {
            int from = droppedBytes.nextClearBit(0);
            while (from < 256) {
                int target = a.step(state, from);
                int next = from + 1;
                while (next < 256 && !droppedBytes.get(next) && a.step(state, next) == target) {
                    next++;
                }
                if (target != ByteDfa.DEAD) {
                    builder.addTransition(state, from, next - 1, target);
                }
                from = droppedBytes.nextClearBit(next);
            }
        }
        return builder.build();
    }

    /** The states in an order in which every transition leads forward; shorter than all of them if there is a cycle. */
    private static int[] topologicalOrder(ByteDfa a) {
        int[] incoming = new int[a.stateCount()];
        for (int state = 0; state < a.stateCount(); state++) {
            for (int b = 0; b < 256; b++) {
                if (a.step(state, b) != ByteDfa.DEAD) {
                    incoming[a.step(state, b)]++;
                }
            }
        }
        int[] order = new int[a.stateCount()];
        int size = 0;
        if (incoming[0] == 0) {
            order[size++] = 0;
        }
        for (int i = 0; i < size; i++) {
            for (int b = 0; b < 256; b++) {
                int target = a.step(order[i], b);
                if (target != ByteDfa.DEAD && --incoming[target] == 0) {
                    order[size++] = target;
                }
            }
        }
        return Arrays.copyOf(order, size);
    }

    private static ByteDfa buildAnyText() {
        var budget = new WorkBudget(CompileLimits.defaults(), "any text");
        var oneState = new SymbolDfa.Builder(1);
        oneState.beginState(0, false);
        oneState.edge(0, 0);
        return Utf8Expansion.expand(oneState.build(), CodePointClasses.of(List.of(), budget), budget);
    }
}
