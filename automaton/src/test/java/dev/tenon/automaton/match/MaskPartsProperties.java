package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Masks by their parts against plain sets. */
final class MaskPartsProperties {
    private static final int SIZE = 400;

    /** One part: a mask less some ids, or ids alone. */
    private record Part(TokenMask whole, int[] less, int[] ids) {
        void addTo(MaskParts parts) {
            parts.add(whole, less);
            parts.add(ids);
        }

        void addTo(BitSet set) {
            BitSet own = set(whole);
            for (int id : less) {
                own.clear(id);
            }
            set.or(own);
            for (int id : ids) {
                set.set(id);
            }
        }
    }

    private static MaskEngine engine() {
        List<byte[]> tokens = new ArrayList<>();
        for (int i = 0; i < SIZE - 1; i++) {
            tokens.add(new byte[] {(byte) i, (byte) (i >> 8)});
        }
        return new MaskEngine(Vocabulary.ofByteStrings(tokens));
    }

    private static BitSet set(TokenMask mask) {
        BitSet set = new BitSet();
        for (int id = mask.nextAllowed(0); id >= 0; id = mask.nextAllowed(id + 1)) {
            set.set(id);
        }
        return set;
    }

    private static TokenMask mask(Random random, int size) {
        long[] words = new long[(size + 63) >>> 6];
        int one = random.nextInt(1, 20);
        for (int id = 0; id < size; id++) {
            if (random.nextInt(20) < one) {
                words[id >> 6] |= 1L << id;
            }
        }
        return TokenMask.adopt(words, size);
    }

    private static int[] ids(Random random, int size) {
        return random.ints(random.nextInt(3) == 0 ? 0 : random.nextInt(40), 0, size)
                .toArray();
    }

    private static TokenMask finish(MaskParts parts, List<Part> list) {
        for (Part part : list) {
            part.addTo(parts);
        }
        return parts.finish();
    }

    @Property(tries = 300)
    void aMaskHasTheIdsOfItsPartsAndTheSamePartsInAnyOrderAreTheSameMask(@ForAll long seed) {
        Random random = new Random(seed);
        MaskEngine engine = engine();
        int size = engine.vocabulary().size();
        MaskParts parts = new MaskParts(engine);
        List<TokenMask> wholes = List.of(mask(random, size), mask(random, size), mask(random, size));
        for (int round = 0; round < 5; round++) {
            List<Part> list = new ArrayList<>();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                list.add(new Part(wholes.get(random.nextInt(3)), ids(random, size), ids(random, size)));
            }
            BitSet expected = new BitSet();
            list.forEach(part -> part.addTo(expected));
            TokenMask made = finish(parts, list);
            assertEquals(expected, set(made));
            assertEquals(made, finish(parts, list), "once more");
            if (list.size() == 1) {
                assertSame(made, finish(new MaskParts(engine), list), "the same parts");
            }
            Collections.shuffle(list, random);
            assertEquals(made, finish(parts, list), "in another order");
        }
    }
}
