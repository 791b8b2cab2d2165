package dev.tenon.toolcalls;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.SchemaOptions;

/**
 * White space at the places where models put some; bounded, so that none can loop in it.
 *
 * @param line where a line ends
 * @param inside after an opening brace and before a closing one
 * @param one where most write one space
 * @param afterComma between two members
 * @param between between two calls
 * @param after after the last call
 */
record CallSpaces(Expr line, Expr inside, Expr one, Expr afterComma, Expr between, Expr after) {
    private static final int MAX_INDENT = 8;

    private static final CallSpaces EXACT = new CallSpaces(
            CallSpelling.literal("\n"),
            new Expr.Empty(),
            CallSpelling.literal(" "),
            CallSpelling.literal(" "),
            CallSpelling.literal("\n"),
            new Expr.Empty());

    private static final CallSpaces FLEXIBLE = new CallSpaces(
            upTo(1, MAX_INDENT), upTo(1, MAX_INDENT), upTo(0, 1), upTo(1, MAX_INDENT), upTo(2, 1), upTo(1, 0));

    /** As the dialect is defined and no other way, or as models like to put it. */
    static CallSpaces of(SchemaOptions.Whitespace whitespace) {
        return switch (whitespace) {
            case COMPACT -> EXACT;
            case FLEXIBLE -> FLEXIBLE;
        };
    }

    /** So many newlines at the most, then so many spaces at the most. */
    static Expr upTo(int newlines, int spaces) {
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int state = 0; state <= newlines + spaces; state++) {
            builder.addState();
            builder.accept(state, 0);
        }
        for (int state = 0; state < newlines; state++) {
            builder.addTransition(state, '\n', '\n', state + 1);
        }
        for (int state = 0; spaces > 0 && state < newlines + spaces; state++) {
            builder.addTransition(state, ' ', ' ', Math.max(state, newlines) + 1);
        }
        return new Expr.Lexeme(builder.build());
    }
}
