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

    final TokenMask pure;
    /** All TEXT tokens that are not pure. */
    final TokenTrie rest;
    /** Pure token ids by code points: those of c code points are at {@code countStart[c] .. countStart[c + 1]}. */
    final int[] idsByCount;

    final int[] countStart;

    Slice(Vocabulary vocabulary, Symbols symbols) {
        TokenSymbols facts = vocabulary.symbols();
        long[] words = new long[facts.text().wordCount()];
        facts.text().orInto(words);
        for (int b = symbols.ascii().nextClearBit(0);
                b < 128;
                b = symbols.ascii().nextClearBit(b + 1)) {
            clear(words, facts.containing(b));
        }
        clear(words, symbols.beyondAscii() ? facts.broken() : facts.beyondAscii());
        this.pure = TokenMask.adopt(words, vocabulary.size());
        long[] others = new long[words.length];
        facts.text().orInto(others);
        clear(others, pure);
        this.rest = TokenTrie.of(vocabulary, TokenMask.adopt(others, vocabulary.size()));
        this.countStart = new int[facts.longestCodePoints() + 2];
        for (int id = pure.nextAllowed(0); id >= 0; id = pure.nextAllowed(id + 1)) {
            countStart[facts.codePoints(id) + 1]++;
        }
        for (int c = 1; c < countStart.length; c++) {
            countStart[c] += countStart[c - 1];
        }
        this.idsByCount = new int[pure.cardinality()];
        int[] fill = countStart.clone();
        for (int id = pure.nextAllowed(0); id >= 0; id = pure.nextAllowed(id + 1)) {
            idsByCount[fill[facts.codePoints(id)]++] = id;
        }
    }

    /** A rough size for cache bounds. */
    int bytes() {
        return pure.wordCount() * 8 + idsByCount.length * 4 + rest.nodeCount() * 13 + rest.idCount() * 4;
    }

    private static void clear(long[] words, TokenMask mask) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= ~mask.word(i);
        }
    }

    /** A set of symbols: ASCII bytes, and whether every whole code point beyond ASCII is in. */
    record Symbols(BitSet ascii, boolean beyondAscii) {}

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
        BitSet ascii = new BitSet(128);
        for (int b = 0; b < 128; b++) {
            ascii.set(b, dfa.step(state, b) == target && dfa.step(target, b) == target);
        }
        if (ascii.cardinality() < LEAST_SYMBOLS) {
            return null;
        }
        boolean beyond =
                loopsBeyondAscii(dfa, state, target, occurring) && loopsBeyondAscii(dfa, target, target, occurring);
        return new Loop(new Symbols(ascii, beyond), target);
    }

    private static int commonTarget(ByteDfa dfa, int state) {
        int best = ByteDfa.DEAD;
        int bestCount = 0;
        for (int b = 0; b < 128; b++) {
            int target = dfa.step(state, b);
            if (target == ByteDfa.DEAD || target == best) {
                continue;
            }
            int count = 0;
            for (int c = 0; c < 128; c++) {
                count += dfa.step(state, c) == target ? 1 : 0;
            }
            if (count > bestCount) {
                best = target;
                bestCount = count;
            }
        }
        return best;
    }

    /**
     * Whether every well-formed sequence of RFC 3629 beyond ASCII whose first byte occurs in a token leads from one state
     * to the other.
     */
    private static boolean loopsBeyondAscii(ByteDfa dfa, int from, int to, BitSet occurring) {
        return leads(dfa, occurring, from, 0xC2, 0xDF, to, 0x80, 0xBF, 1)
                && leads(dfa, occurring, from, 0xE0, 0xE0, to, 0xA0, 0xBF, 2)
                && leads(dfa, occurring, from, 0xE1, 0xEC, to, 0x80, 0xBF, 2)
                && leads(dfa, occurring, from, 0xED, 0xED, to, 0x80, 0x9F, 2)
                && leads(dfa, occurring, from, 0xEE, 0xEF, to, 0x80, 0xBF, 2)
                && leads(dfa, occurring, from, 0xF0, 0xF0, to, 0x90, 0xBF, 3)
                && leads(dfa, occurring, from, 0xF1, 0xF3, to, 0x80, 0xBF, 3)
                && leads(dfa, occurring, from, 0xF4, 0xF4, to, 0x80, 0x8F, 3);
    }

    /** Lead bytes, one continuation byte out of the given range, then any continuations; nothing counts or ends on the way. */
    private static boolean leads(
            ByteDfa dfa,
            BitSet occurring,
            int from,
            int firstLead,
            int lastLead,
            int to,
            int firstNext,
            int lastNext,
            int more) {
        for (int lead = firstLead; lead <= lastLead; lead++) {
            if (!occurring.get(lead)) {
                continue;
            }
            BitSet states = new BitSet();
            int state = dfa.step(from, lead);
            if (state == ByteDfa.DEAD) {
                return false;
            }
            states.set(state);
            for (int i = 0; i < more; i++) {
                BitSet next = new BitSet();
                for (int s = states.nextSetBit(0); s >= 0; s = states.nextSetBit(s + 1)) {
                    if (dfa.isUnit(s) || dfa.isAccepting(s)) {
                        return false;
                    }
                    for (int b = i == 0 ? firstNext : 0x80; b <= (i == 0 ? lastNext : 0xBF); b++) {
                        int target = dfa.step(s, b);
                        if (target == ByteDfa.DEAD) {
                            return false;
                        }
                        next.set(target);
                    }
                }
                states = next;
            }
            if (states.cardinality() != 1 || !states.get(to)) {
                return false;
            }
        }
        return true;
    }
}
