package dev.tenon.automaton.match;

/** Token ids that are left out for a while, and more of them for a while within it. Not thread-safe. */
final class ExcludedIds {
    private static final long[] NONE = {};

    /** Taken with the first id, and given back without any. */
    private long[] words = NONE;

    private final ZeroWords lender;
    private final IdList ids = new IdList();

    ExcludedIds(ZeroWords lender) {
        this.lender = lender;
    }

    boolean has(int id) {
        return ids.size() > 0 && (words[id >> 6] & (1L << id)) != 0;
    }

    /**
     * Leaves out these as well.
     *
     * @return what {@link #end} takes to let them in again
     */
    int begin(int[] more) {
        int mark = ids.size();
        if (more.length > 0 && words.length == 0) {
            words = lender.take();
        }
        for (int id : more) {
            if (!has(id)) {
                words[id >> 6] |= 1L << id;
                ids.add(id);
            }
        }
        return mark;
    }

    void end(int mark) {
        for (int i = mark; i < ids.size(); i++) {
            words[ids.get(i) >> 6] &= ~(1L << ids.get(i));
        }
        ids.cutTo(mark);
        if (mark == 0 && words.length > 0) {
            lender.give(words);
            words = NONE;
        }
    }
}
