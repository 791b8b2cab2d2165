package dev.tenon.automaton.match;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr.Lexeme;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.token.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenHealingTest {
    /** Ids 0 to 255 are the bytes. */
    private static final int COLON = ':';

    private static final int HTTP = 256;
    private static final int COLON_SLASHES = 257;
    private static final int CONTROL = 259;

    private static final Vocabulary VOCABULARY = vocabulary();

    private static Vocabulary vocabulary() {
        Vocabulary.Builder builder = Vocabulary.builder(261);
        for (int b = 0; b < 256; b++) {
            builder.text(b, new byte[] {(byte) b});
        }
        builder.text(HTTP, "http".getBytes(UTF_8));
        builder.text(COLON_SLASHES, "://".getBytes(UTF_8));
        builder.text(258, "tp:/".getBytes(UTF_8));
        builder.control(CONTROL, "<s>".getBytes(UTF_8));
        builder.end(260, "</s>".getBytes(UTF_8));
        return builder.build();
    }

    private static int[] tokens(String text) {
        return text.chars().toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "see:, see, :",
        "see h, 'see ', h",
        "see http, see ht, tp",
        "seetp:, see, tp:",
        "see://, see://, ''",
        "seex, seex, ''",
        ":, :, ''",
    })
    void whatALongerTokenCouldStandForIsGivenBack(String prompt, String kept, String prefix) {
        TokenHealing healing = TokenHealing.of(VOCABULARY, tokens(prompt));
        assertEquals(prefix, new String(healing.prefix(), UTF_8));
        assertArrayEquals(tokens(kept), healing.prompt());
    }

    @Test
    void tokensThatAreNoTextStay() {
        int[] prompt = {HTTP, CONTROL};
        TokenHealing healing = TokenHealing.of(VOCABULARY, prompt);
        assertArrayEquals(prompt, healing.prompt());
        assertEquals(0, healing.prefix().length);
    }

    @Test
    void theTextBeginsWithWhatWasGivenBackInOneTokenOrMore() {
        TokenHealing healing = TokenHealing.of(VOCABULARY, new int[] {HTTP, COLON});
        assertArrayEquals(new int[] {HTTP}, healing.prompt());
        Grammar grammar = Grammar.of(new Lexeme(ByteDfa.literal("//x".getBytes(UTF_8))));
        Matcher matcher = new GrammarCompiler(VOCABULARY, CompileLimits.defaults())
                .compile(healing.healed(grammar))
                .matcher();
        assertTrue(matcher.mask().contains(COLON));
        assertTrue(matcher.mask().contains(COLON_SLASHES));
        assertFalse(matcher.mask().contains('/'));
        matcher.accept(COLON_SLASHES);
        matcher.accept('x');
        matcher.finishEvents();
        StringBuilder own = new StringBuilder();
        boolean ofPrompt = false;
        for (MatchEvent event : matcher.takeEvents()) {
            switch (event) {
                case MatchEvent.Open open -> ofPrompt = open.label().equals(TokenHealing.LABEL);
                case MatchEvent.Close close -> ofPrompt = false;
                case MatchEvent.Bytes bytes -> own.append(ofPrompt ? "" : new String(bytes.bytes(), UTF_8));
            }
        }
        assertEquals("//x", own.toString());
    }

    @Test
    void aPromptWithNothingToMendLeavesTheGrammarAlone() {
        Grammar grammar = Grammar.of(new Lexeme(ByteDfa.literal("x".getBytes(UTF_8))));
        assertSame(grammar, TokenHealing.of(VOCABULARY, tokens("see x")).healed(grammar));
        assertEquals(0, TokenHealing.of(VOCABULARY, new int[0]).prompt().length);
        assertEquals(List.of(), grammar.rules());
    }
}
