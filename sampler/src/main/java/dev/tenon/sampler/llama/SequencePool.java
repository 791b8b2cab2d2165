package dev.tenon.sampler.llama;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sequences of a context: those of open sessions, and those that were closed and are kept because a later prompt may begin
 * as they do. What begins alike shares cells. The least recently used of the kept ones goes when ids or cells run out, so that
 * open sessions never lack anything. Used by the decode thread alone.
 */
final class SequencePool {
    /** What a model's memory can do. */
    enum Sharing {
        /** Sequences may share their beginnings, and forget their ends. */
        PARTS,
        /** Each sequence stands for itself, and may be forgotten only as a whole: the memory is a state, not a list. */
        NOTHING
    }

    private final LlamaContext context;
    private final Sharing sharing;
    private final int keptLimit;
    private final CellCount cells;
    private final ArrayDeque<Integer> freeIds = new ArrayDeque<>();
    private final List<Sequence> open = new ArrayList<>();
    /** Least recently used first. */
    private final ArrayDeque<Sequence> kept = new ArrayDeque<>();

    /**
     * @param ids sequence ids are below this
     * @param keptLimit most sequences that are kept; 0 where nothing can be shared
     */
    SequencePool(LlamaContext context, int ids, int keptLimit, Sharing sharing) {
        this.context = context;
        this.sharing = sharing;
        this.keptLimit = switch (sharing) {
            case PARTS -> keptLimit;
            case NOTHING -> 0;
        };
        this.cells = new CellCount(context.cells());
        for (int id = 0; id < ids; id++) {
            freeIds.add(id);
        }
    }

    /** A new sequence that holds nothing. There must be an id for each open session. */
    Sequence open() {
        Integer id = freeIds.poll();
        while (id == null) {
            if (!evict()) {
                throw new IllegalStateException("more sessions than sequences");
            }
            id = freeIds.poll();
        }
        Sequence sequence = new Sequence(id);
        open.add(sequence);
        return sequence;
    }

    /**
     * Makes a sequence hold nothing but a beginning of {@code wanted[0 .. end)}, as long a one as it has, and at least one token
     * shorter than that: logits come of evaluating the last one.
     */
    void fit(Sequence sequence, int[] wanted, int end) {
        int common = Math.min(sequence.commonWith(wanted, end), end - 1);
        if (common < sequence.length()) {
            forget(sequence, common);
        }
    }

    /** Whether sequences can share anything. */
    boolean shares() {
        return sharing == Sharing.PARTS;
    }

    /** The longest beginning of {@code wanted[0 .. limit)} that some other sequence holds. */
    int longestHeld(Sequence sequence, int[] wanted, int limit) {
        Sequence best = longest(sequence, wanted, limit);
        return best == null ? 0 : best.commonWith(wanted, limit);
    }

    /** Fills an empty sequence with the longest beginning of {@code wanted[0 .. limit)} that is held; tells how long it is. */
    int share(Sequence sequence, int[] wanted, int limit) {
        Sequence source = longest(sequence, wanted, limit);
        if (source == null) {
            return 0;
        }
        int common = source.commonWith(wanted, limit);
        context.copyPrefix(source.id(), sequence.id(), common);
        for (int position = 0; position < common; position++) {
            cells.share(source.cell(position));
            sequence.append(source.token(position), source.cell(position));
        }
        if (kept.remove(source)) {
            kept.addLast(source);
        }
        return common;
    }

    private @Nullable Sequence longest(Sequence sequence, int[] wanted, int limit) {
        if (sharing == Sharing.NOTHING) {
            return null;
        }
        Sequence best = null;
        int bestLength = 0;
        for (Iterable<Sequence> some : List.of(open, kept)) {
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

    /** Forgets what is kept until so many tokens fit; false when they do not even then. */
    boolean makeRoom(int tokens) {
        while (cells.free() < tokens) {
            if (!evict()) {
                return false;
            }
        }
        return true;
    }

    /** Notes that {@code tokens[from .. to)} were evaluated behind what a sequence held. */
    void append(Sequence sequence, int[] tokens, int from, int to) {
        for (int at = from; at < to; at++) {
            sequence.append(tokens[at], cells.take());
        }
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
        for (int position = length; position < sequence.length(); position++) {
            cells.release(sequence.cell(position));
        }
        sequence.shorten(length);
    }

    /** A session is over: keeps what it held, unless something kept begins with it. */
    void close(Sequence sequence) {
        open.remove(sequence);
        for (int position = 0; position < sequence.length(); position++) {
            cells.keep(sequence.cell(position));
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
            evict();
        }
    }

    /** Forgets all that is kept; false when nothing is. */
    boolean evictAll() {
        boolean any = evict();
        while (evict()) {
            any = true;
        }
        return any;
    }

    /** Forgets the least recently used of the kept sequences; false when there is none. */
    boolean evict() {
        Sequence oldest = kept.poll();
        if (oldest == null) {
            return false;
        }
        drop(oldest);
        return true;
    }

    private void drop(Sequence sequence) {
        context.removeFrom(sequence.id(), 0);
        for (int position = 0; position < sequence.length(); position++) {
            cells.drop(sequence.cell(position));
        }
        freeIds.add(sequence.id());
    }

    /** Cells that open sessions hold. */
    int held() {
        return cells.held();
    }

    /** Cells that are kept only for prompts to come. */
    int kept() {
        return cells.kept();
    }
}
