package dev.tenon.conformance;

import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A model that has no idea: any token that the mask allows, one as likely as another. Not thread-safe.
 *
 * <p>It comes home by {@link #finish}, which looks at no more of the mask than a few dozen tokens and takes the one after which
 * the end is nearest.
 */
public final class TokenWalk {
    private static final int GUESSES = 16;
    private static final int LOOKED_AT = 48;

    private final Vocabulary vocabulary;
    private final Matcher matcher;
    private final RandomGenerator random;
    private final List<Integer> tokens = new ArrayList<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final int[] singleBytes;

    /** At the beginning of a text. */
    public TokenWalk(CompiledGrammar grammar, Vocabulary vocabulary, RandomGenerator random) {
        this.vocabulary = vocabulary;
        this.matcher = grammar.matcher();
        this.random = random;
        this.singleBytes = singleBytes(vocabulary);
    }

    private static int[] singleBytes(Vocabulary vocabulary) {
        int[] ids = new int[256];
        for (int b = 0; b < 256; b++) {
            int node = vocabulary.trie().child(0, b);
            ids[b] = node >= 0
                            && vocabulary.trie().idStart(node)
                                    < vocabulary.trie().idStart(node + 1)
                    ? vocabulary.trie().id(vocabulary.trie().idStart(node))
                    : -1;
        }
        return ids;
    }

    /** Where it stands. */
    public Matcher matcher() {
        return matcher;
    }

    /** The text so far. */
    public byte[] text() {
        return text.toByteArray();
    }

    /** The tokens so far, END tokens included. */
    public List<Integer> tokens() {
        return List.copyOf(tokens);
    }

    /**
     * One token more, END tokens included.
     *
     * @return false where the text is finished
     * @throws AssertionError in a dead end: nothing may follow and the text may not end
     */
    public boolean wander() {
        TokenMask mask = mask();
        if (mask.cardinality() == 0) {
            return false;
        }
        take(anyOf(mask));
        return !matcher.isFinished();
    }

    /**
     * Goes home, and ends the text where it may end first.
     *
     * @throws AssertionError in a dead end, and where the end comes no nearer
     */
    public void finish() {
        long limit = 4 * matcher.leastBytes() + 1_000;
        for (long step = 0; !matcher.isAccepting(); step++) {
            if (step > limit) {
                throw new AssertionError("the end came no nearer in " + limit + " tokens: " + this);
            }
            take(nearest(mask()));
        }
    }

    private TokenMask mask() {
        TokenMask mask = matcher.mask();
        if (mask.cardinality() == 0 && !matcher.isAccepting()) {
            throw new AssertionError("a dead end: " + this);
        }
        return mask;
    }

    private int nearest(TokenMask mask) {
        int best = -1;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 256 + LOOKED_AT; i++) {
            int token = i < 256 ? singleBytes[i] : anyOf(mask);
            if (token < 0 || !mask.contains(token)) {
                continue;
            }
            matcher.accept(token);
            long after = matcher.leastBytes();
            matcher.rollback(1);
            if (after < least) {
                least = after;
                best = token;
            }
        }
        return best;
    }

    private int anyOf(TokenMask mask) {
        for (int i = 0; i < GUESSES; i++) {
            int guess = random.nextInt(mask.size());
            if (mask.contains(guess)) {
                return guess;
            }
        }
        int token = mask.nextAllowed(random.nextInt(mask.size()));
        return token >= 0 ? token : mask.nextAllowed(0);
    }

    private void take(int token) {
        matcher.accept(token);
        tokens.add(token);
        if (vocabulary.kind(token) == TokenKind.TEXT) {
            text.writeBytes(vocabulary.bytes(token));
        }
    }

    @Override
    public String toString() {
        return "tokens " + tokens + ", text " + text;
    }
}
