package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set of strings, as text and never as spelled in JSON. Immutable. */
sealed interface StringSet {
    /** All strings. */
    StringSet ALL = new Language(null, 0, Expr.UNBOUNDED);

    /**
     * The words of a regular language with a number of code points between two bounds. The bounds stay beside the
     * automaton: a length of 65,536 costs what one of 10 costs.
     *
     * @param text automaton over UTF-8, or null for all text
     */
    record Language(@Nullable ByteDfa text, int min, int max) implements StringSet {
        @Override
        public boolean isEmpty() {
            return min > max || (text != null && text.isEmpty());
        }

        @Override
        public boolean contains(String word) {
            if (!isText(word)) {
                return false;
            }
            int length = word.codePointCount(0, word.length());
            return length >= min
                    && length <= max
                    && (text == null || text.matches(word.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public StringSet sure() {
            return this;
        }

        @Override
        public StringSet possible() {
            return this;
        }

        /** Whether a length bound applies. */
        boolean isCounted() {
            return min > 0 || max != Expr.UNBOUNDED;
        }
    }

    /** These strings. */
    record Words(Set<String> words) implements StringSet {
        public Words {
            words = Collections.unmodifiableSet(new LinkedHashSet<>(words));
        }

        @Override
        public boolean isEmpty() {
            return words.isEmpty();
        }

        @Override
        public boolean contains(String word) {
            return words.contains(word);
        }

        @Override
        public StringSet sure() {
            return this;
        }

        @Override
        public StringSet possible() {
            return this;
        }
    }

    /**
     * A set of which only two bounds are known: of a named format, some strings can be told neither to be of it nor not
     * to be. Both bounds go through every operation, so that the complement is what surely is not in the set, and
     * what is never known is never written, whatever it is combined with.
     *
     * @param sure strings that are in the set
     * @param possible these and those of which it is not known; neither empty nor equal to {@code sure}
     * @param stepped strings of those that are in the set, too; null for none. Set operations lose them where they would
     *     have to be combined with more than a list of words
     */
    record Between(
            StringSet sure, StringSet possible, @Nullable SteppedStrings stepped) implements StringSet {
        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public boolean contains(String word) {
            return sure.contains(word) || (stepped != null && stepped.contains(word));
        }
    }

    /** A set between two bounds, or the set itself where they agree. */
    static StringSet between(StringSet sure, StringSet possible) {
        return between(sure, possible, null);
    }

    /** The same together with strings that are within the bounds. */
    static StringSet between(StringSet sure, StringSet possible, @Nullable SteppedStrings stepped) {
        return possible.isEmpty() || sure.equals(possible) ? possible : new Between(sure, possible, stepped);
    }

    /** Whether surely no string is in it; exact for what {@link #intersect} returns. */
    boolean isEmpty();

    /** The strings that surely are in it. */
    StringSet sure();

    /** All strings that may be in it. */
    StringSet possible();

    /** Whether the string surely is in it. */
    boolean contains(String word);

    /**
     * The strings in both.
     *
     * @throws dev.tenon.automaton.dfa.GrammarTooComplexException when the product of two automata is beyond the limits
     */
    static StringSet intersect(StringSet left, StringSet right, TextLanguages languages) {
        if (left.equals(ALL) || left.equals(right)) {
            return right;
        }
        if (right.equals(ALL)) {
            return left;
        }
        if (left instanceof Between || right instanceof Between) {
            if (left instanceof Words words) {
                return between(filter(words, right), filter(words, right.possible()));
            }
            if (right instanceof Words words) {
                return between(filter(words, left), filter(words, left.possible()));
            }
            return between(
                    intersect(left.sure(), right.sure(), languages),
                    intersect(left.possible(), right.possible(), languages),
                    steppedInBoth(left, right));
        }
        if (left instanceof Words words) {
            return filter(words, right);
        }
        if (right instanceof Words words) {
            return filter(words, left);
        }
        Language one = (Language) left;
        Language two = (Language) right;
        ByteDfa text = one.text == null
                ? two.text
                : two.text == null || one.text.equals(two.text) ? one.text : languages.intersect(one.text, two.text);
        int least = Math.max(one.min, two.min);
        int most = Math.min(one.max, two.max);
        return checked(new Language(text, least, most), languages);
    }

    private static @Nullable SteppedStrings steppedInBoth(StringSet left, StringSet right) {
        SteppedStrings one = left instanceof Between between ? between.stepped : null;
        SteppedStrings two = right instanceof Between between ? between.stepped : null;
        if (one != null && (one.equals(two) || one.areWithin(right))) {
            return one;
        }
        return two != null && two.areWithin(left) ? two : null;
    }

    /** The strings that are not in it. */
    static List<StringSet> complement(StringSet set, TextLanguages languages) {
        return switch (set) {
            case Words words ->
                List.of(new Language(languages.complement(TextLanguages.words(words.words)), 0, Expr.UNBOUNDED));
            case Language language -> {
                List<StringSet> sets = new ArrayList<>();
                if (language.text != null) {
                    sets.add(new Language(languages.complement(language.text), language.min, language.max));
                }
                if (language.min > 0) {
                    sets.add(new Language(null, 0, language.min - 1));
                }
                if (language.max != Expr.UNBOUNDED) {
                    sets.add(new Language(null, language.max + 1, Expr.UNBOUNDED));
                }
                sets.replaceAll(one -> checked((Language) one, languages));
                yield sets;
            }
            case Between between -> {
                List<StringSet> sets = new ArrayList<>(complement(between.possible, languages));
                for (StringSet open : complement(between.sure, languages)) {
                    sets.add(between(new Words(Set.of()), open));
                }
                yield sets;
            }
        };
    }

    /** The set itself, or an empty one when no word has a length within the bounds. */
    private static StringSet checked(Language set, TextLanguages languages) {
        if (set.isEmpty() || set.text == null || !set.isCounted()) {
            return set;
        }
        return languages.hasLength(set.text, set.min, set.max) ? set : new Words(Set.of());
    }

    private static StringSet filter(Words words, StringSet other) {
        Set<String> kept = new LinkedHashSet<>();
        for (String word : words.words) {
            if (other.contains(word)) {
                kept.add(word);
            }
        }
        return kept.size() == words.words.size() ? words : new Words(kept);
    }

    /** Whether the string is Unicode text: one with an unpaired surrogate cannot be written in UTF-8. */
    static boolean isText(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < word.length() && Character.isLowSurrogate(word.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
