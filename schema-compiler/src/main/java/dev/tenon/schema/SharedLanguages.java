package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaCache;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The automata that schemas of a process have in common: patterns, spelled strings, keys and numbers, by all that they
 * are made from. A schema has few of its own. Bounded by bytes, so that a hostile schema cannot fill memory.
 */
final class SharedLanguages {
    private static final long MOST_BYTES = 64L << 20;
    private static final int BYTES_OF_KEY = 128;
    private static final int BYTES_OF_STRING = 64;

    /** The one of the process. */
    static final DfaCache<Key> CACHE = new DfaCache<>(MOST_BYTES, SharedLanguages::bytes);

    private SharedLanguages() {}

    /** What an automaton is made from; limits decide what is refused. */
    sealed interface Key {
        /** The texts in which a pattern is found. */
        record Pattern(String pattern, CompileLimits limits) implements Key {}

        /** Two languages of text and what is made of them. */
        record Combined(Operation operation, ByteDfa left, ByteDfa right, CompileLimits limits) implements Key {}

        /** A language of text as JSON spells it. */
        record Spelled(ByteDfa text, SchemaOptions.Strings spelling, CompileLimits limits) implements Key {}

        /** Strings as JSON spells them. */
        record Words(Set<String> words) implements Key {}

        /** Numbers as JSON spells them. */
        record Numbers(
                List<NumberSet> sets,
                SchemaOptions.Numbers spelling,
                NumberGrammar.Wholes wholes,
                Spelling spellings,
                CompileLimits limits)
                implements Key {}

        /** The keys of an object as JSON spells them. */
        record Keys(List<String> keys, Set<String> forbidden, ByteDfa others) implements Key {}

        /** Languages of text told apart by labels. */
        record Labelled(List<ByteDfa> languages, CompileLimits limits) implements Key {}

        /** All texts told apart by the languages that they are in. */
        record Partition(List<ByteDfa> languages, CompileLimits limits) implements Key {}

        /** The words with some of the labels; the set must not be changed. */
        record WithLabels(ByteDfa labelled, BitSet labels) implements Key {}
    }

    /** What is made of two languages. */
    enum Operation {
        INTERSECTION,
        UNION,
        DIFFERENCE
    }

    private static int bytes(Key key) {
        return BYTES_OF_KEY
                + switch (key) {
                    case Key.Pattern pattern -> 2 * pattern.pattern.length();
                    case Key.Words words -> bytesOf(words.words);
                    case Key.Keys keys -> bytesOf(keys.keys) + bytesOf(keys.forbidden) + keys.others.bytes();
                    case Key.Numbers numbers -> BYTES_OF_STRING * numbers.sets.size();
                    case Key.Combined combined -> combined.left.bytes() + combined.right.bytes();
                    case Key.Spelled spelled -> spelled.text.bytes();
                    case Key.Labelled labelled -> bytes(labelled.languages);
                    case Key.Partition partition -> bytes(partition.languages);
                    case Key.WithLabels some -> some.labelled.bytes();
                };
    }

    private static int bytes(List<ByteDfa> languages) {
        long bytes = 0;
        for (ByteDfa language : languages) {
            bytes += language.bytes();
        }
        return (int) Math.min(1 << 28, bytes);
    }

    private static int bytesOf(Collection<String> strings) {
        long bytes = 0;
        for (String string : strings) {
            bytes += BYTES_OF_STRING + 2L * string.length();
        }
        return (int) Math.min(1 << 28, bytes);
    }
}
