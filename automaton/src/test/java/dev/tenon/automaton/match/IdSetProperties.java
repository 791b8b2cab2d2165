package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.token.TokenMask;
import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Sets of ids against {@link BitSet}. */
class IdSetProperties {
    private static final int SIZE = 5000;

    /** A set that is filled twice, so that what the first use left behind would be seen. */
    private final IdSet set = new IdSet(new ZeroWords(SIZE));

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void dropsWhatIsInAMaskButForSome(@ForAll long seed) {
        Random random = new Random(seed);
        BitSet ids = some(random);
        BitSet masked = some(random);
        if (random.nextInt(3) > 0) {
            masked.flip(0, SIZE);
        }
        BitSet butFor = some(random);
        IdSet kept = new IdSet(new ZeroWords(SIZE));
        butFor.stream().forEach(kept::add);
        ids.stream().forEach(set::add);

        set.dropWithin(mask(masked), kept);

        masked.andNot(butFor);
        ids.andNot(masked);
        assertSame(ids);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void keepsWhatIsInAMask(@ForAll long seed) {
        Random random = new Random(seed);
        BitSet ids = some(random);
        BitSet masked = some(random);
        if (random.nextBoolean()) {
            masked.flip(0, SIZE);
        }
        ids.stream().forEach(set::add);

        set.keepWithin(mask(masked));

        ids.and(masked);
        assertSame(ids);
    }

    @Example
    void goesThroughAListOfForbiddenIdsWhereItIsShort() {
        BitSet all = new BitSet();
        all.set(0, SIZE);
        all.clear(7);
        all.clear(4999);
        TokenMask mask = mask(all);
        assertTrue(mask.listsForbidden());
        for (int id : new int[] {4999, 3, 7, 9}) {
            set.add(id);
        }
        IdSet butFor = new IdSet(new ZeroWords(SIZE));
        butFor.add(9);

        set.dropWithin(mask, butFor);

        BitSet expected = new BitSet();
        for (int id : new int[] {7, 9, 4999}) {
            expected.set(id);
        }
        assertSame(expected);
    }

    private void assertSame(BitSet expected) {
        assertEquals(expected.cardinality(), set.count);
        assertArrayEquals(expected.stream().toArray(), set.sorted());
        for (int id = 0; id < SIZE; id++) {
            assertEquals(expected.get(id), set.has(id));
        }
        set.clear();
        assertEquals(0, set.count);
    }

    private static TokenMask mask(BitSet ids) {
        return TokenMask.of(ids.stream().toArray(), SIZE);
    }

    /** None, few or many. */
    private static BitSet some(Random random) {
        BitSet ids = new BitSet();
        int most = new int[] {1, 4, 40, 400, 2 * SIZE}[random.nextInt(5)];
        int count = random.nextInt(most);
        for (int i = 0; i < count; i++) {
            ids.set(random.nextInt(SIZE));
        }
        return ids;
    }
}
