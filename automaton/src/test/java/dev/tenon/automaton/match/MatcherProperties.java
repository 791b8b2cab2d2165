package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The oracle: random grammars, vocabularies and walks, every bit of every mask compared with brute force. */
final class MatcherProperties {
    private static final int STEPS = 12;

    private record Drawn(CompiledGrammar grammar, Vocabulary vocabulary, Random random) {}

    private static Optional<Drawn> draw(long seed) {
        RandomGrammars drawer = new RandomGrammars(seed);
        Vocabulary vocabulary = null;
        try {
            var grammar = drawer.grammar();
            vocabulary = drawer.vocabulary(seed % 4 != 0);
            return Optional.of(new Drawn(
                    new GrammarCompiler(vocabulary, CompileLimits.defaults()).compile(grammar),
                    vocabulary,
                    new Random(seed)));
        } catch (EmptyLanguageException e) {
            return Optional.empty();
        }
    }

    /** Any allowed token, or -1 where nothing is. */
    private static int pick(TokenMask mask, Random random) {
        if (mask.cardinality() == 0) {
            return -1;
        }
        int skip = random.nextInt(mask.cardinality());
        int id = mask.nextAllowed(0);
        while (skip-- > 0) {
            id = mask.nextAllowed(id + 1);
        }
        return id;
    }

    @Property(tries = 3000)
    void everyBitOfEveryMaskEqualsBruteForce(@ForAll long seed) {
        draw(seed).ifPresent(drawn -> {
            Matcher matcher = drawn.grammar().matcher();
            for (int step = 0; step < STEPS && !matcher.isFinished(); step++) {
                TokenMask mask = matcher.mask();
                for (int id = 0; id < drawn.vocabulary().size(); id++) {
                    assertEquals(matcher.allows(id), mask.contains(id), "token " + id + " at step " + step);
                }
                int next = pick(mask, drawn.random());
                if (next < 0) {
                    assertTrue(matcher.isAccepting(), "dead end");
                    return;
                }
                matcher.accept(next);
            }
        });
    }

    @Property(tries = 1000)
    void rollbackEqualsFreshReplay(@ForAll long seed) {
        draw(seed).ifPresent(drawn -> {
            Matcher matcher = drawn.grammar().matcher();
            List<Integer> accepted = new ArrayList<>();
            for (int round = 0; round < 20 && !matcher.isFinished(); round++) {
                int next = pick(matcher.mask(), drawn.random());
                if (next < 0) {
                    return;
                }
                matcher.accept(next);
                accepted.add(next);
                if (drawn.random().nextInt(3) == 0) {
                    int undone = drawn.random().nextInt(accepted.size() + 1);
                    matcher.rollback(undone);
                    accepted = new ArrayList<>(accepted.subList(0, accepted.size() - undone));
                    Matcher fresh = drawn.grammar().matcher();
                    accepted.forEach(fresh::accept);
                    assertEquals(fresh.mask(), matcher.mask());
                    assertEquals(fresh.isAccepting(), matcher.isAccepting());
                    assertArrayEquals(fresh.forcedBytes(16), matcher.forcedBytes(16));
                }
            }
            Matcher fresh = drawn.grammar().matcher();
            accepted.forEach(fresh::accept);
            fresh.finishEvents();
            matcher.finishEvents();
            assertEquals(text(fresh.takeEvents()), text(matcher.takeEvents()));
        });
    }

    @Property(tries = 1000)
    void aWalkThatPrefersTheShortestWayAlwaysFinishes(@ForAll long seed) {
        draw(seed).ifPresent(drawn -> {
            Matcher matcher = drawn.grammar().matcher();
            for (int step = 0; step < 10 && !matcher.isFinished(); step++) {
                int next = pick(matcher.mask(), drawn.random());
                if (next < 0) {
                    assertTrue(matcher.isAccepting());
                    return;
                }
                matcher.accept(next);
            }
            int steps = 0;
            while (!matcher.isAccepting()) {
                assertFalse(++steps > 3000, "no end in sight");
                int best = -1;
                long least = Long.MAX_VALUE;
                TokenMask mask = matcher.mask();
                for (int id = mask.nextAllowed(0); id >= 0; id = mask.nextAllowed(id + 1)) {
                    matcher.accept(id);
                    if (matcher.leastBytes() < least) {
                        least = matcher.leastBytes();
                        best = id;
                    }
                    matcher.rollback(1);
                }
                assertTrue(best >= 0, "dead end");
                matcher.accept(best);
            }
        });
    }

    @Property(tries = 500)
    void capturedBytesAreTheTextItself(@ForAll long seed) {
        draw(seed).ifPresent(drawn -> {
            Matcher matcher = drawn.grammar().matcher();
            StringBuilder said = new StringBuilder();
            StringBuilder reported = new StringBuilder();
            int open = 0;
            for (int step = 0; step < STEPS && !matcher.isFinished(); step++) {
                int next = pick(matcher.mask(), drawn.random());
                if (next < 0) {
                    break;
                }
                matcher.accept(next);
                if (!matcher.isFinished()) {
                    said.append(
                            new String(drawn.vocabulary().bytes(next), java.nio.charset.StandardCharsets.ISO_8859_1));
                }
                open += collect(matcher.takeEvents(), reported);
            }
            boolean complete = matcher.isAccepting();
            matcher.finishEvents();
            open += collect(matcher.takeEvents(), reported);
            assertEquals(said.toString(), reported.toString());
            if (complete) {
                assertEquals(0, open, "captures left open at the end");
            }
        });
    }

    @Property(tries = 500)
    void forksGoTheirOwnWay(@ForAll long seed) {
        draw(seed).ifPresent(drawn -> {
            Matcher matcher = drawn.grammar().matcher();
            Matcher fork = matcher.fork();
            TokenMask before = fork.mask();
            int next = pick(matcher.mask(), drawn.random());
            if (next >= 0) {
                assertEquals(1, fork.validateTokens(new int[] {next}));
                matcher.accept(next);
            }
            assertEquals(before, fork.mask());
        });
    }

    private static int collect(List<MatchEvent> events, StringBuilder text) {
        int open = 0;
        for (MatchEvent event : events) {
            switch (event) {
                case MatchEvent.Open opened -> open++;
                case MatchEvent.Close closed -> open--;
                case MatchEvent.Bytes bytes ->
                    text.append(new String(bytes.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return open;
    }

    private static String text(List<MatchEvent> events) {
        StringBuilder text = new StringBuilder();
        for (MatchEvent event : events) {
            switch (event) {
                case MatchEvent.Open opened ->
                    text.append('<').append(opened.label()).append('>');
                case MatchEvent.Close closed ->
                    text.append("</").append(closed.label()).append('>');
                case MatchEvent.Bytes bytes ->
                    text.append(new String(bytes.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }
}
