package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.DfaAlgebra;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The format {@code regex}: regular expressions of ECMA-262, clause 22.2.1, with the {@code u} flag (JSON Schema
 * Validation 2020-12, section 7.3.8). They nest, so that only a part of them is a regular language. This part has groups
 * in groups in groups and no deeper, lookaround without groups in it, and a named group at the beginning only (names must
 * differ). Backreferences are to that group by its name, if that is one of {@link #REMEMBERED}, and come after it and
 * before any further group: a name that no group has is an error, and to remember any name is not regular. Ranges in classes begin with an ASCII letter or digit, and of the two counts of a
 * repetition the lower has one digit, so that their order can be checked.
 *
 * <p>Left out beside are constructs that are valid and that other engines read otherwise or not at all: {@code \0},
 * {@code \}{@code u{...}}, {@code [\b]}, a bare {@code [} or {@code &} in a class, properties other than categories.
 *
 * <p>Idea: the automaton of patterns without groups is copied once for each way to be inside groups. Each of its
 * accepting states stands between two terms, so that a group may open or close there; after a group it goes on as after
 * any atom, after lookaround as at the beginning, where nothing can be repeated.
 */
final class RegexFormat {
    /** How deep groups nest. */
    private static final int DEPTH = 3;

    private static final int NONE = -1;

    /** Names of groups that may be referred to: each takes two more copies of the patterns without groups. */
    private static final List<String> REMEMBERED = List.of("n", "name", "q", "quote", "tag", "x");

    private static final String HEX = FormatPattern.HEX;

    private static final String CATEGORY = "(?:L[ultmoC]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfon]?)";

    /** CharacterClassEscape, ControlEscape, and the escapes with digits. */
    private static final String ESCAPE =
            "[dDwWsStnvfr]|x" + HEX + "{2}|u" + HEX + "{4}|c[A-Za-z]|[pP]\\{" + CATEGORY + "\\}";

    private static final String SYNTAX = "\\^$\\\\.*+?()\\[\\]{}|";

    private final ByteDfa.Builder builder = ByteDfa.builder();
    private final ByteDfa flat = FormatPattern.compile(patternsWithoutGroups());
    /** The state of {@link #flat} after an atom. */
    private final int afterAtom = flat.step(flat.start(), 'a');

    /**
     * A copy of {@link #flat}.
     *
     * @param first its first state
     * @param opened the state after {@code (} inside it, or {@link #NONE}
     * @param closed the state after the {@code )} that ends it, or {@link #NONE}
     */
    private record Copy(int first, int opened, int closed) {}

    private RegexFormat() {}

    static StringFormat regex() {
        ByteDfa nothingToRepeat = FormatPattern.compile("[*+?][^]*");
        return StringFormat.within(new RegexFormat().build(), DfaAlgebra.complement(nothingToRepeat));
    }

    private ByteDfa build() {
        int begin = builder.addState();
        int afterCaret = builder.addState();
        builder.accept(begin, 0).accept(afterCaret, 0);
        int first = addStates();
        Copy group = copy(DEPTH - 1, first + afterAtom);
        Copy lookaround = copy(0, first);
        Copy outermost = new Copy(first, opener(group, lookaround), NONE);
        for (int state = 0; state < flat.stateCount(); state++) {
            link(first + state, state, outermost);
            if (flat.isAccepting(state)) {
                builder.accept(first + state, 0);
            }
        }
        Copy named = new Copy(first, namedOpener(group, lookaround, outermost), NONE);
        link(begin, flat.start(), named);
        link(afterCaret, flat.start(), named);
        builder.addTransition(begin, '^', '^', afterCaret);
        return DfaAlgebra.minimize(builder.build());
    }

    /** A copy with room for so many groups in groups; recursion is as deep as {@link #DEPTH}. */
    private Copy copy(int depth, int closed) {
        int first = addStates();
        int opened = depth == 0 ? NONE : opener(copy(depth - 1, first + afterAtom), copy(0, first));
        Copy copy = new Copy(first, opened, closed);
        for (int state = 0; state < flat.stateCount(); state++) {
            link(first + state, state, copy);
        }
        return copy;
    }

    private int addStates() {
        int first = builder.stateCount();
        for (int state = 0; state < flat.stateCount(); state++) {
            builder.addState();
        }
        return first;
    }

    /** Lets a state go on as a state of {@link #flat} does, inside a copy. */
    private void link(int from, int flatState, Copy copy) {
        for (int b = 0; b < 256; b++) {
            int target = flat.step(flatState, b);
            if (target != ByteDfa.DEAD) {
                builder.addTransition(from, b, b, copy.first + target);
            }
        }
        if (flat.isAccepting(flatState) && copy.opened != NONE) {
            builder.addTransition(from, '(', '(', copy.opened);
        }
        if (flat.isAccepting(flatState) && copy.closed != NONE) {
            builder.addTransition(from, ')', ')', copy.closed);
        }
    }

    /** The state after a parenthesis: in the group, or before what says what kind of group it is. */
    private int opener(Copy group, Copy lookaround) {
        return opener(group, lookaround, builder.addState());
    }

    private int opener(Copy group, Copy lookaround, int afterLess) {
        int opened = builder.addState();
        int kind = builder.addState();
        link(opened, flat.start(), group);
        builder.addTransition(opened, '?', '?', kind);
        builder.addTransition(kind, ':', ':', group.first).addTransition(kind, '<', '<', afterLess);
        for (int state : new int[] {kind, afterLess}) {
            builder.addTransition(state, '=', '=', lookaround.first);
            builder.addTransition(state, '!', '!', lookaround.first);
        }
        return opened;
    }

    /** The same where the group may have a name. */
    private int namedOpener(Copy group, Copy lookaround, Copy outermost) {
        int afterLess = builder.addState();
        int name = builder.addState();
        Map<String, Integer> prefixes = new TreeMap<>(Map.of("", afterLess));
        for (String known : REMEMBERED) {
            for (int length = 1; length <= known.length(); length++) {
                prefixes.computeIfAbsent(known.substring(0, length), unused -> builder.addState());
            }
        }
        prefixes.forEach((prefix, state) -> {
            for (char letter = 'A'; letter <= 'z'; letter++) {
                if (Character.isLetter(letter)) {
                    int next = prefixes.getOrDefault(prefix + letter, name);
                    builder.addTransition(state, letter, letter, next);
                }
            }
            if (!prefix.isEmpty()) {
                int inside = REMEMBERED.contains(prefix) ? remembered(prefix, group, outermost) : group.first;
                builder.addTransition(state, '0', '9', name).addTransition(state, '>', '>', inside);
            }
        });
        builder.addTransition(name, 'A', 'Z', name).addTransition(name, 'a', 'z', name);
        builder.addTransition(name, '0', '9', name).addTransition(name, '>', '>', group.first);
        return opener(group, lookaround, afterLess);
    }

    /** The first state inside a group whose name may be referred to after it; further groups make that forgotten. */
    private int remembered(String name, Copy group, Copy outermost) {
        int inside = addStates();
        int after = addStates();
        int reference = builder.addState();
        for (int state = 0; state < flat.stateCount(); state++) {
            link(inside + state, state, new Copy(inside, group.opened, after + afterAtom));
            link(after + state, state, new Copy(after, outermost.opened, NONE));
            if (flat.isAccepting(state)) {
                builder.accept(after + state, 0);
            }
        }
        BitSet escapes = new BitSet();
        for (int state = 0; state < flat.stateCount(); state++) {
            int escape = flat.isAccepting(state) ? flat.step(state, '\\') : ByteDfa.DEAD;
            if (escape != ByteDfa.DEAD && !escapes.get(escape)) {
                escapes.set(escape);
                builder.addTransition(after + escape, 'k', 'k', reference);
            }
        }
        int last = reference;
        for (char letter : ("<" + name).toCharArray()) {
            int next = builder.addState();
            builder.addTransition(last, letter, letter, next);
            last = next;
        }
        builder.addTransition(last, '>', '>', after + afterAtom);
        return inside;
    }

    /** Terms and bars in any order; empty alternatives are fine. */
    private static String patternsWithoutGroups() {
        String atom = "[^" + SYNTAX + "\\x00-\\x1F]|\\.|\\\\(?:" + ESCAPE + "|[" + SYNTAX + "/])|" + characterClass();
        return "(?:[|^$]|\\\\[bB]|(?:" + atom + ")(?:" + quantifier() + ")?)*";
    }

    /** A dash stands first, last or in a range. */
    private static String characterClass() {
        String item = range() + "|[^\\\\\\[\\]&\\x00-\\x1F-]|\\\\(?:" + ESCAPE + "|[" + SYNTAX + "/-])";
        return "\\[\\^?-?(?:(?:" + item + ")+-?)?\\]";
    }

    /** Ranges whose end is not before their beginning. */
    private static String range() {
        StringBuilder ranges = new StringBuilder();
        for (char first = '0'; first <= 'z'; first++) {
            String rest = Character.isDigit(first)
                    ? first + "-9:-Z^-~"
                    : Character.isUpperCase(first) ? first + "-Z^-~" : first + "-~";
            if (Character.isLetterOrDigit(first)) {
                ranges.append(ranges.isEmpty() ? "" : "|").append(first).append("-[");
                ranges.append(rest).append(']');
            }
        }
        return ranges.toString();
    }

    /** Counts in order. */
    private static String quantifier() {
        StringBuilder counts = new StringBuilder("(?:0|[1-9][0-9]{0,3}),?");
        for (int low = 0; low < 10; low++) {
            counts.append('|').append(low).append(",(?:[").append(low).append("-9]|[1-9][0-9]{1,3})");
        }
        return "(?:[*+?]|\\{(?:" + counts + ")\\})\\??";
    }
}
