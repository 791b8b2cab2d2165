package dev.tenon.sampler.llama;

/**
 * Which of a context's cells are taken, and by how many sequences: llama.cpp shares cells between sequences and does not tell
 * how many are left. The numbers are ours, one for each token that was evaluated; only their count means anything to
 * llama.cpp. Not thread-safe.
 */
final class CellCount {
    /** How many sequences hold a cell. */
    private final short[] holders;

    /** How many of them are open. */
    private final short[] openHolders;

    /** Cells that nobody holds: {@code free[0 .. freeCount)}. */
    private final int[] free;

    private int freeCount;
    private int openCount;

    CellCount(int cells) {
        this.holders = new short[cells];
        this.openHolders = new short[cells];
        this.free = new int[cells];
        for (int cell = 0; cell < cells; cell++) {
            free[cell] = cells - 1 - cell;
        }
        this.freeCount = cells;
    }

    /** A cell that nobody held, for an open sequence. There must be one: see {@link #free()}. */
    int take() {
        int cell = free[--freeCount];
        holders[cell] = 1;
        openHolders[cell] = 1;
        openCount++;
        return cell;
    }

    /** An open sequence holds a cell beside others. */
    void share(int cell) {
        holders[cell]++;
        if (openHolders[cell]++ == 0) {
            openCount++;
        }
    }

    /** An open sequence holds a cell no more. */
    void release(int cell) {
        keep(cell);
        drop(cell);
    }

    /** The sequence that holds a cell is open no more, but holds it. */
    void keep(int cell) {
        if (--openHolders[cell] == 0) {
            openCount--;
        }
    }

    /** A sequence that is not open holds a cell no more. */
    void drop(int cell) {
        if (--holders[cell] == 0) {
            free[freeCount++] = cell;
        }
    }

    /** Cells that nobody holds. */
    int free() {
        return freeCount;
    }

    /** Cells that open sequences hold. */
    int held() {
        return openCount;
    }

    /** Cells that only sequences hold which are not open. */
    int kept() {
        return holders.length - freeCount - openCount;
    }
}
