package dev.tenon.toolcalls;

import dev.tenon.automaton.dfa.ByteDfa;
import java.nio.charset.StandardCharsets;

/**
 * The regular languages of free text: any Unicode text as UTF-8, and any that does not contain a trigger.
 *
 * <p>The automaton is the product of two small ones. The first reads well-formed UTF-8 (the table of RFC 3629, section
 * 4: no overlong forms, no surrogates, nothing above U+10FFFF) and accepts between code points. The second is that of
 * Knuth, Morris and Pratt: its state is how much of the trigger the text read so far ends with; the state in which all
 * of it was read is left out. So the text may break off anywhere but within a code point, and what opens a call cannot
 * be written, not even in pieces.
 */
final class FreeText {
    private static final int BETWEEN = 0;
    private static final int ONE_MORE = 1;
    private static final int TWO_MORE = 2;
    private static final int THREE_MORE = 3;
    private static final int AFTER_E0 = 4;
    private static final int AFTER_ED = 5;
    private static final int AFTER_F0 = 6;
    private static final int AFTER_F4 = 7;
    private static final int UTF8_STATES = 8;

    private FreeText() {}

    /** Any text, the empty one too. */
    static ByteDfa any() {
        return product(new byte[0]);
    }

    /**
     * Any text that does not contain the trigger; the empty one too. O(bytes of the trigger).
     *
     * @throws IllegalArgumentException when the trigger is empty, or ends as it begins: after such a trigger it would not be
     *     clear where the text ended
     */
    static ByteDfa without(String trigger) {
        byte[] word = trigger.getBytes(StandardCharsets.UTF_8);
        if (word.length == 0 || borders(word)[word.length] > 0) {
            throw new IllegalArgumentException("no trigger: \"" + trigger + "\"");
        }
        return product(word);
    }

    private static ByteDfa product(byte[] word) {
        int[] borders = borders(word);
        int kmpStates = Math.max(1, word.length);
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int i = 0; i < kmpStates * UTF8_STATES; i++) {
            builder.addState();
        }
        for (int matched = 0; matched < kmpStates; matched++) {
            builder.accept(matched * UTF8_STATES + BETWEEN, 0);
            for (int utf8 = 0; utf8 < UTF8_STATES; utf8++) {
                for (int b = 0; b < 256; b++) {
                    int nextUtf8 = stepUtf8(utf8, b);
                    int nextMatched = stepKmp(word, borders, matched, b);
                    if (nextUtf8 >= 0 && (word.length == 0 || nextMatched < word.length)) {
                        builder.addTransition(matched * UTF8_STATES + utf8, b, b, nextMatched * UTF8_STATES + nextUtf8);
                    }
                }
            }
        }
        return builder.build();
    }

    /** [n] -> length of the longest proper prefix of the word that the first n bytes end with. */
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

    private static int stepKmp(byte[] word, int[] borders, int matched, int b) {
        if (word.length == 0) {
            return 0;
        }
        int at = matched;
        while (at > 0 && word[at] != (byte) b) {
            at = borders[at];
        }
        return word[at] == (byte) b ? at + 1 : 0;
    }

    private static int stepUtf8(int state, int b) {
        return switch (state) {
            case BETWEEN -> lead(b);
            case ONE_MORE -> within(b, 0x80, 0xBF, BETWEEN);
            case TWO_MORE -> within(b, 0x80, 0xBF, ONE_MORE);
            case THREE_MORE -> within(b, 0x80, 0xBF, TWO_MORE);
            case AFTER_E0 -> within(b, 0xA0, 0xBF, ONE_MORE);
            case AFTER_ED -> within(b, 0x80, 0x9F, ONE_MORE);
            case AFTER_F0 -> within(b, 0x90, 0xBF, TWO_MORE);
            case AFTER_F4 -> within(b, 0x80, 0x8F, TWO_MORE);
            default -> throw new AssertionError(state);
        };
    }

    private static int lead(int b) {
        if (b < 0x80) {
            return BETWEEN;
        } else if (b < 0xC2 || b > 0xF4) {
            return ByteDfa.DEAD;
        } else if (b < 0xE0) {
            return ONE_MORE;
        } else if (b < 0xF0) {
            return b == 0xE0 ? AFTER_E0 : b == 0xED ? AFTER_ED : TWO_MORE;
        }
        return b == 0xF0 ? AFTER_F0 : b == 0xF4 ? AFTER_F4 : THREE_MORE;
    }

    private static int within(int b, int first, int last, int next) {
        return b >= first && b <= last ? next : ByteDfa.DEAD;
    }
}
