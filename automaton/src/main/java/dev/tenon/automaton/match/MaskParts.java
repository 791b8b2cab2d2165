package dev.tenon.automaton.match;

import dev.tenon.automaton.token.TokenMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mask in the making, as what it is made of: whole masks, most often that of the inside of a lexeme, and the ids of
 * other tokens. Masks made of the same parts are the same mask, whatever schema and whatever place in it they come from, so
 * it is looked up by its parts before it is made. Not thread-safe; used for one mask after another.
 */
final class MaskParts {
    private final int size;
    private final List<TokenMask> wholes = new ArrayList<>();
    private int[] ids = new int[256];
    private int idCount;
    /** The ids as bits. */
    private final long[] present;

    private int hash;

    MaskParts(int size) {
        this.size = size;
        this.present = new long[(size + 63) >>> 6];
    }

    void add(int id) {
        long bit = 1L << id;
        if ((present[id >> 6] & bit) != 0) {
            return;
        }
        present[id >> 6] |= bit;
        if (idCount == ids.length) {
            ids = Arrays.copyOf(ids, 2 * idCount);
        }
        ids[idCount++] = id;
    }

    void add(int[] some) {
        for (int id : some) {
            add(id);
        }
    }

    /** A mask with a short list of ids is taken as these. */
    @SuppressWarnings("ReferenceEquality") // equal masks that are two objects cost time, no more
    void add(TokenMask whole) {
        if (whole.listsAllowed()) {
            for (int i = 0; i < whole.shortCount(); i++) {
                add(whole.shortId(i));
            }
            return;
        }
        for (int i = 0; i < wholes.size(); i++) {
            if (wholes.get(i) == whole) {
                return;
            }
        }
        wholes.add(whole);
    }

    /** The mask of these parts, from the engine's or made now; the parts are forgotten. */
    TokenMask finish(MaskEngine engine) {
        settle();
        TokenMask mask = wholes.size() == 1 && idCount == 0 ? wholes.get(0) : engine.union(new Probe(this));
        clear();
        return mask;
    }

    private void clear() {
        for (int i = 0; i < idCount; i++) {
            present[ids[i] >> 6] = 0;
        }
        wholes.clear();
        idCount = 0;
    }

    /** Takes out ids that a whole has as well, and puts wholes in an order of their own. */
    private void settle() {
        int kept = 0;
        hash = 0;
        for (int i = 0; i < idCount; i++) {
            int id = ids[i];
            if (isInWhole(id)) {
                present[id >> 6] &= ~(1L << id);
            } else {
                ids[kept++] = id;
                hash += mix(id);
            }
        }
        idCount = kept;
        for (int i = 0; i < wholes.size(); i++) {
            hash += mix(System.identityHashCode(wholes.get(i)) + 1);
        }
    }

    private boolean isInWhole(int id) {
        for (int i = 0; i < wholes.size(); i++) {
            if (wholes.get(i).contains(id)) {
                return true;
            }
        }
        return false;
    }

    private static int mix(int id) {
        int h = id * 0x9E3779B1;
        h = (h ^ (h >>> 15)) * 0x85EBCA6B;
        return h ^ (h >>> 13);
    }

    /** What a mask was made of; the order does not matter. */
    abstract static sealed class Parts {
        private final int hash;

        private Parts(int hash) {
            this.hash = hash;
        }

        @Override
        public final int hashCode() {
            return hash;
        }

        @Override
        public final boolean equals(Object other) {
            return this == other
                    || (other instanceof Parts that
                            && hash == that.hash
                            && switch (this) {
                                case Probe probe -> that instanceof Kept kept && probe.isOf(kept);
                                case Kept kept ->
                                    switch (that) {
                                        case Probe probe -> probe.isOf(kept);
                                        case Kept more -> kept.isAs(more);
                                    };
                            });
        }
    }

    /** Parts that are looked for: valid until the next ones are collected. */
    static final class Probe extends Parts {
        private final MaskParts parts;

        private Probe(MaskParts parts) {
            super(parts.hash);
            this.parts = parts;
        }

        private boolean isOf(Kept kept) {
            if (parts.idCount != kept.ids.length || !sameObjects(parts.wholes, kept.wholes)) {
                return false;
            }
            for (int id : kept.ids) {
                if ((parts.present[id >> 6] & (1L << id)) == 0) {
                    return false;
                }
            }
            return true;
        }

        /** The same to be kept as a key. */
        Kept kept() {
            int[] ids = Arrays.copyOf(parts.ids, parts.idCount);
            Arrays.sort(ids);
            return new Kept(hashCode(), List.copyOf(parts.wholes), ids);
        }

        TokenMask make() {
            long[] words = new long[parts.present.length];
            for (TokenMask whole : parts.wholes) {
                whole.orInto(words);
            }
            for (int i = 0; i < parts.idCount; i++) {
                words[parts.ids[i] >> 6] |= 1L << parts.ids[i];
            }
            return TokenMask.adopt(words, parts.size);
        }
    }

    /** Parts of a mask that was made. */
    static final class Kept extends Parts {
        private final List<TokenMask> wholes;
        /** Ascending. */
        private final int[] ids;

        private Kept(int hash, List<TokenMask> wholes, int[] ids) {
            super(hash);
            this.wholes = wholes;
            this.ids = ids;
        }

        private boolean isAs(Kept other) {
            return Arrays.equals(ids, other.ids) && sameObjects(wholes, other.wholes);
        }

        /** A rough size for cache bounds. */
        int bytes() {
            return ids.length * 4 + 128;
        }
    }

    /** Neither list has an object twice. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean sameObjects(List<TokenMask> some, List<TokenMask> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (TokenMask mask : some) {
            boolean found = false;
            for (int i = 0; i < others.size() && !found; i++) {
                found = others.get(i) == mask;
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }
}
