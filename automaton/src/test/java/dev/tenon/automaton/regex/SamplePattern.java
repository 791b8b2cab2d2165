package dev.tenon.automaton.regex;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * A random pattern that can be written in two syntaxes and matched by the definition: {@link #ends} computes every place
 * where a match may end, which shares nothing with automata or backtracking.
 */
sealed interface SamplePattern {
    /** ECMA-262 text. */
    String ecma();

    /** The same for java.util.regex, whose {@code $} and {@code .} mean something else. */
    String java();

    /** Where a match that begins at {@code start} can end. */
    BitSet ends(int[] text, int start);

    /** A set of characters: the two spellings and its members among the characters in use. */
    record Set(String ecma, String java, String members) implements SamplePattern {
        @Override
        public BitSet ends(int[] text, int start) {
            var ends = new BitSet();
            if (start < text.length && members.codePoints().anyMatch(member -> member == text[start])) {
                ends.set(start + 1);
            }
            return ends;
        }
    }

    record Begin() implements SamplePattern {
        @Override
        public String ecma() {
            return "^";
        }

        @Override
        public String java() {
            return "\\A";
        }

        @Override
        public BitSet ends(int[] text, int start) {
            var ends = new BitSet();
            ends.set(start, start == 0);
            return ends;
        }
    }

    record End() implements SamplePattern {
        @Override
        public String ecma() {
            return "$";
        }

        @Override
        public String java() {
            return "\\z";
        }

        @Override
        public BitSet ends(int[] text, int start) {
            var ends = new BitSet();
            ends.set(start, start == text.length);
            return ends;
        }
    }

    /** {@code \b}, or {@code \B} where no boundary is wanted. */
    record Boundary(boolean wanted) implements SamplePattern {
        @Override
        public String ecma() {
            return wanted ? "\\b" : "\\B";
        }

        @Override
        public String java() {
            return ecma();
        }

        @Override
        public BitSet ends(int[] text, int start) {
            var ends = new BitSet();
            ends.set(start, (isWord(text, start - 1) != isWord(text, start)) == wanted);
            return ends;
        }

        private static boolean isWord(int[] text, int at) {
            return at >= 0 && at < text.length && "ab7_".indexOf(text[at]) >= 0;
        }
    }

    /** One of the four lookarounds, by its opening. */
    record Look(String opening, SamplePattern body) implements SamplePattern {
        @Override
        public String ecma() {
            return opening + body.ecma() + ")";
        }

        @Override
        public String java() {
            return opening + body.java() + ")";
        }

        @Override
        public BitSet ends(int[] text, int start) {
            var ends = new BitSet();
            ends.set(start, isThere(text, start) == opening.endsWith("="));
            return ends;
        }

        private boolean isThere(int[] text, int start) {
            return opening.startsWith("(?<")
                    ? IntStream.rangeClosed(0, start)
                            .anyMatch(begin -> body.ends(text, begin).get(start))
                    : !body.ends(text, start).isEmpty();
        }
    }

    record Sequence(List<SamplePattern> items) implements SamplePattern {
        @Override
        public String ecma() {
            return "(?:"
                    + String.join("", items.stream().map(SamplePattern::ecma).toList()) + ")";
        }

        @Override
        public String java() {
            return "(?:"
                    + String.join("", items.stream().map(SamplePattern::java).toList()) + ")";
        }

        @Override
        public BitSet ends(int[] text, int start) {
            var ends = new BitSet();
            ends.set(start);
            for (SamplePattern item : items) {
                ends = step(item, text, ends);
            }
            return ends;
        }
    }

    record Choice(List<SamplePattern> items) implements SamplePattern {
        @Override
        public String ecma() {
            return "("
                    + String.join("|", items.stream().map(SamplePattern::ecma).toList()) + ")";
        }

        @Override
        public String java() {
            return "("
                    + String.join("|", items.stream().map(SamplePattern::java).toList()) + ")";
        }

        @Override
        public BitSet ends(int[] text, int start) {
            var ends = new BitSet();
            items.forEach(item -> ends.or(item.ends(text, start)));
            return ends;
        }
    }

    record Repetition(SamplePattern item, int min, int max, String lazy) implements SamplePattern {
        @Override
        public String ecma() {
            return "(?:" + item.ecma() + ")" + quantifier();
        }

        /** Written out, since the JDK does not try every way through a count: it misses (?:a|\A){2}b in "ab". */
        @Override
        public String java() {
            String one = "(?:" + item.java() + ")";
            return one.repeat(min) + (max < 0 ? one + "*" + lazy : (one + "?" + lazy).repeat(max - min));
        }

        private String quantifier() {
            return (max < 0 ? "{" + min + ",}" : "{" + min + "," + max + "}") + lazy;
        }

        @Override
        public BitSet ends(int[] text, int start) {
            var current = new BitSet();
            current.set(start);
            for (int i = 0; i < min; i++) {
                current = step(item, text, current);
            }
            var ends = (BitSet) current.clone();
            int rounds = max < 0 ? text.length + 1 : max - min;
            for (int i = 0; i < rounds; i++) {
                current = step(item, text, current);
                ends.or(current);
            }
            return ends;
        }
    }

    /** Whether the pattern is found anywhere in the text. */
    default boolean isFoundIn(String text) {
        int[] codePoints = text.codePoints().toArray();
        for (int start = 0; start <= codePoints.length; start++) {
            if (!ends(codePoints, start).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static BitSet step(SamplePattern item, int[] text, BitSet from) {
        var ends = new BitSet();
        from.stream().forEach(start -> ends.or(item.ends(text, start)));
        return ends;
    }

    /** The characters of all texts: one byte to four, a line end, a space, a word character, none of these. */
    String ALPHABET = "ab7_ \n\u00e9\u20ac\uD83D\uDE00";

    /** White space of ECMA-262, which is more than Java's. */
    String SPACE = "[\\t-\\r \\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF]";

    /** What stands at the tips of patterns. */
    private static Arbitrary<SamplePattern> leaves() {
        return Arbitraries.of(
                new Set("a", "a", "a"),
                new Set("b", "b", "b"),
                new Set("[ab]", "[ab]", "ab"),
                new Set("[^a]", "[^a]", ALPHABET.replace("a", "")),
                new Set(".", "[^\\n\\r\\u2028\\u2029]", ALPHABET.replace("\n", "")),
                new Set("\\d", "[0-9]", "7"),
                new Set("\\w", "[a-zA-Z0-9_]", "ab7_"),
                new Set("\\W", "[^a-zA-Z0-9_]", " \n\u00e9\u20ac\uD83D\uDE00"),
                new Set("\\s", SPACE, " \n"),
                new Set("[\\u00e0-\\u{1F600}]", "[\\u00e0-\\x{1F600}]", "\u00e9\u20ac\uD83D\uDE00"),
                new Set("\\uD83D\\uDE00", "\\x{1F600}", "\uD83D\uDE00"),
                new Begin(),
                new Begin(),
                new End(),
                new End());
    }

    /** Patterns nested at most so deep, without lookaround. */
    static Arbitrary<SamplePattern> patterns(int depth) {
        return patterns(depth, leaves(), List.of(), UNBOUNDED);
    }

    /** Patterns nested at most so deep, with lookaround of every kind anywhere, and word boundaries. */
    static Arbitrary<SamplePattern> lookarounds(int depth) {
        return patterns(depth, tips(), List.of("(?=", "(?!", "(?<=", "(?<!"), UNBOUNDED);
    }

    /**
     * Patterns with lookaround and word boundaries that java.util.regex understands the same way: in its lookbehind nothing
     * is endless, and its lookbehind is told apart from what surrounds it only if nothing looks around inside.
     */
    static Arbitrary<SamplePattern> javaLookarounds(int depth) {
        Arbitrary<SamplePattern> bounded = patterns(1, leaves(), List.of(), List.of(0, 1, 2));
        Arbitrary<SamplePattern> behind =
                Combinators.combine(Arbitraries.of("(?<=", "(?<!"), bounded).as(Look::new);
        return patterns(
                depth,
                Arbitraries.frequencyOf(Tuple.of(5, tips()), Tuple.of(1, behind)),
                List.of("(?=", "(?!"),
                UNBOUNDED);
    }

    private static Arbitrary<SamplePattern> tips() {
        return Arbitraries.frequencyOf(
                Tuple.of(8, leaves()), Tuple.of(1, Arbitraries.of(new Boundary(true), new Boundary(false))));
    }

    /** How many more times than the least something may come; -1 for no limit. */
    List<Integer> UNBOUNDED = List.of(-1, 0, 1, 2, 3);

    private static Arbitrary<SamplePattern> patterns(
            int depth, Arbitrary<SamplePattern> leaves, List<String> openings, List<Integer> more) {
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<SamplePattern> inner = patterns(depth - 1, leaves, openings, more);
        List<Tuple.Tuple2<Integer, Arbitrary<SamplePattern>>> kinds = new ArrayList<>(List.of(
                Tuple.of(2, leaves),
                Tuple.of(3, inner.list().ofMinSize(0).ofMaxSize(3).map(Sequence::new)),
                Tuple.of(3, inner.list().ofMinSize(1).ofMaxSize(3).map(Choice::new)),
                Tuple.of(
                        2,
                        Combinators.combine(
                                        inner,
                                        Arbitraries.integers().between(0, 3),
                                        Arbitraries.of(more),
                                        Arbitraries.of("", "?"))
                                .as((item, min, extra, lazy) ->
                                        new Repetition(item, min, extra < 0 ? -1 : min + extra, lazy)))));
        if (!openings.isEmpty()) {
            kinds.add(Tuple.of(
                    4, Combinators.combine(Arbitraries.of(openings), inner).as(Look::new)));
        }
        return Arbitraries.frequencyOf(kinds);
    }

    /** Arbitrary short texts over {@link #ALPHABET}. */
    static Arbitrary<String> texts() {
        return Arbitraries.of(ALPHABET.codePoints().boxed().toList())
                .list()
                .ofMaxSize(7)
                .map(list -> {
                    var text = new StringBuilder();
                    list.forEach(text::appendCodePoint);
                    return text.toString();
                });
    }
}
