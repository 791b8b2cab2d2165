package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Draws words of a format, and words that are nearly of it. */
final class FormatWords {
    private static final String OTHERS = "09azAZ.:-+/@%[]#~\"\\{}'_ \n\u00e9\u09ea\u200d\u3002\uff10\ud83d\ude00";

    private FormatWords() {}

    /** A word: at random up to so many bytes, then the shortest way to the end. */
    static String draw(StringFormat format, RandomGenerator random) {
        while (true) {
            byte[] word = walk(format.text(), random, random.nextInt(50));
            String text = new String(word, StandardCharsets.UTF_8);
            if (text.codePointCount(0, text.length()) <= format.maxLength()) {
                return text;
            }
        }
    }

    private static byte[] walk(ByteDfa dfa, RandomGenerator random, int wander) {
        byte[] word = new byte[1024];
        int state = dfa.start();
        for (int length = 0; length < word.length; length++) {
            Map<Integer, List<Integer>> bytesTo = new LinkedHashMap<>();
            for (int b = 0; b < 256; b++) {
                if (dfa.step(state, b) != ByteDfa.DEAD) {
                    bytesTo.computeIfAbsent(dfa.step(state, b), target -> new ArrayList<>())
                            .add(b);
                }
            }
            if (dfa.isAccepting(state) && (bytesTo.isEmpty() || length >= wander || random.nextInt(12) == 0)) {
                return Arrays.copyOf(word, length);
            }
            state = length < wander ? any(bytesTo, random) : nearest(bytesTo, dfa);
            List<Integer> bytes = bytesTo.getOrDefault(state, List.of());
            word[length] = bytes.get(random.nextInt(bytes.size())).byteValue();
        }
        throw new AssertionError("no end within " + word.length + " bytes");
    }

    private static int any(Map<Integer, List<Integer>> bytesTo, RandomGenerator random) {
        return List.copyOf(bytesTo.keySet()).get(random.nextInt(bytesTo.size()));
    }

    private static int nearest(Map<Integer, List<Integer>> bytesTo, ByteDfa dfa) {
        return bytesTo.keySet().stream()
                .min(Comparator.comparingInt(dfa::leastBytes))
                .orElseThrow();
    }

    /** A word with one code point dropped, doubled, replaced or added. */
    static String mutate(String word, RandomGenerator random) {
        int[] codePoints = word.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int at = random.nextInt(codePoints.length + 1);
        int kind = random.nextInt(4);
        for (int i = 0; i < codePoints.length; i++) {
            if (i == at && kind == 0) {
                continue;
            }
            if (i == at && kind == 1) {
                text.append(other(random));
                continue;
            }
            if (i == at && kind == 2) {
                text.appendCodePoint(codePoints[i]);
            }
            if (i == at && kind == 3) {
                text.append(other(random));
            }
            text.appendCodePoint(codePoints[i]);
        }
        return at == codePoints.length ? text + other(random) : text.toString();
    }

    private static String other(RandomGenerator random) {
        int[] others = OTHERS.codePoints().toArray();
        return Character.toString(others[random.nextInt(others.length)]);
    }
}
