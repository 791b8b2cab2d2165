package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.DfaAlgebra;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What keys the cells of an {@link ObjectSet} hold beside the keys that are named. */
final class KeyCells {
    /** More keys than any object that is ever written has members. */
    private static final long MANY = Integer.MAX_VALUE;

    private KeyCells() {}

    /** How many keys of the cell are neither named nor required; a large number stands for all larger ones. */
    static long freeKeys(ObjectSet.KeyCell cell, ObjectSet object) {
        if (cell.keys() == null) {
            return MANY;
        }
        long count = DfaAlgebra.countWords(cell.keys(), MANY);
        if (count == MANY) {
            return MANY;
        }
        for (String key : mentioned(object)) {
            if (cell.keys().matches(key.getBytes(StandardCharsets.UTF_8))) {
                count--;
            }
        }
        return count;
    }

    /** The keys that are named or required. */
    static Set<String> mentioned(ObjectSet object) {
        Set<String> keys = new LinkedHashSet<>(object.named().keySet());
        keys.addAll(object.required());
        return keys;
    }

    /**
     * The words of a small finite language, in byte order.
     *
     * @param dfa automaton of at most a few hundred words over UTF-8
     */
    static List<String> words(ByteDfa dfa) {
        List<String> words = new ArrayList<>();
        record Prefix(int state, byte[] bytes) {}
        List<Prefix> level = List.of(new Prefix(dfa.start(), new byte[0]));
        while (!level.isEmpty()) {
            List<Prefix> next = new ArrayList<>();
            for (Prefix prefix : level) {
                if (dfa.isAccepting(prefix.state)) {
                    words.add(new String(prefix.bytes, StandardCharsets.UTF_8));
                }
                for (int b = 0; b < 256; b++) {
                    int target = dfa.step(prefix.state, b);
                    if (target != ByteDfa.DEAD) {
                        byte[] bytes = java.util.Arrays.copyOf(prefix.bytes, prefix.bytes.length + 1);
                        bytes[prefix.bytes.length] = (byte) b;
                        next.add(new Prefix(target, bytes));
                    }
                }
            }
            level = next;
        }
        return words;
    }
}
