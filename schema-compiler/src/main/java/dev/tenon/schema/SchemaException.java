package dev.tenon.schema;

/**
 * A schema that cannot be compiled; the client's to mend. The message reads {@code POINTER: reason}, with {@code (root)}
 * for the empty pointer.
 */
public abstract sealed class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final String keyword;
    private final String reason;

    private SchemaException(String pointer, String keyword, String reason) {
        super((pointer.isEmpty() ? "(root)" : pointer) + ": " + reason);
        this.pointer = pointer;
        this.keyword = keyword;
        this.reason = reason;
    }

    /** JSON Pointer (RFC 6901) of the place in the schema. */
    public final String pointer() {
        return pointer;
    }

    /** The keyword at fault, or the empty string where the place itself is. */
    public final String keyword() {
        return keyword;
    }

    /** What is wrong and what to do, without the pointer. */
    public final String reason() {
        return reason;
    }

    /** No JSON Schema: a keyword's value has the wrong type, a reference leads nowhere. */
    public static final class Invalid extends SchemaException {
        private static final long serialVersionUID = 1L;

        /** At a pointer, by a keyword, for a reason. */
        public Invalid(String pointer, String keyword, String reason) {
            super(pointer, keyword, reason);
        }
    }

    /** JSON Schema that is not enforced exactly, and therefore refused. */
    public static final class Unsupported extends SchemaException {
        private static final long serialVersionUID = 1L;

        /** At a pointer, by a keyword, for a reason. */
        public Unsupported(String pointer, String keyword, String reason) {
            super(pointer, keyword, reason);
        }
    }

    /** No JSON value satisfies the schema. */
    public static final class Unsatisfiable extends SchemaException {
        private static final long serialVersionUID = 1L;

        /** At a pointer, by a keyword, for a reason. */
        public Unsatisfiable(String pointer, String keyword, String reason) {
            super(pointer, keyword, reason);
        }
    }

    /** Beyond a limit of {@link dev.tenon.automaton.dfa.CompileLimits}. */
    public static final class TooComplex extends SchemaException {
        private static final long serialVersionUID = 1L;

        private final String limitName;

        /** At a pointer, by a keyword, for a reason, beyond a named limit. */
        public TooComplex(String pointer, String keyword, String reason, String limitName) {
            super(pointer, keyword, reason);
            this.limitName = limitName;
        }

        /** The limit that was reached. */
        public String limitName() {
            return limitName;
        }
    }
}
