package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Sets of counts against sets of bits. */
final class CountSetProperties {
    private static final int MOST = 40;

    /** A set and the same set, number by number. */
    private record Drawn(CountSet set, BitSet bits) {}

    private static Drawn draw(Random random) {
        CountSet set = null;
        BitSet bits = new BitSet();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int first = random.nextInt(MOST / 2);
            int last = first + random.nextInt(4);
            CountSet range = CountSet.range(first, last);
            set = set == null ? range : set.or(range);
            bits.set(first, last + 1);
        }
        return new Drawn(Objects.requireNonNull(set), bits);
    }

    private static BitSet bits(CountSet set) {
        BitSet bits = new BitSet();
        for (int i = 0; i < MOST; i++) {
            bits.set(i, set.meets(i, i));
        }
        return bits;
    }

    @Property
    void setsHoldWhatTheirRangesHold(@ForAll long seed) {
        Random random = new Random(seed);
        Drawn a = draw(random);
        Drawn b = draw(random);
        assertEquals(a.bits, bits(a.set));
        BitSet both = (BitSet) a.bits.clone();
        both.or(b.bits);
        assertEquals(both, bits(a.set.or(b.set)));
        BitSet rest = (BitSet) b.bits.clone();
        rest.andNot(a.bits);
        assertEquals(rest.isEmpty(), a.set.containsAll(b.set));
    }

    @Property
    void sumsAreOfOneNumberOfEach(@ForAll long seed) {
        Random random = new Random(seed);
        Drawn a = draw(random);
        int first = random.nextInt(5);
        int last = first + random.nextInt(4);
        BitSet sums = new BitSet();
        a.bits.stream().forEach(count -> sums.set(count + first, count + last + 1));
        assertEquals(sums, bits(a.set.plus(first, last)));
    }

    @Property
    void thereIsNoEndBeyondInfinity(@ForAll long seed) {
        Drawn a = draw(new Random(seed));
        CountSet endless = a.set.plus(0, Saturating.INFINITE).plus(3, Saturating.INFINITE);
        int least = a.bits.nextSetBit(0) + 3;
        assertFalse(endless.meets(0, least - 1));
        assertTrue(endless.meets(least, least));
        assertTrue(endless.meets(Saturating.INFINITE, Saturating.INFINITE));
    }
}
