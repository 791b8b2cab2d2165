package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;

/**
 * The tokens of JSON between values (RFC 8259, section 2), each one lexeme with the white space that may stand at its
 * inner side. White space is bounded: after a colon or comma nothing or one space; after an opener or comma and before a
 * closer also a newline with at most 32 spaces or 8 tabs.
 *
 * @param openObject <code>{</code> and what may follow
 * @param closeObject what may precede, and <code>}</code>
 * @param openArray {@code [} and what may follow
 * @param closeArray what may precede, and {@code ]}
 * @param comma between two members or elements
 * @param colon between key and value
 */
record JsonSyntax(Expr openObject, Expr closeObject, Expr openArray, Expr closeArray, Expr comma, Expr colon) {
    private static final int MAX_SPACES = 32;
    private static final int MAX_TABS = 8;

    private static final JsonSyntax COMPACT =
            new JsonSyntax(literal("{"), literal("}"), literal("["), literal("]"), literal(","), literal(":"));

    private static final JsonSyntax FLEXIBLE = new JsonSyntax(
            opener('{', Space.NEWLINE),
            closer('}'),
            opener('[', Space.NEWLINE),
            closer(']'),
            opener(',', Space.ANY),
            opener(':', Space.BLANK));

    private enum Space {
        BLANK,
        NEWLINE,
        ANY
    }

    /** The tokens with white space as the options say. */
    static JsonSyntax of(SchemaOptions options) {
        return switch (options.whitespace()) {
            case COMPACT -> COMPACT;
            case FLEXIBLE -> FLEXIBLE;
        };
    }

    /** The lexeme of one ASCII text. */
    static Expr literal(String text) {
        return new Expr.Lexeme(ByteDfa.literal(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    private static Expr opener(char token, Space space) {
        ByteDfa.Builder builder = ByteDfa.builder();
        int start = builder.addState();
        int end = builder.addState();
        builder.addTransition(start, token, token, end).accept(end, 0);
        if (space != Space.NEWLINE) {
            int blank = builder.addState();
            builder.addTransition(end, ' ', ' ', blank).accept(blank, 0);
        }
        if (space != Space.BLANK) {
            for (int state : newline(builder, end)) {
                builder.accept(state, 0);
            }
        }
        return new Expr.Lexeme(builder.build());
    }

    private static Expr closer(char token) {
        ByteDfa.Builder builder = ByteDfa.builder();
        int start = builder.addState();
        int end = builder.addState();
        builder.addTransition(start, token, token, end).accept(end, 0);
        for (int state : newline(builder, start)) {
            builder.addTransition(state, token, token, end);
        }
        return new Expr.Lexeme(builder.build());
    }

    /** Adds a newline with indentation after a state; returns the states where it may end. */
    private static int[] newline(ByteDfa.Builder builder, int from) {
        int[] ends = new int[1 + MAX_SPACES + MAX_TABS];
        int newline = builder.addState();
        builder.addTransition(from, '\n', '\n', newline);
        ends[0] = newline;
        int at = newline;
        for (int i = 1; i < ends.length; i++) {
            if (i == MAX_SPACES + 1) {
                at = newline;
            }
            char symbol = i <= MAX_SPACES ? ' ' : '\t';
            int next = builder.addState();
            builder.addTransition(at, symbol, symbol, next);
            at = next;
            ends[i] = at;
        }
        return ends;
    }
}
