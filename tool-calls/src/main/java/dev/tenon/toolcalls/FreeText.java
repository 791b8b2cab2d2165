package dev.tenon.toolcalls;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import java.nio.charset.StandardCharsets;

/**
 * The regular languages of free text: any Unicode text as UTF-8, and any that does not contain a trigger.
 *
 * <p>The second is the first met with the automaton of Knuth, Morris and Pratt: its state is how much of the trigger the
 * bytes read so far end with; the state in which all of it was read is left out. So the text may break off anywhere but
 * within a code point, and what opens a call cannot be written, not even in pieces.
 */
final class FreeText {
    private FreeText() {}

    /** Any text, the empty one too. */
    static ByteDfa any() {
        return DfaAlgebra.anyText();
    }

    /**
     * Any text that does not contain the trigger; the empty one too. O(bytes of the trigger).
     *
     * @throws IllegalArgumentException when the trigger is empty, or ends as it begins: after such a trigger it would not
     *     be clear where the text ended
     */
    static ByteDfa without(String trigger) {
        byte[] word = trigger.getBytes(StandardCharsets.UTF_8);
        int[] borders = borders(word);
        if (word.length == 0 || borders[word.length] > 0) {
            throw new IllegalArgumentException("no trigger: \"" + trigger + "\"");
        }
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int matched = 0; matched < word.length; matched++) {
            builder.accept(builder.addState(), 0);
        }
        for (int matched = 0; matched < word.length; matched++) {
            for (int b = 0; b < 256; b++) {
                int next = step(word, borders, matched, b);
                if (next < word.length) {
                    builder.addTransition(matched, b, b, next);
                }
            }
        }
        return DfaAlgebra.intersect(DfaAlgebra.anyText(), builder.build(), CompileLimits.defaults());
    }

    /** [n] -> length of the longest proper prefix of the word that its first n bytes end with. */
    private static int[] borders(byte[] word) {
        int[] borders = new int[word.length + 1];
        int matched = 0;
        for (int i = 1; i < word.length; i++) {
            while (matched > 0 && word[i] != word[matched]) {
                matched = borders[matched];
            }
            if (word[i] == word[matched]) {
                matched++;
            }
            borders[i + 1] = matched;
        }
        return borders;
    }

    private static int step(byte[] word, int[] borders, int matched, int b) {
        int at = matched;
        while (at > 0 && word[at] != (byte) b) {
            at = borders[at];
        }
        return word[at] == (byte) b ? at + 1 : 0;
    }
}
