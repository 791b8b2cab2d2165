package dev.tenon.sampler;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * come out. What may follow is not equally likely, or strings would all be long and full of rare scripts, and objects full of
 * keys that mean nothing: bytes are drawn by kind (letters, digits, punctuation, ...), three keys in four are ones that the
 * grammar names, and each text has a will of its own: how likely it ends a string, an array or an object, and how long
 * it may become ({@code TextWill}). Where the next step would leave no room for the end, it goes the shortest way to the
 * last: so recursive languages end, too.
 */
public final class TextSampler {
    /** A language whose shortest text is longer is not sampled. */
    public static final int MAX_TEXT_BYTES = 64 << 20;

    private final CompiledGrammar grammar;
    /** What tokens are drawn from; null for a walk over bytes. */
    private final @Nullable Vocabulary vocabulary;

    private final long least;
    private final long maxBytes;

    private TextSampler(CompiledGrammar grammar, @Nullable Vocabulary vocabulary, int maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("max bytes must be at least 0, but is " + maxBytes);
        }
        this.grammar = grammar;
        this.vocabulary = vocabulary;
        this.least = grammar.matcher().leastBytes();
        if (least > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("the shortest text of the language has " + least
                    + " bytes; texts of up to " + MAX_TEXT_BYTES + " are sampled");
        }
        this.maxBytes = Math.max(maxBytes, least);
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
     * A sampler that goes token by token: one of four tokens is any that is allowed, the others any of those that are allowed
     * and begin with a byte that is drawn as in a walk over bytes. What is thrown and {@code maxBytes} are as with {@link
     * #overBytes}; the text of control tokens does not count.
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
        return walk(null, random).text();
    }

    /**
     * A text of the language that was not drawn before, and is added to those that were; nothing where there is no other.
     * What is drawn so over bytes and over tokens can be kept together.
     *
     * @param before what was drawn from the same language
     * @throws IllegalArgumentException when the text holds control tokens, which are no bytes to be remembered
     * @throws IllegalStateException when the matcher runs into a dead end, which is a defect of it
     */
    public Optional<byte[]> nextOther(RandomGenerator random, DrawnTexts before) {
        if (before.isAll()) {
            return Optional.empty();
        }
        byte[] text = walk(before, random).text();
        before.add(text, grammar.matcher());
        return Optional.of(text);
    }

    private TextWalk walk(@Nullable DrawnTexts before, RandomGenerator random) {
        return new TextWalk(grammar.matcher(), vocabulary, TextWill.draw(least, maxBytes, random), before, random);
    }
}
