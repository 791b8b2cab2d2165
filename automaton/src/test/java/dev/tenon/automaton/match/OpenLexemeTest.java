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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    /** All texts of a's and b's, the shortest first. */
    private static List<String> texts(int longest) {
        List<String> texts = new ArrayList<>(List.of(""));
        for (int i = 0; texts.get(i).length() < longest; i++) {
            texts.add(texts.get(i) + "a");
            texts.add(texts.get(i) + "b");
        }
        return texts;
    }

    /** Texts alone, and with what may follow. */
    private static List<String> tokens() {
        List<String> texts = texts(7);
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
        Set<String> beginnings = new HashSet<>();
        Pattern words = Pattern.compile(pattern);
        for (String text : texts(10)) {
            String document = text + "]]";
            for (int end = 1; end <= document.length() && words.matcher(text).matches(); end++) {
                beginnings.add(document.substring(0, end));
            }
        }
        for (int id = 0; id < TOKENS.size(); id++) {
            assertEquals(beginnings.contains(TOKENS.get(id)), mask.contains(id), TOKENS.get(id));
        }
    }
}
