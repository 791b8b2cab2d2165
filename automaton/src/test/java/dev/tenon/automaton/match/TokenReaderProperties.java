package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Reading a token at once comes to what reading its bytes one by one comes to, on random grammars and walks. */
final class TokenReaderProperties {
    private static final int STEPS = 8;

    @Property(tries = 1500)
    void aTokenIsItsBytes(@ForAll long seed) {
        RandomGrammars drawer = new RandomGrammars(seed);
        CompiledGrammar grammar;
        Vocabulary vocabulary;
        try {
            var drawn = drawer.grammar();
            vocabulary = drawer.vocabulary(false);
            grammar = new GrammarCompiler(vocabulary, CompileLimits.defaults()).compile(drawn);
        } catch (EmptyLanguageException e) {
            return;
        }
        Random random = new Random(seed);
        Matcher matcher = grammar.matcher();
        for (int step = 0; step < STEPS && !matcher.isFinished(); step++) {
            List<Integer> alive = new ArrayList<>();
            for (int id = 0; id < vocabulary.size(); id++) {
                if (vocabulary.kind(id) != TokenKind.TEXT) {
                    continue;
                }
                byte[] bytes = vocabulary.bytes(id);
                Matcher byBytes = matcher.fork();
                boolean taken = byBytes.acceptBytes(bytes, 0, bytes.length) == bytes.length;
                assertEquals(taken, matcher.allows(id), "token " + id);
                if (taken && bytes.length > 0) {
                    alive.add(id);
                    Matcher atOnce = matcher.fork();
                    atOnce.accept(id);
                    assertSamePlace(byBytes, atOnce);
                }
            }
            if (alive.isEmpty()) {
                return;
            }
            matcher.accept(alive.get(random.nextInt(alive.size())));
        }
    }

    private static void assertSamePlace(Matcher byBytes, Matcher atOnce) {
        assertEquals(byBytes.isAccepting(), atOnce.isAccepting());
        assertEquals(byBytes.nextBytes(), atOnce.nextBytes());
        assertEquals(byBytes.leastBytes(), atOnce.leastBytes());
        assertArrayEquals(byBytes.forcedBytes(12), atOnce.forcedBytes(12));
        assertEquals(text(byBytes.fork().takeEvents()), text(atOnce.fork().takeEvents()));
        Matcher one = byBytes.fork();
        Matcher other = atOnce.fork();
        one.finishEvents();
        other.finishEvents();
        assertEquals(text(one.takeEvents()), text(other.takeEvents()));
    }

    /** The events with runs of bytes joined: how they are cut does not matter. */
    private static String text(List<MatchEvent> events) {
        StringBuilder text = new StringBuilder();
        for (MatchEvent event : events) {
            switch (event) {
                case MatchEvent.Open open ->
                    text.append('<').append(open.label()).append('>');
                case MatchEvent.Close close ->
                    text.append("</").append(close.label()).append('>');
                case MatchEvent.Bytes bytes -> {
                    for (byte b : bytes.bytes()) {
                        text.append((char) (b & 0xFF));
                    }
                }
            }
        }
        return text.toString();
    }
}
