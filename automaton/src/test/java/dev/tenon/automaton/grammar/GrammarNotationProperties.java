package dev.tenon.automaton.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random grammars of any form, written in both notations: what is enforced is what Earley's recogniser accepts. */
final class GrammarNotationProperties {
    private static final CompileLimits LIMITS = CompileLimits.defaults();
    private static final int LENGTH = 4;

    private static final GrammarCompiler BYTES = new GrammarCompiler(bytes(), LIMITS);

    private static Vocabulary bytes() {
        List<byte[]> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add(new byte[] {(byte) b});
        }
        return Vocabulary.ofByteStrings(tokens);
    }

    @Property(tries = 200)
    void gbnfIsWhatEarleyAccepts(@ForAll long seed) {
        SampleCfg cfg = new SampleCfg(seed);
        NaiveEarley earley = new NaiveEarley(cfg, false);
        if (!earley.hasText()) {
            assertThrows(GrammarSyntaxException.class, () -> GbnfParser.parse(cfg.gbnf(), SpecialTokens.NONE, LIMITS));
            return;
        }
        Grammar grammar =
                GbnfParser.parse(cfg.gbnf(), SpecialTokens.NONE, LIMITS).grammar();
        compare(cfg.gbnf(), BYTES.compile(grammar).matcher(), earley.start(), "abc", "");
    }

    @Property(tries = 60)
    void larkIsWhatEarleyAccepts(@ForAll long seed) {
        compareLark(seed, false);
    }

    @Property(tries = 100)
    void larkIgnoresBetweenTerminals(@ForAll long seed) {
        compareLark(seed, true);
    }

    private static void compareLark(long seed, boolean ignoring) {
        SampleCfg cfg = new SampleCfg(seed);
        String text = cfg.lark(ignoring);
        NaiveEarley earley = new NaiveEarley(cfg, ignoring);
        if (!earley.hasText()) {
            assertThrows(
                    GrammarSyntaxException.class,
                    () -> LarkParser.parse(text, SpecialTokens.NONE, JsonGrammars.NONE, LIMITS));
            return;
        }
        Grammar grammar = LarkParser.parse(text, SpecialTokens.NONE, JsonGrammars.NONE, LIMITS)
                .grammar();
        compare(text, BYTES.compile(grammar).matcher(), earley.start(), ignoring ? "abc " : "abc", "");
    }

    /**
     * Goes through all prefixes up to a length, and both ways: none is missing and none is too much. Not beyond the point
     * where a text has more readings than are followed (docs/adr/0003), of which there are some in such grammars.
     */
    private static void compare(String grammar, Matcher matcher, NaiveEarley.Chart chart, String letters, String read) {
        if (matcher.droppedReadings() > 0) {
            return;
        }
        assertEquals(chart.isAccepting(), matcher.isAccepting(), () -> "'" + read + "' as a text of " + grammar);
        if (read.length() == LENGTH) {
            return;
        }
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            NaiveEarley.Chart next = chart.read(letter);
            boolean taken = matcher.acceptBytes(new byte[] {(byte) letter}, 0, 1) == 1;
            if (matcher.droppedReadings() == 0) {
                assertEquals(
                        next.isViable(),
                        taken,
                        () -> "'" + read + letter + "' as the beginning of a text of " + grammar);
            }
            if (taken) {
                compare(grammar, matcher, next, letters, read + letter);
                matcher.rollback(1);
            }
        }
    }
}
