package dev.tenon.server.template;

import dev.tenon.server.template.Token.Kind;
import java.util.List;

/** The tokens of a source and the place up to which they are read. Mutable. */
final class TokenStream {
    /** Brackets, signs and blocks inside of each other; parsing calls itself for each. */
    private static final int MAX_NESTING = 100;

    private final List<Token> tokens;
    private int at;
    private int nesting;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    /** The token behind the next one. */
    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (!token.is(Kind.END)) {
            at++;
        }
        return token;
    }

    int line() {
        return peek().line();
    }

    boolean acceptOperator(String sign) {
        boolean is = peek().isOperator(sign);
        if (is) {
            at++;
        }
        return is;
    }

    boolean acceptName(String name) {
        boolean is = peek().isName(name);
        if (is) {
            at++;
        }
        return is;
    }

    Token expect(Kind kind) {
        if (!peek().is(kind)) {
            throw unexpected(kind.shown());
        }
        return next();
    }

    void expectOperator(String sign) {
        if (!acceptOperator(sign)) {
            throw unexpected("'" + sign + "'");
        }
    }

    void expectName(String name) {
        if (!acceptName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    /** The refusal of the next token. */
    TemplateRaised unexpected(String wanted) {
        return new TemplateRaised(wanted + " is expected, not " + peek().shown()).at(line());
    }

    /** Goes one level down; {@link #leave} is owed. */
    void enter() {
        if (++nesting > MAX_NESTING) {
            throw new TemplateRaised("nests more than " + MAX_NESTING + " deep").at(line());
        }
    }

    void leave() {
        nesting--;
    }
}
