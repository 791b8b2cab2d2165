package dev.tenon.conformance.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.RealVocabulary;
import dev.tenon.conformance.Scale;
import dev.tenon.conformance.SchemaCase;
import dev.tenon.conformance.TokenWalk;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random walks over the vocabularies of real models, through grammars of real schemas. At sampled positions every bit of the
 * mask is what stepping all bytes of the token says; at every position the END tokens are allowed exactly where the text so
 * far satisfies the schema; every walk comes to an end; and going back is as good as never having gone.
 */
final class MaskOracleTest {
    private static final AtomicLong BITS = new AtomicLong();
    private static final AtomicLong MASKS = new AtomicLong();
    private static final AtomicLong WALKS = new AtomicLong();
    private static final AtomicLong POSITIONS = new AtomicLong();

    /** Each vocabulary with every schema in a long run, with some of them, each with another few, in a short one. */
    static Stream<String> vocabularies() {
        return RealVocabulary.NAMES.stream().limit(Scale.of(5, RealVocabulary.NAMES.size()));
    }

    @AfterAll
    static void report() {
        Scale.report("mask oracle: " + MASKS + " masks, " + BITS + " bits, 0 differences; " + WALKS + " walks over "
                + POSITIONS + " positions, no dead end");
    }

    @ParameterizedTest
    @MethodSource("vocabularies")
    void everyBitIsWhatSteppingTheTokenSays(String name) {
        RealVocabulary real = RealVocabulary.named(name);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (SchemaCase schemaCase : someSchemas(name, 10)) {
            CompiledGrammar grammar = real.compiler().compile(schemaCase.grammar());
            for (int walk = 0; walk < Scale.of(1, 4); walk++) {
                TokenWalk tokens = new TokenWalk(grammar, real.vocabulary(), random);
                int checked = 0;
                do {
                    if (random.nextInt(4) == 0) {
                        check(real.vocabulary(), tokens, schemaCase);
                        checked++;
                    }
                } while (checked < Scale.of(3, 8) && tokens.wander());
            }
        }
    }

    private static void check(Vocabulary vocabulary, TokenWalk walk, SchemaCase schemaCase) {
        TokenMask mask = walk.matcher().mask();
        assertEquals(vocabulary.size(), mask.size());
        int allowed = 0;
        for (int id = 0; id < vocabulary.size(); id++) {
            boolean brute = walk.matcher().allows(id);
            if (mask.contains(id) != brute) {
                throw new AssertionError(schemaCase + ": token " + id + " '" + new String(vocabulary.bytes(id), UTF_8)
                        + "' is " + (brute ? "" : "not ") + "allowed, the mask says otherwise, after " + walk);
            }
            allowed += brute ? 1 : 0;
        }
        assertEquals(allowed, mask.cardinality());
        BITS.addAndGet(vocabulary.size());
        MASKS.incrementAndGet();
    }

    @ParameterizedTest
    @MethodSource("vocabularies")
    void textsEndWhereTheyAreValidAndEveryWalkComesHome(String name) {
        RealVocabulary real = RealVocabulary.named(name);
        SplittableRandom random = new SplittableRandom(name.length());
        for (SchemaCase schemaCase : someSchemas(name, 25)) {
            CompiledGrammar grammar = real.compiler().compile(schemaCase.grammar());
            Judge judge = schemaCase.judge();
            for (int i = 0; i < Scale.of(2, 40); i++) {
                TokenWalk walk = new TokenWalk(grammar, real.vocabulary(), random);
                int wander = random.nextInt(40);
                do {
                    mayEndExactlyWhereValid(real.vocabulary(), walk, judge, schemaCase);
                } while (wander-- > 0 && walk.wander());
                walk.finish();
                assertEquals(Optional.empty(), judge.fault(walk.text()), () -> schemaCase + ": " + walk);
                WALKS.incrementAndGet();
            }
        }
    }

    private static void mayEndExactlyWhereValid(
            Vocabulary vocabulary, TokenWalk walk, Judge judge, SchemaCase schemaCase) {
        Matcher matcher = walk.matcher();
        if (matcher.isFinished()) {
            return;
        }
        boolean valid = judge.fault(walk.text()).isEmpty();
        assertEquals(valid, matcher.isAccepting(), () -> schemaCase + ": " + walk);
        for (int end : vocabulary.endTokens()) {
            assertEquals(
                    valid, matcher.mask().contains(end), () -> schemaCase + ": END token " + end + " after " + walk);
        }
        POSITIONS.incrementAndGet();
    }

    @ParameterizedTest
    @MethodSource("vocabularies")
    void goingBackIsAsGoodAsNeverHavingGone(String name) {
        RealVocabulary real = RealVocabulary.named(name);
        SplittableRandom random = new SplittableRandom(3);
        for (SchemaCase schemaCase : someSchemas(name, 25)) {
            CompiledGrammar grammar = real.compiler().compile(schemaCase.grammar());
            TokenWalk walk = new TokenWalk(grammar, real.vocabulary(), random);
            for (int i = 0; i < Scale.of(20, 100) && walk.wander(); i++) {}
            int[] tokens = walk.tokens().stream().mapToInt(Integer::intValue).toArray();
            Matcher matcher = walk.matcher();
            for (int i = 0; i < Scale.of(5, 40); i++) {
                int at = random.nextInt(tokens.length + 1);
                matcher.rollback(tokens.length - at);
                Matcher fresh = grammar.matcher();
                Arrays.stream(tokens, 0, at).forEach(fresh::accept);
                assertEquals(fresh.mask(), matcher.mask(), () -> schemaCase + " after " + at + " of " + walk);
                assertEquals(fresh.isAccepting(), matcher.isAccepting());
                assertEquals(fresh.isFinished(), matcher.isFinished());
                assertEquals(fresh.leastBytes(), matcher.leastBytes());
                int[] rest = Arrays.copyOfRange(tokens, at, tokens.length);
                assertEquals(rest.length, matcher.validateTokens(rest), () -> schemaCase + ": " + walk);
                Arrays.stream(rest).forEach(matcher::accept);
            }
        }
    }

    /** In a short run some, beginning at a place that depends on the name, so that all come up with some vocabulary. */
    private static List<SchemaCase> someSchemas(String name, int count) {
        List<SchemaCase> all = SchemaCase.all();
        int first = RealVocabulary.NAMES.indexOf(name) * 10;
        assertTrue(first >= 0);
        return Stream.iterate(first, i -> i + 1)
                .limit(Scale.of(count, all.size()))
                .map(i -> all.get(i % all.size()))
                .toList();
    }
}
