package dev.tenon.server.template;

/**
 * A piece of a template's source.
 *
 * @param text what it says: of a string its value, of an operator its sign, of a name the name
 * @param line line of its beginning, from 1
 */
record Token(Kind kind, String text, int line) {
    /** What a token is. */
    enum Kind {
        /** Text that is written as it stands. */
        DATA("text"),
        /** <code>{%</code>. */
        BLOCK_BEGIN("{%"),
        /** <code>%}</code>. */
        BLOCK_END("%}"),
        /** <code>{{</code>. */
        OUTPUT_BEGIN("{{"),
        /** <code>}}</code>. */
        OUTPUT_END("}}"),
        NAME("a name"),
        STRING("a string"),
        INTEGER("a number"),
        FLOAT("a number"),
        OPERATOR("an operator"),
        END("the end");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        String shown() {
            return shown;
        }
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isOperator(String sign) {
        return kind == Kind.OPERATOR && text.equals(sign);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /** For messages. */
    String shown() {
        return switch (kind) {
            case NAME, OPERATOR -> "'" + text + "'";
            case DATA, BLOCK_BEGIN, BLOCK_END, OUTPUT_BEGIN, OUTPUT_END, STRING, INTEGER, FLOAT, END -> kind.shown();
        };
    }
}
