package dev.tenon.automaton.dfa;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The Unicode scalar values, split into the coarsest classes that given sets of code points do not tell apart: the
 * alphabet over which a regex is made deterministic, before any bytes. {@code \p{L}+} has two symbols there, not the
 * 800 byte sequences of its ranges. Classes are numbered by their first code point; surrogates are in none. Immutable.
 */
public final class CodePointClasses {
    private static final int END = Character.MAX_CODE_POINT + 1;

    /** interval -> its first code point, the one after its last, its class. */
    private final int[] begins;

    private final int[] ends;
    private final int[] classOf;
    private final int classCount;

    /** set -> its classes, ascending. */
    private final int[][] classesOfSet;

    private CodePointClasses(int[] begins, int[] ends, int[] classOf, int classCount, int[][] classesOfSet) {
        this.begins = begins;
        this.ends = ends;
        this.classOf = classOf;
        this.classCount = classCount;
        this.classesOfSet = classesOfSet;
    }

    /**
     * The classes of some sets.
     *
     * @param sets each as pairs of first and last code point, inclusive, ascending and disjoint
     * @throws GrammarTooComplexException when the overlaps of the sets spend the budget
     */
    public static CodePointClasses of(List<int[]> sets, WorkBudget budget) {
        int[] cuts = cuts(sets);
        int count = 0;
        int[] begins = new int[cuts.length];
        int[] ends = new int[cuts.length];
        for (int i = 0; i + 1 < cuts.length; i++) {
            if (cuts[i] != Character.MIN_SURROGATE) {
                begins[count] = cuts[i];
                ends[count++] = cuts[i + 1];
            }
        }
        begins = Arrays.copyOf(begins, count);
        ends = Arrays.copyOf(ends, count);
        var partition = RefinablePartition.ofOne(count);
        for (int[] set : sets) {
            for (int pair = 0; pair < set.length; pair += 2) {
                for (int i = firstInterval(begins, set[pair]); i < count && begins[i] <= set[pair + 1]; i++) {
                    budget.spend(1);
                    partition.mark(i);
                }
            }
            partition.split();
        }
        var numbers = new IntPairTable(partition.blockCount());
        int[] classOf = new int[count];
        for (int i = 0; i < count; i++) {
            classOf[i] = numbers.numberOf(partition.blockOf(i), 0);
        }
        int[][] classesOfSet = new int[sets.size()][];
        for (int s = 0; s < classesOfSet.length; s++) {
            classesOfSet[s] = classesOf(sets.get(s), begins, classOf);
        }
        return new CodePointClasses(begins, ends, classOf, numbers.size(), classesOfSet);
    }

    /** Every code point at which some set begins or ends, with the bounds of the scalar values; sorted, distinct. */
    private static int[] cuts(List<int[]> sets) {
        var cuts = new IntList();
        cuts.add(0);
        cuts.add(Character.MIN_SURROGATE);
        cuts.add(Character.MAX_SURROGATE + 1);
        cuts.add(END);
        for (int[] set : sets) {
            for (int pair = 0; pair < set.length; pair += 2) {
                addCut(set[pair], cuts);
                addCut(set[pair + 1] + 1, cuts);
            }
        }
        cuts.sort();
        return Arrays.stream(cuts.toArray()).distinct().toArray();
    }

    private static void addCut(int codePoint, IntList cuts) {
        if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
            cuts.add(codePoint);
        }
    }

    private static int firstInterval(int[] begins, int codePoint) {
        int at = Arrays.binarySearch(begins, codePoint);
        return at >= 0 ? at : -at - 1;
    }

    private static int[] classesOf(int[] set, int[] begins, int[] classOf) {
        BitSet classes = new BitSet();
        for (int pair = 0; pair < set.length; pair += 2) {
            for (int i = firstInterval(begins, set[pair]); i < begins.length && begins[i] <= set[pair + 1]; i++) {
                classes.set(classOf[i]);
            }
        }
        return classes.stream().toArray();
    }

    /** How many classes there are, at least one. */
    public int classCount() {
        return classCount;
    }

    /** The classes that make up a set, ascending; the set's index is that of the list the classes were made from. */
    public int[] classesOf(int setIndex) {
        return classesOfSet[setIndex].clone();
    }

    /** How many intervals there are; they are in order and cover the scalar values. */
    int intervalCount() {
        return begins.length;
    }

    int firstOf(int interval) {
        return begins[interval];
    }

    int lastOf(int interval) {
        return ends[interval] - 1;
    }

    int classOfInterval(int interval) {
        return classOf[interval];
    }
}
