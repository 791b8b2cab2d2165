package dev.tenon.automaton.dfa;

/**
 * A partition of {@code 0..size-1} into blocks that can only be split: mark elements, then split every block that holds
 * marked and unmarked ones. The smaller part becomes the new block, which is what makes Hopcroft's bound. Marking is
 * constant time, splitting is proportional to what was marked. Not thread-safe.
 */
final class RefinablePartition {
    /** position -> element; the elements of a block lie side by side. */
    private final int[] elements;

    /** element -> its position, its block. */
    private final int[] positionOf;

    private final int[] blockOf;

    /** block -> first position, position after the last, how many are marked (they lie first). */
    private final int[] first;

    private final int[] past;
    private final int[] marked;
    private int blockCount;

    /** The blocks with marked elements. */
    private final IntList touched = new IntList();

    private RefinablePartition(int size) {
        elements = new int[size];
        positionOf = new int[size];
        blockOf = new int[size];
        first = new int[size];
        past = new int[size];
        marked = new int[size];
    }

    /** One block of everything, or none when there is nothing. */
    static RefinablePartition ofOne(int size) {
        return byKind(new int[size], 1);
    }

    /**
     * One block for each kind that occurs.
     *
     * @param kinds element -> kind, 0 to {@code kindCount - 1}
     */
    static RefinablePartition byKind(int[] kinds, int kindCount) {
        var partition = new RefinablePartition(kinds.length);
        int[] next = new int[kindCount + 1];
        for (int kind : kinds) {
            next[kind + 1]++;
        }
        int[] blockOfKind = new int[kindCount];
        for (int kind = 0; kind < kindCount; kind++) {
            if (next[kind + 1] > 0) {
                blockOfKind[kind] = partition.blockCount;
                partition.first[partition.blockCount] = next[kind];
                partition.past[partition.blockCount++] = next[kind] + next[kind + 1];
            }
            next[kind + 1] += next[kind];
        }
        for (int element = 0; element < kinds.length; element++) {
            int position = next[kinds[element]]++;
            partition.elements[position] = element;
            partition.positionOf[element] = position;
            partition.blockOf[element] = blockOfKind[kinds[element]];
        }
        return partition;
    }

    int blockCount() {
        return blockCount;
    }

    int blockOf(int element) {
        return blockOf[element];
    }

    int first(int block) {
        return first[block];
    }

    int past(int block) {
        return past[block];
    }

    int element(int position) {
        return elements[position];
    }

    void mark(int element) {
        int block = blockOf[element];
        int position = positionOf[element];
        int border = first[block] + marked[block];
        if (position < border) {
            return;
        }
        if (marked[block] == 0) {
            touched.add(block);
        }
        elements[position] = elements[border];
        positionOf[elements[position]] = position;
        elements[border] = element;
        positionOf[element] = border;
        marked[block]++;
    }

    void split() {
        for (int i = 0; i < touched.size(); i++) {
            splitBlock(touched.get(i));
        }
        touched.clear();
    }

    private void splitBlock(int block) {
        int border = first[block] + marked[block];
        marked[block] = 0;
        if (border == past[block]) {
            return;
        }
        int created = blockCount++;
        if (border - first[block] <= past[block] - border) {
            first[created] = first[block];
            past[created] = border;
            first[block] = border;
        } else {
            first[created] = border;
            past[created] = past[block];
            past[block] = border;
        }
        for (int position = first[created]; position < past[created]; position++) {
            blockOf[elements[position]] = created;
        }
    }
}
