package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * From the automaton of a string's text to the automaton of its JSON spelling (RFC 8259, section 7): quotes around it,
 * and each byte that must be escaped replaced by one canonical escape, the one that {@code JSON.stringify} writes; or
 * with every escape that JSON has.
 *
 * <p>A state of the result is a unit state iff it is entered by completing a code point, so that length bounds count
 * code points and an escape counts once. In a trimmed automaton over UTF-8 a state is either between two code points or
 * inside one, never both: what follows it begins with a first byte (or may be nothing), or with a continuation byte.
 * The state after the opening quote is a copy of the text's start that does not count.
 */
final class JsonStringSpelling {
    private static final String SHORT_ESCAPES = "\b\t\n\f\r\"\\";
    private static final String SHORT_LETTERS = "btnfr\"\\";
    private static final String HEX = "0123456789abcdef";

    /** The bytes that must be escaped: those with a short escape, then the other control characters. */
    private static final int[] ESCAPED = IntStream.concat(
                    SHORT_ESCAPES.chars(), IntStream.range(0, 0x20).filter(b -> SHORT_ESCAPES.indexOf(b) < 0))
            .toArray();

    private final ByteDfa text;
    private final SchemaOptions.Strings spelling;
    private final ByteDfa.Builder builder = ByteDfa.builder();
    /** text state -> state of the result. */
    private final int[] spelled;
    /** label -> state after the closing quote, or 0 while there is none. */
    private final int[] closed;

    private final HexEscapes hexEscapes;
    /** Bytes that stand for themselves: run -> first and last byte, which are of one class of the text. */
    private final int[] runStart = new int[256];

    private final int[] runEnd = new int[256];
    private int runs;
    /** The bytes that must be escaped, one of each class of the text; and for each of them its index there. */
    private final int[] escapedOf;

    private final int[] escapedIndex = new int[ESCAPED.length];
    /** Continuation bytes, one of each class of the text. */
    private final int[] continuations;
    /** Whether any text has a byte that must be escaped. */
    private final boolean escapes;
    /** Targets of {@link #escapedOf} -> the state after the backslash. */
    private final Map<List<Integer>, Integer> shortest = new HashMap<>();

    private JsonStringSpelling(ByteDfa text, SchemaOptions.Strings spelling, CompileLimits limits) {
        this.text = text;
        this.spelling = spelling;
        this.spelled = new int[text.stateCount()];
        this.closed = new int[text.labelCount()];
        this.hexEscapes = new HexEscapes(text, builder, spelled, limits);
        findRuns();
        this.escapedOf = oneOfEachClass(ESCAPED, escapedIndex);
        int[] all = IntStream.range(0x80, 0xC0).toArray();
        this.continuations = oneOfEachClass(all, new int[all.length]);
        this.escapes = hasEscapes();
    }

    private void findRuns() {
        for (int b = 0x20; b < 256; b++) {
            if (b == '"' || b == '\\') {
                continue;
            }
            if (runs > 0 && runEnd[runs - 1] == b - 1 && text.classOf(b) == text.classOf(b - 1)) {
                runEnd[runs - 1] = b;
            } else {
                runStart[runs] = b;
                runEnd[runs++] = b;
            }
        }
    }

    /** One byte of each class among some, and for each of them the index of that of its class. */
    private int[] oneOfEachClass(int[] bytes, int[] index) {
        int[] first = new int[bytes.length];
        int count = 0;
        for (int i = 0; i < bytes.length; i++) {
            int known = 0;
            while (known < count && text.classOf(first[known]) != text.classOf(bytes[i])) {
                known++;
            }
            if (known == count) {
                first[count++] = bytes[i];
            }
            index[i] = known;
        }
        return Arrays.copyOf(first, count);
    }

    private boolean hasEscapes() {
        for (int state = 0; state < text.stateCount(); state++) {
            for (int b : escapedOf) {
                if (text.step(state, b) != ByteDfa.DEAD) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The automaton of the shortest spellings, or of all: {@link HexEscapes}; labels are kept. O(states), times the
     * ranges of code points that leave them where all spellings are asked for.
     *
     * @param text an automaton over UTF-8, trimmed, whose unit states do not matter
     * @throws dev.tenon.automaton.dfa.GrammarTooComplexException when all spellings are beyond the limits
     */
    static ByteDfa spell(ByteDfa text, SchemaOptions.Strings spelling, CompileLimits limits) {
        return new JsonStringSpelling(text, spelling, limits).build();
    }

    /**
     * The automaton of the shortest spellings; labels are kept. O(states).
     *
     * @param text an automaton over UTF-8, trimmed, whose unit states do not matter
     */
    static ByteDfa spell(ByteDfa text) {
        return spell(text, SchemaOptions.Strings.SHORTEST, CompileLimits.defaults());
    }

    /** The spelling of one string, quotes included, in UTF-8; the string is Unicode text. */
    static byte[] spell(String word) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            int index = SHORT_ESCAPES.indexOf(c);
            if (index >= 0) {
                out.append('\\').append(SHORT_LETTERS.charAt(index));
            } else if (c < 0x20) {
                out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString().getBytes(StandardCharsets.UTF_8);
    }

    private ByteDfa build() {
        int quote = builder.addState();
        if (text.isEmpty()) {
            return builder.build();
        }
        int opened = builder.addState();
        builder.addTransition(quote, '"', '"', opened);
        BitSet inside = insideCodePoint();
        for (int state = 0; state < text.stateCount(); state++) {
            spelled[state] = builder.addState();
            if (!inside.get(state)) {
                builder.unit(spelled[state]);
            }
        }
        copyTransitions(text.start(), opened);
        for (int state = 0; state < text.stateCount(); state++) {
            copyTransitions(state, spelled[state]);
        }
        return builder.build();
    }

    /** The states that only a continuation byte leaves. */
    private BitSet insideCodePoint() {
        BitSet inside = new BitSet();
        for (int state = 0; state < text.stateCount(); state++) {
            for (int b : continuations) {
                if (text.step(state, b) != ByteDfa.DEAD) {
                    inside.set(state);
                    break;
                }
            }
        }
        return inside;
    }

    private void copyTransitions(int state, int from) {
        int run = 0;
        while (run < runs) {
            int target = text.step(state, runStart[run]);
            int last = run;
            while (last + 1 < runs
                    && runStart[last + 1] == runEnd[last] + 1
                    && text.step(state, runStart[last + 1]) == target) {
                last++;
            }
            if (target != ByteDfa.DEAD) {
                builder.addTransition(from, runStart[run], runEnd[last], spelled[target]);
            }
            run = last + 1;
        }
        switch (spelling) {
            case SHORTEST -> copyEscapes(state, from);
            case ANY -> copyAllEscapes(state, from);
        }
        if (text.isAccepting(state)) {
            int label = text.label(state);
            if (closed[label] == 0) {
                closed[label] = builder.addState();
                builder.accept(closed[label], label);
            }
            builder.addTransition(from, '"', '"', closed[label]);
        }
    }

    /** Every escape: the short ones, {@code \/} among them, and those with digits. */
    private void copyAllEscapes(int state, int from) {
        int digits = hexEscapes.tree(state);
        if (digits == 0) {
            return;
        }
        int escape = next(from, '\\');
        builder.addTransition(escape, 'u', 'u', digits);
        for (int i = 0; i <= SHORT_ESCAPES.length(); i++) {
            char meant = i < SHORT_ESCAPES.length() ? SHORT_ESCAPES.charAt(i) : '/';
            char letter = i < SHORT_ESCAPES.length() ? SHORT_LETTERS.charAt(i) : '/';
            int target = text.step(state, meant);
            if (target != ByteDfa.DEAD) {
                builder.addTransition(escape, letter, letter, spelled[target]);
            }
        }
    }

    private void copyEscapes(int state, int from) {
        if (!escapes) {
            return;
        }
        List<Integer> targets = new ArrayList<>(escapedOf.length);
        boolean any = false;
        for (int b : escapedOf) {
            int target = text.step(state, b);
            targets.add(target);
            any |= target != ByteDfa.DEAD;
        }
        if (any) {
            Integer known = shortest.get(targets);
            if (known == null) {
                known = escape(targets);
                shortest.put(targets, known);
            }
            builder.addTransition(from, '\\', '\\', known);
        }
    }

    /** The state after a backslash; states with the same targets share it. */
    private int escape(List<Integer> targets) {
        int escape = builder.addState();
        int zeros = 0;
        int[] hexPrefix = new int[2];
        for (int i = 0; i < ESCAPED.length; i++) {
            int target = targets.get(escapedIndex[i]);
            if (target == ByteDfa.DEAD) {
                continue;
            }
            if (i < SHORT_LETTERS.length()) {
                char letter = SHORT_LETTERS.charAt(i);
                builder.addTransition(escape, letter, letter, spelled[target]);
                continue;
            }
            zeros = zeros == 0 ? next(next(next(escape, 'u'), '0'), '0') : zeros;
            int high = ESCAPED[i] >> 4;
            hexPrefix[high] = hexPrefix[high] == 0 ? next(zeros, '0' + high) : hexPrefix[high];
            char low = HEX.charAt(ESCAPED[i] & 15);
            builder.addTransition(hexPrefix[high], low, low, spelled[target]);
        }
        return escape;
    }

    private int next(int state, int byteValue) {
        int target = builder.addState();
        builder.addTransition(state, byteValue, byteValue, target);
        return target;
    }
}
