package dev.tenon.server.template;

import dev.tenon.server.template.Value.Sequence;
import org.jspecify.annotations.Nullable;

/** Jinja's tests: what stands behind {@code is}. */
final class ValueTests {
    private ValueTests() {}

    static boolean test(String name, Value value, Arguments arguments, Budget budget) {
        Expr.Relation relation = relation(name);
        if (relation != null) {
            return Operators.holds(relation, value, other(name, arguments), budget);
        }
        return switch (name) {
            case "divisibleby" -> {
                Value rest = Operators.arithmetic(Expr.Operator.MODULO, value, other(name, arguments), budget);
                yield !Operators.isTrue(rest);
            }
            case "sameas" -> {
                // Lists and mappings are equal to themselves alone; small constants are one to Python, too.
                yield value.equals(other(name, arguments));
            }
            default -> {
                arguments.bind(name, 0);
                yield plain(name, value, budget);
            }
        };
    }

    private static boolean plain(String name, Value value, Budget budget) {
        return switch (name) {
            case "defined" -> !(value instanceof Value.Missing);
            case "undefined" -> value instanceof Value.Missing;
            case "none" -> value instanceof Value.None;
            case "boolean" -> value instanceof Value.Bool;
            case "true" -> value instanceof Value.Bool truth && truth.value();
            case "false" -> value instanceof Value.Bool truth && !truth.value();
            case "integer" -> value instanceof Value.Int;
            case "float" -> value instanceof Value.Real;
            case "number" -> Numbers.isNumber(value);
            case "string" -> value instanceof Value.Text;
            case "mapping" -> value instanceof Value.Dict;
            case "sequence" ->
                value instanceof Value.Text
                        || value instanceof Value.Dict
                        || value instanceof Value.Missing
                        || (value instanceof Sequence items && items.isIndexed());
            case "iterable" ->
                value instanceof Value.Text
                        || value instanceof Value.Dict
                        || value instanceof Value.Missing
                        || value instanceof Value.Loop
                        || value instanceof Sequence;
            case "callable" ->
                value instanceof Value.Callable || value instanceof Value.Missing || value instanceof Value.Loop;
            case "even" -> isRest(0, value, budget);
            case "odd" -> isRest(1, value, budget);
            case "lower" -> TextMethods.isLower(PythonWriter.string(value, budget));
            case "upper" -> TextMethods.isUpper(PythonWriter.string(value, budget));
            default -> throw new TemplateRaised("'" + name + "' is no test here");
        };
    }

    private static Expr.@Nullable Relation relation(String name) {
        return switch (name) {
            case "==", "eq", "equalto" -> Expr.Relation.EQUAL;
            case "!=", "ne" -> Expr.Relation.NOT_EQUAL;
            case "<", "lt", "lessthan" -> Expr.Relation.LESS;
            case "<=", "le" -> Expr.Relation.LESS_OR_EQUAL;
            case ">", "gt", "greaterthan" -> Expr.Relation.GREATER;
            case ">=", "ge" -> Expr.Relation.GREATER_OR_EQUAL;
            case "in" -> Expr.Relation.IN;
            default -> null;
        };
    }

    private static Value other(String name, Arguments arguments) {
        return arguments.bind(name, 1, "other").get(0, Value.None.NONE);
    }

    private static boolean isRest(int rest, Value value, Budget budget) {
        Value of2 = Operators.arithmetic(Expr.Operator.MODULO, value, Value.of(2), budget);
        return Operators.same(of2, Value.of(rest), budget);
    }
}
