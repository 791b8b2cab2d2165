package dev.tenon.automaton.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.Vocabulary;
import org.jspecify.annotations.Nullable;

/** Ends a parse at its first error, and says in plain words what stands there and what was expected. */
final class SyntaxErrors extends BaseErrorListener {
    private static final int MOST_SHOWN = 40;

    /** A notation that is longer is no grammar that anybody means. */
    static final int MOST_CHARACTERS = 2_000_000;

    @Override
    public void syntaxError(
            Recognizer<?, ?> recognizer,
            @Nullable Object offendingSymbol,
            int line,
            int charPositionInLine,
            String message,
            @Nullable RecognitionException cause) {
        if (!(offendingSymbol instanceof Token token) || !(recognizer instanceof Parser parser)) {
            throw new GrammarSyntaxException(new Place(line, charPositionInLine + 1), message);
        }
        List<String> expected = new ArrayList<>();
        for (int type : parser.getExpectedTokens().toList()) {
            expected.add(name(type, parser.getVocabulary()));
        }
        throw new GrammarSyntaxException(
                Place.of(token), "expected " + String.join(", ", expected) + "; found " + shown(token));
    }

    private static String name(int type, Vocabulary vocabulary) {
        if (type == Token.EOF) {
            return "the end";
        }
        String literal = vocabulary.getLiteralName(type);
        return literal != null
                ? literal.substring(1, literal.length() - 1)
                : String.valueOf(vocabulary.getSymbolicName(type))
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' ');
    }

    /** A token as messages show it. */
    static String shown(Token token) {
        if (token.getType() == Token.EOF) {
            return "the end";
        }
        String text = token.getText();
        if (text.isBlank()) {
            return text.indexOf('\n') >= 0 ? "the end of the line" : "white space";
        }
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    }

    /**
     * Checks that brackets match and are not nested too deep, which must be known before a recursive parser runs.
     *
     * @param pairs types of tokens that open, each followed by the one that closes it
     */
    static void checkBrackets(List<Token> tokens, int maxDepth, int... pairs) {
        Deque<Token> open = new ArrayDeque<>();
        for (Token token : tokens) {
            for (int i = 0; i < pairs.length; i += 2) {
                if (token.getType() == pairs[i]) {
                    open.push(token);
                    if (open.size() > maxDepth) {
                        throw new GrammarSyntaxException(
                                Place.of(token), "brackets are nested deeper than " + maxDepth + "; use rules");
                    }
                } else if (token.getType() == pairs[i + 1]) {
                    Token opening = open.poll();
                    if (opening == null) {
                        throw new GrammarSyntaxException(Place.of(token), "nothing is open that this would close");
                    }
                    if (opening.getType() != pairs[i]) {
                        throw new GrammarSyntaxException(
                                Place.of(token),
                                "expected what closes the " + opening.getText() + " of line " + opening.getLine()
                                        + ", column " + (opening.getCharPositionInLine() + 1));
                    }
                }
            }
        }
        Token left = open.poll();
        if (left != null) {
            throw new GrammarSyntaxException(Place.of(left), "nothing closes this " + left.getText());
        }
    }

    /** A count of a repetition. */
    static int count(String digits, Place place) {
        String significant = digits.replaceFirst("^\\+?0*(?=.)", "");
        if (!significant.matches("[0-9]{1,9}")) {
            throw new GrammarSyntaxException(place, "expected a whole number below 1000000000, not " + digits);
        }
        return Integer.parseInt(significant);
    }
}
