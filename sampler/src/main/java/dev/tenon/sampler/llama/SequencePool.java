package dev.tenon.sampler.llama;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The sequences of a context: those of open sessions, and those that were closed and stay where they are until their place is
 * needed, because a later prompt may begin as they do. Used by the decode thread alone.
 *
 * <p>Each has cells of its own. Cells that all share would save copying, but then every token looks at the cells of all others
 * too, if only to find that they are masked: with 32 texts a batch took 2.6 times as long. Low places are given first, since
 * llama.cpp evaluates together only what lies side by side.
 */
final class SequencePool {
    /** What a model's memory can do. */
    enum Sharing {
        /** A sequence may get the beginning of another, and forget its own end. */
        PARTS,
        /** Each sequence stands for itself, and may be forgotten only as a whole: the memory is a state, not a list. */
        NOTHING
    }

    /** A shorter beginning is evaluated as fast as it is copied. */
    private static final int WORTH_COPYING = 16;

    /** Copying moves all that a sequence holds: so many cells take less time than evaluating one token. */
    private static final int CELLS_FOR_A_TOKEN = 32;

    /** A kept sequence with fewer tokens behind a common beginning gives its place instead of a copy. */
    private static final int WORTH_KEEPING = 64;

    private final LlamaContext context;
    private final Sharing sharing;
    private final int keptLimit;
    private final PriorityQueue<Integer> freeIds = new PriorityQueue<>();
    private final List<Sequence> open = new ArrayList<>();
    /** Least recently used first. */
    private final ArrayDeque<Sequence> kept = new ArrayDeque<>();

    /**
     * @param ids sequence ids are below this; at least one for each session that may be open
     * @param keptLimit most sequences that are kept; 0 where nothing can be shared
     */
    SequencePool(LlamaContext context, int ids, int keptLimit, Sharing sharing) {
        this.context = context;
        this.sharing = sharing;
        this.keptLimit = switch (sharing) {
            case PARTS -> keptLimit;
            case NOTHING -> 0;
        };
        for (int id = 0; id < ids; id++) {
            freeIds.add(id);
        }
    }

    /** A new sequence that holds nothing, and has no place before {@link #place}. */
    Sequence open() {
        Sequence sequence = new Sequence();
        open.add(sequence);
        return sequence;
    }

    /**
     * Makes a sequence hold nothing but a beginning of {@code wanted[0 .. end)}, as long a one as it has, and no more than {@code limit}
     * tokens: logits come of evaluating those behind.
     */
    void fit(Sequence sequence, int[] wanted, int end, int limit) {
        int common = Math.min(sequence.commonWith(wanted, end), limit);
        if (common < sequence.length()) {
            forget(sequence, common);
        }
    }

    /** Whether sequences can share anything. */
    boolean shares() {
        return sharing == Sharing.PARTS;
    }

    /** Whether a beginning of so many tokens is better copied than evaluated, from a sequence that holds so many in all. */
    static boolean isWorthCopying(int common, int length) {
        return common >= WORTH_COPYING && (long) common * CELLS_FOR_A_TOKEN >= length;
    }

    /** The longest beginning of {@code wanted[0 .. limit)} that some other sequence holds. */
    int longestHeld(Sequence sequence, int[] wanted, int limit) {
        Sequence best = longest(sequence, wanted, limit);
        return best == null ? 0 : best.commonWith(wanted, limit);
    }

    /**
     * Gives a sequence that holds nothing a place, with the longest beginning of {@code wanted[0 .. limit)} that can be had; tells how
     * long it is. A kept sequence that is little more than that beginning gives its own place.
     */
    int place(Sequence sequence, int[] wanted, int limit) {
        Sequence source = longest(sequence, wanted, limit);
        int common = source == null ? 0 : source.commonWith(wanted, limit);
        if (!sequence.hasId()) {
            boolean isKept = source != null && kept.contains(source);
            if (source != null && isKept && (source.length() - common < WORTH_KEEPING || isLastPlace())) {
                kept.remove(source);
                sequence.takeOver(source);
                forget(sequence, common);
                return sequence.length();
            }
            sequence.takeId(freeId(source));
        }
        if (source == null || !isWorthCopying(common, source.length())) {
            return 0;
        }
        context.copyPrefix(source.id(), sequence.id(), common);
        sequence.append(wanted, 0, common);
        if (kept.remove(source)) {
            kept.addLast(source);
        }
        return common;
    }

    /** Whether the only place to be had is that of a kept sequence. */
    private boolean isLastPlace() {
        return freeIds.isEmpty() && kept.size() == 1;
    }

    /** A place, if need be that of the least recently used of the kept sequences other than the one that is wanted yet. */
    private int freeId(@Nullable Sequence wanted) {
        if (freeIds.isEmpty()) {
            Sequence oldest = kept.stream()
                    .filter(sequence -> sequence != wanted)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("more sessions than sequences"));
            kept.remove(oldest);
            drop(oldest);
        }
        return freeIds.remove();
    }

    private @Nullable Sequence longest(Sequence sequence, int[] wanted, int limit) {
        if (sharing == Sharing.NOTHING) {
            return null;
        }
        Sequence best = null;
        int bestLength = 0;
        // The kept ones first: of two alike, one that gives its place is better.
        for (Iterable<Sequence> some : List.of(kept, open)) {
            for (Sequence other : some) {
                int common = other == sequence ? 0 : other.commonWith(wanted, limit);
                if (common > bestLength) {
                    best = other;
                    bestLength = common;
                }
            }
        }
        return best;
    }

    /** Notes that {@code tokens[from .. to)} were evaluated behind what a sequence held. */
    void append(Sequence sequence, int[] tokens, int from, int to) {
        sequence.append(tokens, from, to);
    }

    /** After a decode that failed: makes the context hold of a sequence what is noted of it, or nothing where it cannot. */
    void restore(Sequence sequence) {
        forget(sequence, sequence.length());
    }

    private void forget(Sequence sequence, int from) {
        int length = context.removeFrom(sequence.id(), from) ? from : 0;
        if (length < from) {
            context.removeFrom(sequence.id(), 0);
        }
        sequence.shorten(length);
    }

    /** A session is over: keeps what it held, unless something kept begins with it. */
    void close(Sequence sequence) {
        open.remove(sequence);
        if (!sequence.hasId()) {
            return;
        }
        if (keptLimit == 0 || sequence.length() == 0) {
            drop(sequence);
            return;
        }
        for (Sequence other : kept) {
            if (other.beginsWith(sequence)) {
                drop(sequence);
                kept.remove(other);
                kept.addLast(other);
                return;
            }
        }
        for (Sequence other : List.copyOf(kept)) {
            if (sequence.beginsWith(other)) {
                kept.remove(other);
                drop(other);
            }
        }
        kept.addLast(sequence);
        if (kept.size() > keptLimit) {
            drop(kept.remove());
        }
    }

    private void drop(Sequence sequence) {
        context.removeFrom(sequence.id(), 0);
        freeIds.add(sequence.id());
    }

    /** Tokens that open sessions hold. */
    int held() {
        return open.stream().mapToInt(Sequence::length).sum();
    }

    /** Tokens that are kept only for prompts to come. */
    int kept() {
        return kept.stream().mapToInt(Sequence::length).sum();
    }
}
