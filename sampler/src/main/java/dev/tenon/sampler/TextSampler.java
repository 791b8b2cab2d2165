package dev.tenon.sampler;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Draws texts of a language with no model at all. Immutable and thread-safe; each draw has a matcher of its own.
 *
 * <pre>{@code
 * TextSampler sampler = TextSampler.overBytes(grammar, CompileLimits.defaults(), 2_000);
 * byte[] text = sampler.next(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
 * }</pre>
 *
 * <p>The walk goes byte by byte or token by token, and every text of the language that is no longer than the bound may
 * come out. What may follow is not equally likely, or strings would all be long and full of rare scripts: bytes are
 * drawn by kind (letters, digits, punctuation, ...), and each text has a will of its own to come to its end, from one
 * step in four to one in thirty-two, at which it takes the shortest way. Where the next step would leave no room for
 * the end, it goes the shortest way to the last: so recursive languages end, too.
 */
public final class TextSampler {
    /** A language whose shortest text is longer is not sampled. */
    public static final int MAX_TEXT_BYTES = 64 << 20;

    private static final int END_WEIGHT = 4;
    private static final int GUESSES = 16;
    private static final int SLACK = 1_000;

    private final CompiledGrammar grammar;
    /** What tokens are drawn from; null for a walk over bytes. */
    private final @Nullable Vocabulary vocabulary;

    private final int maxBytes;

    private TextSampler(CompiledGrammar grammar, @Nullable Vocabulary vocabulary, int maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("max bytes must be at least 0, but is " + maxBytes);
        }
        this.grammar = grammar;
        this.vocabulary = vocabulary;
        long least = grammar.matcher().leastBytes();
        if (least > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("the shortest text of the language has " + least
                    + " bytes; texts of up to " + MAX_TEXT_BYTES + " are sampled");
        }
        this.maxBytes = Math.max(maxBytes, (int) least);
    }

    /**
     * A sampler that goes byte by byte.
     *
     * @param maxBytes about how long a text may become: from where it would be passed the shortest way is taken, as far
     *     as {@link Matcher#leastBytes} knows it
     * @throws dev.tenon.automaton.grammar.EmptyLanguageException when no text matches the grammar
     * @throws dev.tenon.automaton.grammar.GrammarException for left recursion and repetitions of the empty text
     * @throws dev.tenon.automaton.dfa.GrammarTooComplexException beyond the limits
     * @throws IllegalArgumentException when the shortest text is longer than {@link #MAX_TEXT_BYTES}
     */
    public static TextSampler overBytes(Grammar grammar, CompileLimits limits, int maxBytes) {
        return new TextSampler(new GrammarCompiler(byteVocabulary(), limits).compile(grammar), null, maxBytes);
    }

    /**
     * A sampler that goes token by token, each allowed token as likely as any other. What is thrown and {@code
     * maxBytes} are as with {@link #overBytes}; the text of control tokens does not count.
     */
    public static TextSampler overTokens(Grammar grammar, GrammarCompiler compiler, int maxBytes) {
        return new TextSampler(compiler.compile(grammar), compiler.vocabulary(), maxBytes);
    }

    /** The vocabulary of the 256 single bytes under their own values, and an END token. */
    public static Vocabulary byteVocabulary() {
        List<byte[]> bytes = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            bytes.add(new byte[] {(byte) b});
        }
        return Vocabulary.ofByteStrings(bytes);
    }

    /**
     * A text of the language; the same generator state gives the same text. O(bytes), each as costly as the grammar is
     * ambiguous.
     *
     * @throws IllegalStateException when the matcher runs into a dead end, which is a defect of it
     */
    public byte[] next(RandomGenerator random) {
        return new Walk(random).text();
    }

    /** One text on its way. */
    private final class Walk {
        private final RandomGenerator random;
        private final Matcher matcher = grammar.matcher();
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private final double haste;

        Walk(RandomGenerator random) {
            this.random = random;
            this.haste = 1.0 / (4 << random.nextInt(4));
        }

        byte[] text() {
            while (!matcher.mustEnd()) {
                boolean hasty = random.nextDouble() < haste;
                if (hasty && matcher.isAccepting()) {
                    break;
                }
                if (hasty) {
                    nearer();
                } else if (!wander()) {
                    break;
                }
            }
            return text.toByteArray();
        }

        /** Takes any step there is room for, or else all those to the end; false at the end. */
        private boolean wander() {
            int before = text.size();
            boolean goesOn = vocabulary == null ? wanderByte() : wanderToken(vocabulary);
            if (!goesOn) {
                return false;
            }
            if (text.size() + matcher.leastBytes() <= maxBytes) {
                return true;
            }
            matcher.rollback(1);
            byte[] kept = text.toByteArray();
            text.reset();
            text.write(kept, 0, before);
            // Twice as much as the matcher thinks is left: it is a guide, and a walk must end.
            for (long budget = 2 * matcher.leastBytes() + SLACK; !matcher.isAccepting(); budget--) {
                require(budget > 0);
                nearer();
            }
            return false;
        }

        private boolean wanderByte() {
            BitSet bytes = matcher.nextBytes();
            if (bytes.isEmpty() && !matcher.isAccepting()) {
                throw deadEnd();
            }
            int choice = ByteKinds.pick(bytes, matcher.isAccepting() ? END_WEIGHT : 0, random);
            if (choice < 0) {
                return false;
            }
            step(choice);
            return true;
        }

        private boolean wanderToken(Vocabulary tokens) {
            TokenMask mask = matcher.mask();
            if (mask.cardinality() == 0) {
                if (!matcher.isAccepting()) {
                    throw deadEnd();
                }
                return false;
            }
            int token = anyOf(mask);
            if (tokens.kind(token) == TokenKind.END) {
                return false;
            }
            matcher.accept(token);
            if (tokens.kind(token) == TokenKind.TEXT) {
                text.writeBytes(tokens.bytes(token));
            }
            return true;
        }

        private int anyOf(TokenMask mask) {
            for (int i = 0; i < GUESSES; i++) {
                int guess = random.nextInt(mask.size());
                if (mask.contains(guess)) {
                    return guess;
                }
            }
            int token = mask.nextAllowed(0);
            for (int skip = random.nextInt(mask.cardinality()); skip > 0; skip--) {
                token = mask.nextAllowed(token + 1);
            }
            return token;
        }

        /** One byte, or one control token where no byte may come, on a shortest way to the end. */
        private void nearer() {
            BitSet bytes = matcher.nextBytes();
            if (bytes.isEmpty()) {
                nearerByToken();
                return;
            }
            BitSet best = new BitSet();
            long least = Long.MAX_VALUE;
            for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
                require(matcher.acceptBytes(new byte[] {(byte) b}, 0, 1) == 1);
                long after = matcher.leastBytes();
                matcher.rollback(1);
                if (after < least) {
                    least = after;
                    best.clear();
                }
                if (after == least) {
                    best.set(b);
                }
            }
            step(ByteKinds.pick(best, 0, random));
        }

        private void nearerByToken() {
            TokenMask mask = matcher.mask();
            int best = -1;
            long least = Long.MAX_VALUE;
            for (int token = mask.nextAllowed(0); token >= 0; token = mask.nextAllowed(token + 1)) {
                matcher.accept(token);
                if (matcher.leastBytes() < least) {
                    least = matcher.leastBytes();
                    best = token;
                }
                matcher.rollback(1);
            }
            require(best >= 0);
            matcher.accept(best);
        }

        private void step(int byteValue) {
            require(matcher.acceptBytes(new byte[] {(byte) byteValue}, 0, 1) == 1);
            text.write(byteValue);
        }

        private void require(boolean alive) {
            if (!alive) {
                throw deadEnd();
            }
        }

        private IllegalStateException deadEnd() {
            return new IllegalStateException("the matcher is in a dead end after " + text.size() + " bytes");
        }
    }
}
