package dev.tenon.automaton.match;

import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mask in the making, as what it is made of: whole masks, most often that of the inside of a lexeme, ids of other tokens,
 * and ids that are left out of a whole. Masks made of the same parts are the same mask, whatever schema and whatever place
 * in it they come from, so it is looked up by its parts before it is made. Not thread-safe; used for one mask after another.
 */
final class MaskParts {
    /** So many ids are taken one by one: their mask may be another object elsewhere, with the same ids. */
    private static final int FEW = 64;

    private final MaskEngine engine;
    private final List<TokenMask> wholes = new ArrayList<>();
    private final IdSet added;
    /** Left out of the one whole there is; none where there are several. */
    private final IdSet removed;

    /** For masks that are made on the way to one; made with the first of them. */
    private @Nullable MaskParts inner;

    MaskParts(MaskEngine engine) {
        this.engine = engine;
        this.added = new IdSet(engine.zeroWords());
        this.removed = new IdSet(engine.zeroWords());
    }

    void add(int id) {
        added.add(id);
    }

    void add(int[] some) {
        for (int id : some) {
            added.add(id);
        }
    }

    void add(IdList some) {
        for (int i = 0; i < some.size(); i++) {
            added.add(some.get(i));
        }
    }

    /** A mask of few ids is taken as these. */
    @SuppressWarnings("ReferenceEquality") // equal masks that are two objects cost time, no more
    void add(TokenMask whole) {
        if (isFew(whole)) {
            for (int i = 0; i < whole.shortCount(); i++) {
                added.add(whole.shortId(i));
            }
            return;
        }
        mergeRemoved();
        for (int i = 0; i < wholes.size(); i++) {
            if (wholes.get(i) == whole) {
                return;
            }
        }
        wholes.add(whole);
    }

    /** Adds a mask less some tokens. */
    void add(TokenMask whole, int[] less) {
        if (less.length == 0) {
            add(whole);
        } else if (begin(whole)) {
            leaveOut(less);
        } else {
            add(lessened(whole, less));
        }
    }

    /** Adds the tokens that end at the nodes {@code from .. to - 1}, but for some, ascending. */
    void add(TokenTrie trie, int from, int to, int[] butFor) {
        for (int at = trie.idStart(from); at < trie.idStart(to); at++) {
            int id = trie.id(at);
            if (butFor.length == 0 || Arrays.binarySearch(butFor, id) < 0) {
                added.add(id);
            }
        }
    }

    /** Adds a mask where it can be the one whole that ids are left out of, which {@link #leaveOut} tells next; else does nothing. */
    boolean begin(TokenMask whole) {
        if (!wholes.isEmpty() || isFew(whole)) {
            return false;
        }
        wholes.add(whole);
        return true;
    }

    /** Leaves the tokens that end at the nodes {@code from .. to - 1} out of what {@link #begin} added. */
    void leaveOut(TokenTrie trie, int from, int to) {
        for (int at = trie.idStart(from); at < trie.idStart(to); at++) {
            removed.add(trie.id(at));
        }
    }

    /** The same of some tokens. */
    void leaveOut(int[] less) {
        for (int id : less) {
            removed.add(id);
        }
    }

    /** The mask of these parts, from the engine's or made now; the parts are forgotten. */
    TokenMask finish() {
        settle();
        TokenMask mask = wholes.size() == 1 && added.count == 0 && removed.count == 0
                ? wholes.get(0)
                : engine.union(new Probe(this));
        clear();
        return mask;
    }

    private static boolean isFew(TokenMask whole) {
        return whole.listsAllowed() && whole.shortCount() <= FEW;
    }

    private void clear() {
        wholes.clear();
        added.clear();
        removed.clear();
    }

    /** Makes one mask of the one whole and what is left out of it. */
    private void mergeRemoved() {
        if (removed.count > 0) {
            TokenMask whole = lessened(wholes.get(0), Arrays.copyOf(removed.ids, removed.count));
            removed.clear();
            wholes.set(0, whole);
        }
    }

    private TokenMask lessened(TokenMask whole, int[] less) {
        MaskParts parts = inner;
        if (parts == null) {
            parts = new MaskParts(engine);
            inner = parts;
        }
        if (!isFew(whole)) {
            parts.add(whole, less);
            return parts.finish();
        }
        for (int id : less) {
            parts.removed.add(id);
        }
        for (int i = 0; i < whole.shortCount(); i++) {
            if (!parts.removed.has(whole.shortId(i))) {
                parts.add(whole.shortId(i));
            }
        }
        parts.removed.clear();
        return parts.finish();
    }

    /** Each id is in at most one list, and in that only if it makes a difference. */
    private void settle() {
        if (wholes.isEmpty()) {
            return;
        }
        if (removed.count > 0) {
            removed.keepWithin(wholes.get(0));
            removed.drop(added);
        }
        for (int i = 0; i < wholes.size(); i++) {
            added.dropWithin(wholes.get(i), removed);
        }
    }

    private int hash() {
        int hash = added.hash() * 31 + removed.hash();
        for (int i = 0; i < wholes.size(); i++) {
            hash += IdSet.mix(System.identityHashCode(wholes.get(i)) + 1);
        }
        return hash;
    }

    /** What a mask was made of; the order does not matter. */
    abstract static sealed class Parts {
        private final int hash;

        private Parts(int hash) {
            this.hash = hash;
        }

        /** A rough size for cache bounds. */
        abstract int bytes();

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
            super(parts.hash());
            this.parts = parts;
        }

        @Override
        int bytes() {
            // Never kept.
            return 0;
        }

        private boolean isOf(Kept kept) {
            return parts.added.isSame(kept.added)
                    && parts.removed.isSame(kept.removed)
                    && sameObjects(parts.wholes, kept.wholes);
        }

        /** The same to be kept as a key. */
        Kept kept() {
            return new Kept(hashCode(), List.copyOf(parts.wholes), parts.added.sorted(), parts.removed.sorted());
        }
    }

    /** Parts of a mask that was made. */
    static final class Kept extends Parts {
        private final List<TokenMask> wholes;
        /** Ascending. */
        private final int[] added;
        /** Ascending. */
        private final int[] removed;

        private Kept(int hash, List<TokenMask> wholes, int[] added, int[] removed) {
            super(hash);
            this.wholes = wholes;
            this.added = added;
            this.removed = removed;
        }

        private boolean isAs(Kept other) {
            return Arrays.equals(added, other.added)
                    && Arrays.equals(removed, other.removed)
                    && sameObjects(wholes, other.wholes);
        }

        /** The mask, of so many ids. */
        TokenMask make(int size) {
            if (wholes.isEmpty()) {
                return TokenMask.of(added, size);
            }
            if (wholes.size() == 1) {
                return wholes.get(0).with(removed, added);
            }
            long[] words = new long[(size + 63) >>> 6];
            for (TokenMask whole : wholes) {
                whole.orInto(words);
            }
            for (int id : removed) {
                words[id >> 6] &= ~(1L << id);
            }
            for (int id : added) {
                words[id >> 6] |= 1L << id;
            }
            return TokenMask.adopt(words, size);
        }

        @Override
        int bytes() {
            return (added.length + removed.length) * 4 + 160;
        }
    }

    /** Neither list has an object twice. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean sameObjects(List<TokenMask> some, List<TokenMask> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            boolean found = false;
            for (int j = 0; j < others.size() && !found; j++) {
                found = some.get(i) == others.get(j);
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }
}
