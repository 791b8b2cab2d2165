package dev.tenon.automaton.grammar;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * The tokens of a grammar in Lark, checked for what can be seen on tokens alone. Line breaks within brackets and before a bar
 * mean nothing and are left out. The JSON after a directive is one token.
 */
final class LarkTokens {
    private final int[] codePoints;
    private final LarkLexer lexer;
    private final List<Token> tokens = new ArrayList<>();

    private LarkTokens(String text) {
        this.codePoints = text.codePoints().toArray();
        this.lexer = new LarkLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
    }

    /**
     * The checked tokens, without the end of file.
     *
     * @throws GrammarSyntaxException when one is no part of the notation, or of what is supported
     */
    static List<Token> read(String text, int maxDepth) {
        LarkTokens reader = new LarkTokens(text);
        reader.readAll();
        SyntaxErrors.checkBrackets(
                reader.tokens,
                maxDepth,
                LarkLexer.OPEN,
                LarkLexer.CLOSE,
                LarkLexer.BRACKET_OPEN,
                LarkLexer.BRACKET_CLOSE,
                LarkLexer.CURLY_OPEN,
                LarkLexer.CURLY_CLOSE);
        return reader.significant();
    }

    private void readAll() {
        for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
            tokens.add(token);
            switch (token.getType()) {
                case LarkLexer.JSON, LarkLexer.LLGUIDANCE -> tokens.add(json(token));
                case LarkLexer.REGEX ->
                    throw refusal(token, "%regex is not supported; write the terminal as a regex between slashes");
                case LarkLexer.DIRECTIVE -> throw refusal(token, directive(token.getText()));
                case LarkLexer.GRAMMAR_REFERENCE ->
                    throw refusal(token, "grammars within grammars are not supported; write their rules into this one");
                case LarkLexer.BAD -> throw refusal(token, bad(token.getText()));
                default -> {}
            }
        }
    }

    private static GrammarSyntaxException refusal(Token token, String reason) {
        return new GrammarSyntaxException(Place.of(token), reason);
    }

    private static String directive(String text) {
        return switch (text) {
            case "%declare" -> "%declare is not supported: a terminal without a definition matches no text; define it";
            case "%override", "%extend" -> text + " is not supported; define the rule once, as it is to be";
            default -> text + " is no directive; expected %ignore, %import, %json or %llguidance";
        };
    }

    private static String bad(String text) {
        return switch (text) {
            case "\"" -> "nothing closes this \" on its line";
            case "/" -> "nothing closes this / on its line; a regex stands /between slashes/";
            case "'" -> "' is no part of a grammar; strings stand in \"double quotes\"";
            case "<" -> "expected a token such as <think> or <[128010]>";
            default -> text + " is no part of a grammar; text stands in \"double quotes\"";
        };
    }

    /** From the next brace to the one that closes it, strings taken as strings; the lexer goes on after it. */
    private Token json(Token directive) {
        CharStream input = lexer.getInputStream();
        int at = input.index();
        int line = lexer.getLine();
        int column = lexer.getCharPositionInLine();
        int depth = 0;
        boolean inString = false;
        int start = -1;
        int startLine = line;
        int startColumn = column;
        do {
            if (at >= codePoints.length) {
                throw refusal(directive, "expected a JSON object after " + directive.getText());
            }
            int next = codePoints[at];
            if (start < 0 && next == '{') {
                start = at;
                startLine = line;
                startColumn = column;
            } else if (start < 0 && !Character.isWhitespace(next)) {
                throw refusal(directive, "expected a JSON object after " + directive.getText());
            }
            if (inString && next == '\\') {
                at++;
                column++;
            } else if (next == '"') {
                inString = !inString;
            } else if (!inString && (next == '{' || next == '}')) {
                depth += next == '{' ? 1 : -1;
            }
            at++;
            column++;
            if (next == '\n') {
                line++;
                column = 0;
            }
        } while (start < 0 || depth > 0);
        input.seek(at);
        lexer.setLine(line);
        lexer.setCharPositionInLine(column);
        CommonToken json = new CommonToken(LarkLexer.JSON_TEXT, new String(codePoints, start, at - start));
        json.setLine(startLine);
        json.setCharPositionInLine(startColumn);
        return json;
    }

    /** Without the line breaks that mean nothing, and what shows only then is refused. */
    private List<Token> significant() {
        List<Token> kept = new ArrayList<>();
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            int type = token.getType();
            if (type == LarkLexer.OPEN || type == LarkLexer.BRACKET_OPEN || type == LarkLexer.CURLY_OPEN) {
                depth++;
            } else if (type == LarkLexer.CLOSE || type == LarkLexer.BRACKET_CLOSE || type == LarkLexer.CURLY_CLOSE) {
                depth--;
            }
            if (type == LarkLexer.NEWLINE) {
                int next = typeAfterBreaks(i);
                if (depth > 0 || next == LarkLexer.OR || next == LarkLexer.ARROW || next == LarkLexer.AND) {
                    continue;
                }
            }
            if (type == LarkLexer.DOT && isPriority(i)) {
                throw refusal(
                        token,
                        "priorities are not supported; leave it out: a text is accepted whichever way it is read");
            }
            kept.add(token);
        }
        return kept;
    }

    private int typeAfterBreaks(int from) {
        int at = from;
        while (at < tokens.size() && tokens.get(at).getType() == LarkLexer.NEWLINE) {
            at++;
        }
        return at == tokens.size() ? Token.EOF : tokens.get(at).getType();
    }

    private boolean isPriority(int dot) {
        return dot > 0
                && dot + 1 < tokens.size()
                && tokens.get(dot + 1).getType() == LarkLexer.NUMBER
                && (tokens.get(dot - 1).getType() == LarkLexer.TERMINAL
                        || tokens.get(dot - 1).getType() == LarkLexer.RULE);
    }
}
