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
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that end a counted lexeme and go on are allowed only where they end it within its bounds. */
final class CountedTokensTest {
    private static final CompileLimits LIMITS = CompileLimits.defaults();
    /** The longest text that is part of a token. */
    private static final int LONGEST = 7;

    private static final List<String> TEXTS = texts();
    private static final List<String> TOKENS = tokens();
    private static final Vocabulary VOCABULARY = Vocabulary.ofByteStrings(
            TOKENS.stream().map(CountedTokensTest::bytes).toList());

    /** All texts of a's and b's, the shortest first. */
    private static List<String> texts() {
        List<String> texts = new ArrayList<>(List.of(""));
        for (int i = 0; texts.get(i).length() < LONGEST; i++) {
            texts.add(texts.get(i) + "a");
            texts.add(texts.get(i) + "b");
        }
        return List.copyOf(texts);
    }

    /** Every text alone, with the quote at its end, and with what follows that. */
    private static List<String> tokens() {
        List<String> tokens = new ArrayList<>(List.of("}"));
        for (String text : TEXTS) {
            for (String end : List.of("", "\"", "\"}")) {
                if (!(text + end).isEmpty()) {
                    tokens.add(text + end);
                }
            }
        }
        return List.copyOf(tokens);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The words of the pattern in quotes, whose letters are the units. */
    private static ByteDfa counted(String pattern) {
        ByteDfa dfa = RegexCompiler.compile(EcmaRegexParser.parseSearch("^\"(?:" + pattern + ")\"$", LIMITS), LIMITS);
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int state = 0; state < dfa.stateCount(); state++) {
            builder.addState();
        }
        // The quote before the first letter leads to a state that no letter leads to, as a copy of it.
        int body = builder.addState();
        for (int state = 0; state < dfa.stateCount(); state++) {
            if (dfa.isAccepting(state)) {
                builder.accept(state, 0);
            }
            for (char letter : "ab".toCharArray()) {
                int target = dfa.step(state, letter);
                if (target != ByteDfa.DEAD) {
                    builder.addTransition(state, letter, letter, target).unit(target);
                    if (state == dfa.step(dfa.start(), '"')) {
                        builder.addTransition(body, letter, letter, target);
                    }
                }
            }
            int quoted = dfa.step(state, '"');
            if (state == dfa.start()) {
                builder.addTransition(state, '"', '"', body);
            } else if (quoted != ByteDfa.DEAD) {
                builder.addTransition(state, '"', '"', quoted);
                if (state == dfa.step(dfa.start(), '"')) {
                    builder.addTransition(body, '"', '"', quoted);
                }
            }
        }
        return builder.build();
    }

    /** Whether some word that is within the bounds, and the brace after it, begin with the text. */
    private static boolean begins(String text, List<String> documents) {
        return documents.stream().anyMatch(document -> document.startsWith(text));
    }

    @ParameterizedTest(name = "{0} {1}..{2}")
    @CsvSource({
        "aa|bbbbb, 4, -1",
        "aa|bbbbb, 3, 6",
        "aa|bbbb|abbbbb, 3, 5",
        "(?:aa)*b?, 3, 3",
        "(?:aa)*b?, 2, 5",
        "(?:aa|bbb)*, 4, 5",
        "(?:aa|bbb)*, 5, -1",
        "aa?|b*, 3, 6",
        "aa?|b*, 3, -1",
        "a{5}|b{2}, 1, 3",
        "a*, 2, 4",
        "[ab]*, 3, 5",
        "[ab]*, 0, 4",
        "[ab]*, 5, -1",
        "a*b?, 1, 3",
        "(?:ab)*b?, 3, 6"
    })
    void endsBeyondTheBoundsAreNotAllowed(String pattern, int min, int max) {
        int most = max < 0 ? Expr.UNBOUNDED : max;
        Pattern words = Pattern.compile(pattern);
        List<String> documents = longTexts().stream()
                .filter(text -> text.length() >= min
                        && (max < 0 || text.length() <= max)
                        && words.matcher(text).matches())
                .map(text -> "\"" + text + "\"}")
                .toList();
        GrammarCompiler compiler = new GrammarCompiler(VOCABULARY, LIMITS);
        CompiledGrammar grammar = compiler.compile(Grammar.of(new Expr.Sequence(
                List.of(new Expr.Lexeme(counted(pattern), min, most), new Expr.Lexeme(ByteDfa.literal(bytes("}")))))));
        for (String beginning : TEXTS) {
            String read = "\"" + beginning;
            if (beginning.length() > 4 || !begins(read, documents)) {
                continue;
            }
            Matcher matcher = grammar.matcher();
            assertEquals(read.length(), matcher.acceptBytes(bytes(read), 0, read.length()));
            TokenMask mask = matcher.mask();
            TreeSet<String> allowed = new TreeSet<>();
            TreeSet<String> expected = new TreeSet<>();
            for (int id = 0; id < TOKENS.size(); id++) {
                if (mask.contains(id)) {
                    allowed.add(TOKENS.get(id));
                }
                if (begins(read + TOKENS.get(id), documents)) {
                    expected.add(TOKENS.get(id));
                }
            }
            assertEquals(expected, allowed, "after " + read);
        }
    }

    /** Long enough for every word that a beginning of four letters and a token can still become. */
    private static List<String> longTexts() {
        List<String> texts = new ArrayList<>(List.of(""));
        for (int i = 0; texts.get(i).length() < 2 * LONGEST; i++) {
            texts.add(texts.get(i) + "a");
            texts.add(texts.get(i) + "b");
        }
        return texts;
    }
}
