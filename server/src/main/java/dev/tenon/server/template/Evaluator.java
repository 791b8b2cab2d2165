package dev.tenon.server.template;

import dev.tenon.server.template.Value.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions within a budget. */
final class Evaluator {
    private final Budget budget;

    Evaluator(Budget budget) {
        this.budget = budget;
    }

    /**
     * What an expression gives.
     *
     * @throws TemplateRaised with the line of the innermost expression that fails
     */
    Value evaluate(Expr expression, Scope scope) {
        budget.enter();
        try {
            return value(expression, scope);
        } catch (TemplateRaised e) {
            throw e.at(expression.line());
        } finally {
            budget.leave();
        }
    }

    boolean isTrue(Expr expression, Scope scope) {
        return Operators.isTrue(evaluate(expression, scope));
    }

    private Value value(Expr expression, Scope scope) {
        return switch (expression) {
            case Expr.Literal literal -> literal.value();
            case Expr.Name name -> {
                Value value = scope.get(name.name());
                yield value == null ? new Value.Missing("'" + name.name() + "' is undefined") : value;
            }
            case Expr.Items items -> new Sequence(items.kind(), values(items.items(), scope));
            case Expr.Mapping mapping -> mapping(mapping, scope);
            case Expr.Not not -> Value.of(!isTrue(not.operand(), scope));
            case Expr.Signed signed -> Operators.signed(signed.negative(), evaluate(signed.operand(), scope));
            case Expr.Arithmetic sum ->
                Operators.arithmetic(sum.operator(), evaluate(sum.left(), scope), evaluate(sum.right(), scope), budget);
            case Expr.Concat concat -> concat(concat, scope);
            case Expr.Compare compare -> compare(compare, scope);
            case Expr.And and -> {
                Value left = evaluate(and.left(), scope);
                yield Operators.isTrue(left) ? evaluate(and.right(), scope) : left;
            }
            case Expr.Or or -> {
                Value left = evaluate(or.left(), scope);
                yield Operators.isTrue(left) ? left : evaluate(or.right(), scope);
            }
            case Expr.Choice choice -> {
                Expr otherwise = choice.otherwise();
                if (isTrue(choice.condition(), scope)) {
                    yield evaluate(choice.then(), scope);
                }
                yield otherwise == null
                        ? new Value.Missing("the condition does not hold, and there is no 'else'")
                        : evaluate(otherwise, scope);
            }
            case Expr.Attribute member -> Members.attribute(evaluate(member.base(), scope), member.name(), budget);
            case Expr.Index index ->
                Members.item(evaluate(index.base(), scope), evaluate(index.index(), scope), budget);
            case Expr.Slice slice ->
                Operators.slice(
                        evaluate(slice.base(), scope),
                        optional(slice.from(), scope),
                        optional(slice.to(), scope),
                        optional(slice.step(), scope),
                        budget);
            case Expr.Call call -> call(evaluate(call.callee(), scope), arguments(call.arguments(), scope));
            case Expr.Filter filter ->
                Filters.apply(
                        filter.name(), evaluate(filter.value(), scope), arguments(filter.arguments(), scope), budget);
            case Expr.Test test ->
                Value.of(ValueTests.test(
                        test.name(), evaluate(test.value(), scope), arguments(test.arguments(), scope), budget));
        };
    }

    private @Nullable Value optional(@Nullable Expr expression, Scope scope) {
        return expression == null ? null : evaluate(expression, scope);
    }

    private List<Value> values(List<Expr> expressions, Scope scope) {
        budget.items(expressions.size());
        List<Value> values = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            values.add(evaluate(expression, scope));
        }
        return values;
    }

    private Value mapping(Expr.Mapping mapping, Scope scope) {
        budget.items(mapping.pairs().size());
        Value.Dict dict = new Value.Dict();
        for (Expr.Pair pair : mapping.pairs()) {
            dict.put(evaluate(pair.key(), scope), evaluate(pair.value(), scope));
        }
        return dict;
    }

    private Value concat(Expr.Concat concat, Scope scope) {
        StringBuilder text = new StringBuilder();
        for (Expr part : concat.parts()) {
            String next = PythonWriter.string(evaluate(part, scope), budget);
            budget.grown(text.length(), (long) text.length() + next.length());
            text.append(next);
        }
        return Value.of(text.toString());
    }

    private Value compare(Expr.Compare compare, Scope scope) {
        Value left = evaluate(compare.first(), scope);
        for (Expr.Comparison comparison : compare.others()) {
            Value right = evaluate(comparison.right(), scope);
            if (!Operators.holds(comparison.relation(), left, right, budget)) {
                return Value.FALSE;
            }
            left = right;
        }
        return Value.TRUE;
    }

    Value call(Value callee, Arguments arguments) {
        return switch (callee) {
            case Value.Callable callable -> callable.body().call(arguments);
            case Value.Loop loop when loop.again() != null -> loop.again().call(arguments);
            case Value other ->
                throw new TemplateRaised("a " + Operators.present(other).type() + " cannot be called");
        };
    }

    Arguments arguments(Expr.CallArguments given, Scope scope) {
        if (given.isEmpty()) {
            return Arguments.NONE;
        }
        List<Value> positional = values(given.positional(), scope);
        Expr spread = given.spread();
        if (spread != null) {
            positional.addAll(Operators.iterate(evaluate(spread, scope), budget));
        }
        Map<String, Value> named = new LinkedHashMap<>();
        for (Expr.Named argument : given.named()) {
            named.put(argument.name(), evaluate(argument.value(), scope));
        }
        Expr namedSpread = given.namedSpread();
        if (namedSpread != null) {
            if (!(evaluate(namedSpread, scope) instanceof Value.Dict dict)) {
                throw new TemplateRaised("'**' takes a mapping");
            }
            dict.entries().forEach((key, value) -> named.put(PythonWriter.string(key, budget), value));
        }
        return new Arguments(positional, named);
    }
}
