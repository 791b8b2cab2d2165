package dev.tenon.server.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression of a template, as it was read. Immutable. */
sealed interface Expr {
    /** The line where it stands, from 1. */
    int line();

    /** A constant. */
    record Literal(Value value, int line) implements Expr {}

    /** A variable. */
    record Name(String name, int line) implements Expr {}

    /** {@code [a, b]} or {@code (a, b)}. */
    record Items(Value.Sequence.Kind kind, List<Expr> items, int line) implements Expr {}

    /** <code>{a: b}</code>. */
    record Mapping(List<Pair> pairs, int line) implements Expr {}

    /** One pair of a mapping. */
    record Pair(Expr key, Expr value) {}

    /** {@code not a}. */
    record Not(Expr operand, int line) implements Expr {}

    /** {@code -a} and {@code +a}. */
    record Signed(boolean negative, Expr operand, int line) implements Expr {}

    /** {@code a + b} and the other operators of arithmetic. */
    record Arithmetic(Operator operator, Expr left, Expr right, int line) implements Expr {}

    /** {@code a ~ b ~ c}. */
    record Concat(List<Expr> parts, int line) implements Expr {}

    /** {@code a < b <= c}: each value beside the next. */
    record Compare(Expr first, List<Comparison> others, int line) implements Expr {}

    /** One step of a comparison. */
    record Comparison(Relation relation, Expr right) {}

    /** {@code a and b}. */
    record And(Expr left, Expr right, int line) implements Expr {}

    /** {@code a or b}. */
    record Or(Expr left, Expr right, int line) implements Expr {}

    /** {@code a if condition else b}. */
    record Choice(Expr condition, Expr then, @Nullable Expr otherwise, int line) implements Expr {}

    /** {@code a.name}. */
    record Attribute(Expr base, String name, int line) implements Expr {}

    /** {@code a[index]}. */
    record Index(Expr base, Expr index, int line) implements Expr {}

    /** {@code a[from:to:step]}. */
    record Slice(
            Expr base,
            @Nullable Expr from,
            @Nullable Expr to,
            @Nullable Expr step,
            int line) implements Expr {}

    /** {@code a(...)}. */
    record Call(Expr callee, CallArguments arguments, int line) implements Expr {}

    /** {@code a | name(...)}. */
    record Filter(Expr value, String name, CallArguments arguments, int line) implements Expr {}

    /** {@code a is name(...)}. */
    record Test(Expr value, String name, CallArguments arguments, int line) implements Expr {}

    /**
     * What a call is given.
     *
     * @param spread a list after {@code *}
     * @param namedSpread a mapping after {@code **}
     */
    record CallArguments(
            List<Expr> positional,
            List<Named> named,
            @Nullable Expr spread,
            @Nullable Expr namedSpread) {
        static final CallArguments NONE = new CallArguments(List.of(), List.of(), null, null);

        boolean isEmpty() {
            return positional.isEmpty() && named.isEmpty() && spread == null && namedSpread == null;
        }
    }

    /** An argument by name. */
    record Named(String name, Expr value) {}

    /** Operators of arithmetic, by their signs. */
    enum Operator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        FLOOR_DIVIDE("//"),
        MODULO("%"),
        POWER("**");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /** What a comparison asks. */
    enum Relation {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        IN("in"),
        NOT_IN("not in");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }
}
