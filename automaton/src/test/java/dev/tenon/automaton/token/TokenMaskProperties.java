package dev.tenon.automaton.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Masks against {@link BitSet}. */
class TokenMaskProperties {
    /**
     * A set of ids below a size; density decides which side is the short one.
     *
     * @param listed whether its mask is made of lists, which keeps no bits where one side is short
     */
    record Ids(int size, BitSet set, boolean listed) {
        TokenMask mask() {
            if (!listed) {
                return TokenMask.adopt(Arrays.copyOf(set.toLongArray(), (size + 63) >>> 6), size);
            }
            if (set.cardinality() <= size / 2) {
                return TokenMask.of(set.stream().toArray(), size);
            }
            BitSet all = new BitSet();
            all.set(0, size);
            TokenMask full = TokenMask.adopt(Arrays.copyOf(all.toLongArray(), (size + 63) >>> 6), size);
            all.andNot(set);
            return full.with(all.stream().toArray(), new int[0]);
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void holdsExactlyItsIds(@ForAll("ids") Ids ids) {
        TokenMask mask = ids.mask();

        assertEquals(ids.size(), mask.size());
        assertEquals(ids.set().cardinality(), mask.cardinality());
        for (int id = -1; id <= ids.size(); id++) {
            assertEquals(id >= 0 && ids.set().get(id), mask.contains(id));
        }
        for (int index = 0; index < mask.wordCount(); index++) {
            for (int bit = 0; bit < 64; bit++) {
                assertEquals(ids.set().get(index * 64 + bit), (mask.word(index) >>> bit & 1) == 1);
            }
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void theNextAllowedIdIsTheNextSetBit(@ForAll("ids") Ids ids) {
        TokenMask mask = ids.mask();

        for (int from = 0; from <= ids.size(); from++) {
            assertEquals(ids.set().nextSetBit(from), mask.nextAllowed(from));
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void theShortListIsTheShorterSideInOrder(@ForAll("ids") Ids ids) {
        assertShortList(ids, ids.mask());
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void aChangedMaskIsAsOneMadeAnew(@ForAll("ids") Ids ids, @ForAll long seed) {
        Random random = new Random(seed);
        int[] less = some(random, ids.size());
        int[] more = some(random, ids.size());
        BitSet expected = (BitSet) ids.set().clone();
        Arrays.stream(less).forEach(expected::clear);
        Arrays.stream(more).forEach(expected::set);
        TokenMask before = ids.mask();

        TokenMask changed = before.with(less, more);

        assertSameMask(new Ids(ids.size(), expected, !ids.listed()), changed);
        assertSameMask(new Ids(ids.size(), ids.set(), !ids.listed()), before);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aMaskOfIdsHasThese(@ForAll("ids") Ids ids, @ForAll long seed) {
        Random random = new Random(seed);
        int[] twice = some(random, ids.size());
        BitSet expected = (BitSet) ids.set().clone();
        Arrays.stream(twice).forEach(expected::set);
        int[] list = new int[ids.set().cardinality() + twice.length];
        System.arraycopy(twice, 0, list, 0, twice.length);
        System.arraycopy(
                ids.set().stream().toArray(), 0, list, twice.length, ids.set().cardinality());

        assertSameMask(new Ids(ids.size(), expected, false), TokenMask.of(list, ids.size()));
    }

    /** Few or many ids, in any order, some of them twice. */
    private static int[] some(Random random, int size) {
        return random.ints(random.nextInt(5) == 0 ? size : random.nextInt(9), 0, size)
                .toArray();
    }

    private static void assertSameMask(Ids expected, TokenMask mask) {
        assertEquals(expected.mask(), mask);
        assertEquals(mask, expected.mask());
        assertEquals(expected.mask().hashCode(), mask.hashCode());
        for (int index = 0; index < mask.wordCount(); index++) {
            assertEquals(expected.mask().word(index), mask.word(index));
        }
        assertEquals(expected.set().cardinality(), mask.cardinality());
        assertShortList(expected, mask);
    }

    private static void assertShortList(Ids ids, TokenMask mask) {
        int allowed = ids.set().cardinality();
        int forbidden = ids.size() - allowed;
        if (Math.min(allowed, forbidden) > 1024) {
            assertFalse(mask.listsAllowed());
            assertFalse(mask.listsForbidden());
            assertThrows(IllegalStateException.class, mask::shortCount);
            return;
        }
        assertEquals(allowed <= forbidden, mask.listsAllowed());
        assertEquals(allowed > forbidden, mask.listsForbidden());
        BitSet listed = (BitSet) ids.set().clone();
        if (mask.listsForbidden()) {
            listed.flip(0, ids.size());
        }
        int[] list = new int[mask.shortCount()];
        for (int i = 0; i < list.length; i++) {
            list[i] = mask.shortId(i);
        }
        assertArrayEquals(listed.stream().toArray(), list);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void orIsTheUnion(@ForAll("ids") Ids ids, @ForAll long seed) {
        long[] target = new long[(ids.size() + 63) >>> 6];
        Random random = new Random(seed);
        BitSet expected = (BitSet) ids.set().clone();
        for (int i = 0; i < 20; i++) {
            int id = random.nextInt(ids.size());
            target[id >> 6] |= 1L << id;
            expected.set(id);
        }

        ids.mask().orInto(target);

        assertEquals(expected, BitSet.valueOf(target));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void clearingTakesOutItsIds(@ForAll("ids") Ids ids, @ForAll long seed) {
        BitSet some = new BitSet();
        Arrays.stream(some(new Random(seed), ids.size())).forEach(some::set);
        long[] target = Arrays.copyOf(some.toLongArray(), (ids.size() + 63) >>> 6);

        ids.mask().clearFrom(target);

        some.andNot(ids.set());
        assertEquals(some, BitSet.valueOf(target));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void keepingLeavesTheIntersection(@ForAll("ids") Ids ids, @ForAll long seed) {
        BitSet some = new BitSet();
        Arrays.stream(some(new Random(seed), ids.size())).forEach(some::set);
        long[] target = Arrays.copyOf(some.toLongArray(), (ids.size() + 63) >>> 6);

        boolean any = ids.mask().keepIn(target);

        some.and(ids.set());
        assertEquals(some, BitSet.valueOf(target));
        assertEquals(!some.isEmpty(), any);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void equalSetsAreEqualMasks(@ForAll("ids") Ids ids, @ForAll long seed) {
        assertEquals(ids.mask(), ids.mask());
        assertEquals(ids.mask().hashCode(), ids.mask().hashCode());
        BitSet other = (BitSet) ids.set().clone();
        other.flip(new Random(seed).nextInt(ids.size()));
        assertNotEquals(ids.mask(), new Ids(ids.size(), other, ids.listed()).mask());
        assertNotEquals(ids.mask(), new Ids(ids.size() + 64, ids.set(), ids.listed()).mask());
    }

    @Example
    void aWrongNumberOfWordsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> TokenMask.adopt(new long[2], 64));
        assertThrows(IllegalArgumentException.class, () -> TokenMask.adopt(new long[1], 65));
        assertTrue(TokenMask.adopt(new long[1], 64).listsAllowed());
    }

    @Provide
    Arbitrary<Ids> ids() {
        Arbitrary<Integer> sizes =
                Arbitraries.oneOf(Arbitraries.integers().between(1, 200), Arbitraries.of(64, 128, 2_048, 2_049, 4_000));
        Arbitrary<Double> densities = Arbitraries.of(0.0, 0.01, 0.3, 0.5, 0.9, 0.999, 1.0);
        return Combinators.combine(sizes, densities, Arbitraries.longs(), Arbitraries.of(true, false))
                .as((size, density, seed, listed) -> {
                    Random random = new Random(seed);
                    BitSet set = new BitSet();
                    for (int id = 0; id < size; id++) {
                        set.set(id, random.nextDouble() < density);
                    }
                    return new Ids(size, set, listed);
                });
    }
}
