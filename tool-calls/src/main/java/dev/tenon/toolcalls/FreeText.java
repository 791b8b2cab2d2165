package dev.tenon.toolcalls;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The regular languages of free text: any Unicode text as UTF-8, and any that does not contain a trigger.
 */
final class FreeText {
    private FreeText() {}

    /** Any text, the empty one too. */
    static ByteDfa any() {
        return DfaAlgebra.anyText();
    }

    /**
     * Any text that contains none of the triggers; the empty one too. So the text may break off anywhere but within a code
     * point, and what opens a call cannot be written, not even in pieces.
     *
     * @throws IllegalArgumentException when a trigger is empty, or ends as it begins: after such a trigger it would not be
     *     clear where the text ended
     */
    static ByteDfa without(List<String> triggers) {
        ByteDfa text = DfaAlgebra.anyText();
        for (String trigger : triggers) {
            requireClear(trigger);
            text = DfaAlgebra.intersect(
                    text, DfaAlgebra.textWithout(trigger, CompileLimits.defaults()), CompileLimits.defaults());
        }
        return text;
    }

    /** Of these texts those that do not begin with the word. O(states * byte classes). */
    static ByteDfa notBeginningWith(String word, ByteDfa text) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int i = 0; i <= bytes.length; i++) {
            builder.accept(builder.addState(), 0);
        }
        int other = bytes.length;
        builder.addTransition(other, 0, 255, other);
        for (int i = 0; i < bytes.length; i++) {
            for (int b = 0; b < 256; b++) {
                if (b != (bytes[i] & 0xFF)) {
                    builder.addTransition(i, b, b, other);
                } else if (i + 1 < bytes.length) {
                    builder.addTransition(i, b, b, i + 1);
                }
            }
        }
        return DfaAlgebra.intersect(text, builder.build(), CompileLimits.defaults());
    }

    private static void requireClear(String trigger) {
        for (int length = 1; length < trigger.length(); length++) {
            if (trigger.endsWith(trigger.substring(0, length))) {
                throw new IllegalArgumentException("no trigger: \"" + trigger + "\"");
            }
        }
    }
}
