package dev.tenon.server.rehearsal;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.server.maskbench.MaskBench;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Compiles the schemas of the training and makes the masks along random texts of each, so that the code behind the masks of the first
 * requests is compiled by then: a mask that takes 0.4 ms takes 8 ms in code that runs for the first time. Nothing but that is kept: what is
 * found on the way is in caches of its own. Used by one thread, then thrown away.
 */
public final class MaskRehearsal {
    /** After so many passes, code that each kind of schema runs a few times only is compiled, too. */
    public static final int PASSES = 3;

    private static final int TEXTS = 2;
    private static final int MOST_TOKENS = 80;
    /** So many tokens are tried before any that is allowed will do. */
    private static final int TRIES = 24;
    /** One token in so many is one that may end what it is in, as far as any is allowed. */
    private static final int ENDING = 3;

    private static final String ENDS = "\",:}]{[ 0123456789tfn-.@/";
    private static final int LONGEST_END = 3;
    private static final int LONGEST_WORD = 5;

    private final GrammarCompiler compiler;
    private final SplittableRandom random = new SplittableRandom(1);
    /** What texts are made of: without the first they would be one long string. */
    private final int[] ends;

    private final int[] words;

    /**
     * Nothing is rehearsed yet.
     *
     * @param vocabulary the one that is served
     */
    public MaskRehearsal(Vocabulary vocabulary) {
        this.compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
        this.ends = ids(
                vocabulary, text -> text.length() <= LONGEST_END && text.chars().allMatch(c -> ENDS.indexOf(c) >= 0));
        this.words = ids(
                vocabulary,
                text -> text.length() <= LONGEST_WORD && text.chars().allMatch(c -> c >= 'a' && c <= 'z'));
    }

    private static int[] ids(Vocabulary vocabulary, Predicate<String> isOne) {
        return IntStream.range(0, vocabulary.size())
                .filter(id -> vocabulary.byteCount(id) > 0)
                .filter(id -> isOne.test(new String(vocabulary.bytes(id), StandardCharsets.ISO_8859_1)))
                .toArray();
    }

    /**
     * Goes through each kind of schema once, for at most this long.
     *
     * @param number of the pass, from 0: each has other names and values
     * @return how many schemas were gone through
     */
    public int pass(int number, Duration time) {
        long start = System.nanoTime();
        int done = 0;
        for (String schema : TrainingSchemas.load().ofRound(number)) {
            if (System.nanoTime() - start >= time.toNanos()) {
                break;
            }
            goThrough(schema);
            done++;
        }
        return done;
    }

    private void goThrough(String schema) {
        for (int text = 0; text < TEXTS; text++) {
            // What is kept of the first time makes the second one another way through the code.
            Grammar grammar = SchemaCompiler.compile(
                            MaskBench.parseSchema(schema), MaskBench.OPTIONS, CompileLimits.defaults())
                    .grammar();
            Matcher matcher;
            try {
                matcher = compiler.compile(grammar).matcher();
            } catch (EmptyLanguageException e) {
                // A vocabulary that cannot spell it will not be asked for it.
                return;
            }
            for (int i = 0; i < MOST_TOKENS && !matcher.isFinished(); i++) {
                int token = pick(matcher.mask());
                if (token < 0) {
                    break;
                }
                matcher.accept(token);
            }
        }
    }

    /** A token that is allowed, or -1 where none is. */
    private int pick(TokenMask mask) {
        for (int i = 0; i < TRIES; i++) {
            int[] from = random.nextInt(ENDING) == 0 ? ends : words;
            int token = from.length == 0 ? -1 : from[random.nextInt(from.length)];
            if (mask.contains(token)) {
                return token;
            }
        }
        int token = mask.nextAllowed(random.nextInt(mask.size()));
        return token < 0 ? mask.nextAllowed(0) : token;
    }
}
