package dev.tenon.automaton.regex;

import dev.tenon.automaton.regex.Regex.Chars;
import dev.tenon.automaton.regex.Regex.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Simple case folding (CaseFolding.txt, status C and S): which code points are one letter where case does not count. From
 * the data of the running JDK, made when it is first asked for: some milliseconds, some thousand entries.
 */
final class CaseFolding {
    /** Each code point that is one letter with others -> all of them. */
    private static final Map<Integer, List<Integer>> ALIKE = alike();

    private CaseFolding() {}

    /** The set with all that is one letter with a member of it. */
    static Chars close(Chars chars) {
        List<Range> ranges = new ArrayList<>(chars.ranges());
        for (Map.Entry<Integer, List<Integer>> letter : ALIKE.entrySet()) {
            if (contains(chars, letter.getKey())) {
                letter.getValue().forEach(other -> ranges.add(new Range(other, other)));
            }
        }
        return CodePoints.of(ranges);
    }

    private static boolean contains(Chars chars, int codePoint) {
        int low = 0;
        int high = chars.ranges().size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Range range = chars.ranges().get(middle);
            if (codePoint < range.first()) {
                high = middle - 1;
            } else if (codePoint > range.last()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    private static Map<Integer, List<Integer>> alike() {
        Map<Integer, List<Integer>> byFolded = new HashMap<>();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            int folded = fold(codePoint);
            if (folded != codePoint) {
                byFolded.computeIfAbsent(folded, key -> new ArrayList<>(List.of(key)))
                        .add(codePoint);
            }
        }
        Map<Integer, List<Integer>> alike = new HashMap<>();
        for (List<Integer> letter : byFolded.values()) {
            letter.forEach(codePoint -> alike.put(codePoint, List.copyOf(letter)));
        }
        return Map.copyOf(alike);
    }

    /** The dotted capital and the dotless small i fold to themselves: they are one letter with i in Turkish alone. */
    private static int fold(int codePoint) {
        return codePoint == 0x130 || codePoint == 0x131
                ? codePoint
                : Character.toLowerCase(Character.toUpperCase(codePoint));
    }
}
