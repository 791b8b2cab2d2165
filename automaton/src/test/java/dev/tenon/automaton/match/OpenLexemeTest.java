package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lexeme may end amid a loop of its automaton: tokens that go on behind it are allowed as those that stay inside are. */
final class OpenLexemeTest {
    private static final CompileLimits LIMITS = CompileLimits.defaults();
    private static final List<String> TOKENS = tokens();
    private static final Vocabulary VOCABULARY = Vocabulary.ofByteStrings(TOKENS.stream()
            .map(text -> text.getBytes(StandardCharsets.US_ASCII))
            .toList());

    /** All texts of a's and b's up to seven letters, alone and with what may follow. */
    private static List<String> tokens() {
        List<String> texts = new ArrayList<>(List.of(""));
        for (int i = 0; texts.get(i).length() < 7; i++) {
            texts.add(texts.get(i) + "a");
            texts.add(texts.get(i) + "b");
        }
        List<String> tokens = new ArrayList<>(texts.subList(1, texts.size()));
        for (String text : texts) {
            tokens.add(text + "]");
            tokens.add(text + "]]");
        }
        return List.copyOf(tokens);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"[ab]*", "a*", "(?:ab)*", "[ab]*b", "(?:aa|b)*", "a?b*", "b[ab]*", "(?:aab|b)*a?"})
    void endsAmidALoop(String pattern) {
        ByteDfa dfa = RegexCompiler.compile(EcmaRegexParser.parseSearch("^(?:" + pattern + ")$", LIMITS), LIMITS);
        Grammar grammar = Grammar.of(new Expr.Sequence(List.of(
                new Expr.Lexeme(dfa), new Expr.Lexeme(ByteDfa.literal("]]".getBytes(StandardCharsets.US_ASCII))))));
        TokenMask mask = new GrammarCompiler(VOCABULARY, LIMITS)
                .compile(grammar)
                .matcher()
                .mask();
        for (int id = 0; id < TOKENS.size(); id++) {
            Matcher matcher = Pattern.compile("(?:" + pattern + ")\\]\\]").matcher(TOKENS.get(id));
            assertEquals(matcher.matches() || matcher.hitEnd(), mask.contains(id), TOKENS.get(id));
        }
    }
}
