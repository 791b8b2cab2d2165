package dev.tenon.toolcalls;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;

/** The ids that some models write into their calls. */
final class CallIds {
    private CallIds() {}

    /** So many letters of ASCII or digits. */
    static Expr alphanumeric(int length) {
        ByteDfa.Builder builder = ByteDfa.builder();
        int at = builder.addState();
        for (int i = 0; i < length; i++) {
            int next = builder.addState();
            builder.addTransition(at, '0', '9', next);
            builder.addTransition(at, 'A', 'Z', next);
            builder.addTransition(at, 'a', 'z', next);
            at = next;
        }
        return new Expr.Lexeme(builder.accept(at, 0).build());
    }

    /** Digits, one to three. */
    static Expr index() {
        ByteDfa.Builder builder = ByteDfa.builder();
        int at = builder.addState();
        for (int i = 0; i < 3; i++) {
            int next = builder.addState();
            builder.addTransition(at, '0', '9', next);
            builder.accept(next, 0);
            at = next;
        }
        return new Expr.Lexeme(builder.build());
    }
}
