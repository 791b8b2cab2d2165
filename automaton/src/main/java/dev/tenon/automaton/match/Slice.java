package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a vocabulary made only of a set of symbols, and a trie of all the others. Where an automaton's state
 * loops on these symbols, the first need no walk at all. Immutable, shared by all states and grammars that loop on the
 * same symbols.
 */
final class Slice {
    /** Below so many symbols a walk is as cheap. */
    private static final int LEAST_SYMBOLS = 16;

    /** So far ahead a loop is looked for. */
    private static final int MOST_STEPS = 3;

    private final Vocabulary vocabulary;
    final TokenMask pure;
    /** Made where it is first asked for. */
    private volatile @Nullable TokenTrie rest;

    Slice(Vocabulary vocabulary, Symbols symbols) {
        this.vocabulary = vocabulary;
        TokenSymbols facts = vocabulary.symbols();
        long[] words = new long[facts.text().wordCount()];
        facts.text().orInto(words);
        for (int b = symbols.ascii().nextClearBit(0);
                b < TokenSymbols.ASCII;
                b = symbols.ascii().nextClearBit(b + 1)) {
            facts.containing(b).clearFrom(words);
        }
        for (TokenMask others : symbols.beyond().others(facts)) {
            others.clearFrom(words);
        }
        this.pure = TokenMask.adopt(words, vocabulary.size());
    }

    /** All TEXT tokens that are not pure. */
    TokenTrie rest() {
        TokenTrie known = rest;
        if (known == null) {
            long[] others = new long[pure.wordCount()];
            vocabulary.symbols().text().orInto(others);
            pure.clearFrom(others);
            known = TokenTrie.of(vocabulary, TokenMask.adopt(others, vocabulary.size()));
            rest = known;
        }
        return known;
    }

    /** Takes the pure tokens of more code points than this out of a set of tokens. */
    void clearLonger(long[] words, int codePoints) {
        TokenMask longer = vocabulary.symbols().longerThan(codePoints);
        if (longer.listsAllowed()) {
            for (int i = 0; i < longer.shortCount(); i++) {
                int id = longer.shortId(i);
                if (pure.contains(id)) {
                    words[id >> 6] &= ~(1L << id);
                }
            }
            return;
        }
        for (int i = 0; i < words.length; i++) {
            words[i] &= ~(longer.word(i) & pure.word(i));
        }
    }

    /** The pure tokens of more code points than the first number, but no more than the second. */
    int[] between(int codePoints, int last) {
        IdList list = new IdList();
        for (int id : vocabulary.symbols().idsOf(codePoints, last)) {
            if (pure.contains(id)) {
                list.add(id);
            }
        }
        return list.toArray();
    }

    /** A rough size for cache bounds. */
    int bytes() {
        // What is made later is counted beforehand.
        return pure.wordCount() * 8 + (vocabulary.size() - pure.cardinality()) * 20;
    }

    /** A set of symbols: ASCII bytes, and whole code points beyond ASCII. */
    record Symbols(BitSet ascii, Beyond beyond) {}

    /**
     * Where a state goes on all its symbols, once and again.
     *
     * @param state the state that loops; every symbol leads to it from the state asked about and from itself
     */
    record Loop(Symbols symbols, int state) {}

    /**
     * The loop of a state, or null when it is too small to be worth while.
     *
     * @param occurring the bytes that occur in tokens: what no token has need not loop
     */
    static @Nullable Loop loopOf(ByteDfa dfa, int state, BitSet occurring) {
        int target = commonTarget(dfa, state);
        if (target == ByteDfa.DEAD) {
            return null;
        }
        Symbols symbols = symbolsOf(dfa, state, target, occurring);
        return symbols.ascii().cardinality() < LEAST_SYMBOLS ? null : new Loop(symbols, target);
    }

    /** The symbols on which both states go to the second. */
    static Symbols symbolsOf(ByteDfa dfa, int state, int target, BitSet occurring) {
        BitSet ascii = new BitSet(TokenSymbols.ASCII);
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            ascii.set(b, dfa.step(state, b) == target && dfa.step(target, b) == target);
        }
        CodePoints beyond = new CodePoints(dfa, occurring);
        long leading = beyond.leading(target, target);
        return new Symbols(ascii, Beyond.of(state == target ? leading : leading & beyond.leading(state, target)));
    }

    /**
     * The state that a state leads into sooner or later on most bytes and that loops on many, or {@link ByteDfa#DEAD} where
     * that takes more than a few steps or comes to nothing.
     */
    static int bodyOf(ByteDfa dfa, int state) {
        int at = state;
        for (int step = 0; step <= MOST_STEPS; step++) {
            if (loops(dfa, at)) {
                return at;
            }
            int same = step == 0 ? sameOn(dfa, at) : ByteDfa.DEAD;
            if (same != ByteDfa.DEAD) {
                return same;
            }
            at = commonTarget(dfa, at);
            if (at == ByteDfa.DEAD) {
                return at;
            }
        }
        return ByteDfa.DEAD;
    }

    /** The state that a state leads into on many bytes, and that on many bytes, and so on; DEAD where it is no such way. */
    static int ahead(ByteDfa dfa, int state) {
        int at = state;
        for (int step = 0; step < MOST_STEPS; step++) {
            int target = commonTarget(dfa, at);
            if (target == ByteDfa.DEAD || dfa.isAccepting(target) || count(dfa, at, target) < LEAST_SYMBOLS) {
                return ByteDfa.DEAD;
            }
            at = target;
        }
        return at;
    }

    /** The state that loops on many symbols and reads all as this one does, and that this one leads to; else DEAD. */
    private static int sameOn(ByteDfa dfa, int state) {
        int before = ByteDfa.DEAD;
        for (int c = 0; c < dfa.classCount(); c++) {
            int target = dfa.stepClass(state, c);
            if (target != ByteDfa.DEAD && target != before) {
                before = target;
                if (readAlike(dfa, state, target) && loops(dfa, target)) {
                    return target;
                }
            }
        }
        return ByteDfa.DEAD;
    }

    private static boolean readAlike(ByteDfa dfa, int a, int b) {
        for (int c = 0; c < dfa.classCount(); c++) {
            if (dfa.stepClass(a, c) != dfa.stepClass(b, c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean loops(ByteDfa dfa, int state) {
        return count(dfa, state, state) >= LEAST_SYMBOLS;
    }

    /** How many ASCII bytes lead from one state to another. */
    private static int count(ByteDfa dfa, int from, int to) {
        return count(dfa, from, to, 0);
    }

    /** The same, of the classes from one on. */
    private static int count(ByteDfa dfa, int from, int to, int firstClass) {
        int count = 0;
        for (int c = firstClass; c < dfa.classCount(); c++) {
            count += dfa.stepClass(from, c) == to ? dfa.asciiCount(c) : 0;
        }
        return count;
    }

    private static int commonTarget(ByteDfa dfa, int state) {
        int best = ByteDfa.DEAD;
        int bestCount = 0;
        for (int c = 0; c < dfa.classCount(); c++) {
            int target = dfa.stepClass(state, c);
            if (target == ByteDfa.DEAD || target == best) {
                continue;
            }
            int count = count(dfa, state, target, c);
            if (count > bestCount) {
                best = target;
                bestCount = count;
            }
        }
        return best;
    }
}
