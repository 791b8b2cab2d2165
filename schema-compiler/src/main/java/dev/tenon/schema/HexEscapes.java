package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The escapes {@code \}{@code uXXXX} of JSON strings (RFC 8259, section 7), by which every code point can be written: four
 * hexadecimal digits of either case, and two such escapes, a surrogate pair, beyond the basic plane.
 *
 * <p>Idea: the code points that leave a state of a text automaton are ranges, each with the state it leads to. A tree of
 * four digits is laid over them; where all that can follow leads to one state, the rest of the tree is shared by all that
 * lead there. A first surrogate leads to a state of its own, from which the second goes on in a smaller tree; such a state
 * is inside a code point and does not count. Not thread-safe.
 */
final class HexEscapes {
    private static final int SURROGATES = 0xD800;
    private static final int LOW_SURROGATES = 0xDC00;
    private static final int BLOCK = 0x400;
    private static final int DIGITS = 4;

    private final ByteDfa text;
    private final ByteDfa.Builder builder;
    /** text state -> state of the builder. */
    private final int[] spelled;

    private final CompileLimits limits;
    private final Map<Integer, List<Range>> continuations = new HashMap<>();
    private final Map<List<Range>, Integer> trees = new HashMap<>();
    private final Map<List<Range>, Integer> afterHigh = new HashMap<>();
    private final Map<Long, Integer> shared = new HashMap<>();

    /** Numbers from one to another that lead to a state of the builder. */
    private record Range(int from, int to, int target) {}

    HexEscapes(ByteDfa text, ByteDfa.Builder builder, int[] spelled, CompileLimits limits) {
        this.text = text;
        this.builder = builder;
        this.spelled = spelled;
        this.limits = limits;
    }

    /** The state after {@code \}{@code u} where the text stands in a state, or 0 where no code point can follow. */
    int tree(int state) {
        List<Range> codePoints = codePoints(state);
        List<Range> units = new ArrayList<>();
        List<Range> beyond = new ArrayList<>();
        for (Range range : codePoints) {
            if (range.from < 0x10000) {
                add(units, range.from, Math.min(range.to, 0xFFFF), range.target);
            }
            if (range.to >= 0x10000) {
                int from = Math.max(range.from, 0x10000) - 0x10000;
                add(beyond, from, range.to - 0x10000, range.target);
            }
        }
        for (int high = 0; high < BLOCK && !beyond.isEmpty(); high++) {
            List<Range> block = cut(beyond, high * BLOCK, BLOCK, LOW_SURROGATES);
            if (!block.isEmpty()) {
                int target = afterHigh.computeIfAbsent(block, this::pair);
                add(units, SURROGATES + high, SURROGATES + high, target);
            }
        }
        units.sort(java.util.Comparator.comparingInt(Range::from));
        return trees.computeIfAbsent(units, ranges -> node(ranges, 0, DIGITS));
    }

    /** A state before the second escape of a pair. */
    private int pair(List<Range> low) {
        int high = addState();
        int escape = addState();
        builder.addTransition(high, '\\', '\\', escape);
        builder.addTransition(escape, 'u', 'u', trees.computeIfAbsent(low, ranges -> node(ranges, 0, DIGITS)));
        return high;
    }

    private int addState() {
        if (builder.stateCount() >= limits.maxDfaStates()) {
            throw new GrammarTooComplexException("maxDfaStates", limits.maxDfaStates(), "the spellings of a string");
        }
        return builder.addState();
    }

    /** The state before so many digits of the numbers that begin with those of {@code first}; recursion by digits. */
    private int node(List<Range> ranges, int first, int digits) {
        int size = 1 << (4 * digits);
        List<Range> here = cut(ranges, first, size, first);
        if (here.isEmpty()) {
            return 0;
        }
        Range only = here.get(0);
        if (only.from == first && only.to == first + size - 1) {
            return uniform(only.target, digits);
        }
        int node = addState();
        for (int digit = 0; digit < 16; digit++) {
            addDigit(node, digit, node(here, first + digit * (size / 16), digits - 1));
        }
        return node;
    }

    /** The state before so many digits, whatever they are, that leads to a state. */
    private int uniform(int target, int digits) {
        if (digits == 0) {
            return target;
        }
        long key = (long) target * (DIGITS + 1) + digits;
        Integer known = shared.get(key);
        if (known == null) {
            known = addState();
            shared.put(key, known);
            int next = uniform(target, digits - 1);
            for (int digit = 0; digit < 16; digit++) {
                addDigit(known, digit, next);
            }
        }
        return known;
    }

    private void addDigit(int from, int digit, int to) {
        if (to != 0) {
            char letter = Character.forDigit(digit, 16);
            builder.addTransition(from, letter, letter, to);
            builder.addTransition(from, Character.toUpperCase(letter), Character.toUpperCase(letter), to);
        }
    }

    /** The part of the ranges within a stretch of numbers, moved so that the stretch begins at {@code base}. */
    private static List<Range> cut(List<Range> ranges, int first, int size, int base) {
        List<Range> parts = new ArrayList<>();
        for (Range range : ranges) {
            int from = Math.max(range.from, first);
            int to = Math.min(range.to, first + size - 1);
            if (from <= to) {
                parts.add(new Range(from - first + base, to - first + base, range.target));
            }
        }
        return parts;
    }

    /** RFC 3629, section 3: the code points that leave a state, in order. */
    private List<Range> codePoints(int state) {
        List<Range> ranges = new ArrayList<>();
        for (int first = 0; first < 0xF8; first++) {
            int next = text.step(state, first);
            if (next == ByteDfa.DEAD || (first >= 0x80 && first < 0xC0)) {
                continue;
            }
            if (first < 0x80) {
                add(ranges, first, first, spelled[next]);
                continue;
            }
            int more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
            int begin = (first & (0x3F >> more)) << (6 * more);
            for (Range range : continuation(next, more)) {
                add(ranges, begin + range.from, begin + range.to, range.target);
            }
        }
        return ranges;
    }

    /** What so many more bytes of a code point add to it; recursion by bytes. */
    private List<Range> continuation(int state, int bytes) {
        int key = state * 4 + bytes;
        List<Range> known = continuations.get(key);
        if (known == null) {
            known = new ArrayList<>();
            for (int b = 0x80; b < 0xC0; b++) {
                int next = text.step(state, b);
                int begin = (b - 0x80) << (6 * (bytes - 1));
                if (next != ByteDfa.DEAD && bytes == 1) {
                    add(known, begin, begin, spelled[next]);
                } else if (next != ByteDfa.DEAD) {
                    for (Range range : continuation(next, bytes - 1)) {
                        add(known, begin + range.from, begin + range.to, range.target);
                    }
                }
            }
            continuations.put(key, known);
        }
        return known;
    }

    private static void add(List<Range> ranges, int from, int to, int target) {
        int last = ranges.size() - 1;
        if (last >= 0 && ranges.get(last).target == target && ranges.get(last).to + 1 == from) {
            ranges.set(last, new Range(ranges.get(last).from, to, target));
        } else {
            ranges.add(new Range(from, to, target));
        }
    }
}
