package dev.tenon.server.template;

import dev.tenon.server.template.Stmt.Target;
import dev.tenon.server.template.Value.Callable;
import dev.tenon.server.template.Value.Sequence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One run of a template's statements, and what it writes. Mutable, not thread-safe. */
final class Rendering {
    private final Budget budget;
    private final Evaluator evaluator;
    private StringBuilder out = new StringBuilder();

    Rendering(Budget budget) {
        this.budget = budget;
        this.evaluator = new Evaluator(budget);
    }

    /** How statements go on behind one. */
    private enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    /** What the statements write. */
    String run(List<Stmt> body, Scope scope) {
        return capture(body, scope);
    }

    private String capture(List<Stmt> body, Scope scope) {
        StringBuilder outer = out;
        out = new StringBuilder();
        try {
            execute(body, scope);
            return out.toString();
        } finally {
            out = outer;
        }
    }

    private void write(String text) {
        budget.grown(out.length(), (long) out.length() + text.length());
        out.append(text);
    }

    private Flow execute(List<Stmt> body, Scope scope) {
        for (Stmt statement : body) {
            Flow flow = execute(statement, scope);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow execute(Stmt statement, Scope scope) {
        budget.enter();
        try {
            return flow(statement, scope);
        } catch (TemplateRaised e) {
            throw e.at(statement.line());
        } finally {
            budget.leave();
        }
    }

    private Flow flow(Stmt statement, Scope scope) {
        switch (statement) {
            case Stmt.Data data -> write(data.text());
            case Stmt.Output output -> write(PythonWriter.string(evaluator.evaluate(output.value(), scope), budget));
            case Stmt.Do run -> evaluator.evaluate(run.value(), scope);
            case Stmt.If conditional -> {
                return conditional(conditional, scope);
            }
            case Stmt.For loop -> loop(loop, evaluator.evaluate(loop.items(), scope), 1, scope);
            case Stmt.Break end -> {
                return Flow.BREAK;
            }
            case Stmt.Continue next -> {
                return Flow.CONTINUE;
            }
            case Stmt.SetValue set -> assign(set.target(), evaluator.evaluate(set.value(), scope), scope);
            case Stmt.SetBlock set -> {
                Value text = Value.of(capture(set.body(), new Scope(scope)));
                assign(set.target(), filtered(text, set.filters(), scope), scope);
            }
            case Stmt.FilterBlock block -> {
                Value text = Value.of(capture(block.body(), new Scope(scope)));
                write(PythonWriter.string(filtered(text, block.filters(), scope), budget));
            }
            case Stmt.With with -> {
                Scope inner = new Scope(scope);
                // Each value is seen from outside: the names of one 'with' do not see each other.
                with.assignments()
                        .forEach(name -> assign(name.target(), evaluator.evaluate(name.value(), scope), inner));
                return execute(with.body(), inner);
            }
            case Stmt.Block block -> write(capture(block.body(), new Scope(scope)));
            case Stmt.Macro macro -> scope.set(macro.name(), macro(macro, scope));
            case Stmt.CallBlock block -> {
                Expr.Call call = block.call();
                Arguments given = evaluator.arguments(call.arguments(), scope);
                Map<String, Value> named = new LinkedHashMap<>(given.named());
                named.put("caller", macro(block.caller(), scope));
                Value callee = evaluator.evaluate(call.callee(), scope);
                Value result = evaluator.call(callee, new Arguments(given.positional(), named));
                write(PythonWriter.string(result, budget));
            }
        }
        return Flow.NEXT;
    }

    private Flow conditional(Stmt.If conditional, Scope scope) {
        for (Stmt.Branch branch : conditional.branches()) {
            if (evaluator.isTrue(branch.condition(), scope)) {
                return execute(branch.body(), scope);
            }
        }
        return execute(conditional.otherwise(), scope);
    }

    private void loop(Stmt.For statement, Value items, int depth, Scope scope) {
        Callable.Body again = !statement.recursive()
                ? null
                : given -> {
                    Value inner = given.bind("loop", 1, "items").get(0, Value.None.NONE);
                    StringBuilder outer = out;
                    out = new StringBuilder();
                    try {
                        loop(statement, inner, depth + 1, scope);
                        return Value.of(out.toString());
                    } finally {
                        out = outer;
                    }
                };
        Iterator<Value> source = Operators.iterate(items, budget).iterator();
        Expr condition = statement.condition();
        Value.Loop loop = new Value.Loop(
                condition == null ? source : new Selected(source, statement.target(), condition, scope), depth, again);
        boolean any = false;
        while (loop.next()) {
            any = true;
            budget.steps(1);
            Scope inner = new Scope(scope);
            inner.set("loop", loop);
            assign(statement.target(), current(loop), inner);
            if (execute(statement.body(), inner) == Flow.BREAK) {
                return;
            }
        }
        if (!any) {
            execute(statement.otherwise(), scope);
        }
    }

    private static Value current(Value.Loop loop) {
        Value item = loop.at(loop.index());
        if (item == null) {
            throw new NoSuchElementException();
        }
        return item;
    }

    /** The items that a loop's condition lets through. */
    private final class Selected implements Iterator<Value> {
        private final Iterator<Value> source;
        private final Target target;
        private final Expr condition;
        private final Scope scope;
        private @Nullable Value next;

        Selected(Iterator<Value> source, Target target, Expr condition, Scope scope) {
            this.source = source;
            this.target = target;
            this.condition = condition;
            this.scope = scope;
        }

        @Override
        public boolean hasNext() {
            while (next == null && source.hasNext()) {
                Value item = source.next();
                Scope inner = new Scope(scope);
                assign(target, item, inner);
                next = evaluator.isTrue(condition, inner) ? item : null;
            }
            return next != null;
        }

        @Override
        public Value next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            Value item = next;
            next = null;
            return item;
        }
    }

    private Value filtered(Value value, List<Stmt.AppliedFilter> filters, Scope scope) {
        Value result = value;
        for (Stmt.AppliedFilter filter : filters) {
            result = Filters.apply(filter.name(), result, evaluator.arguments(filter.arguments(), scope), budget);
        }
        return result;
    }

    private void assign(Target target, Value value, Scope scope) {
        switch (target) {
            case Target.Variable variable -> scope.set(variable.name(), value);
            case Target.Member member -> {
                if (!(scope.get(member.namespace()) instanceof Value.Namespace namespace)) {
                    throw new TemplateRaised("'" + member.namespace() + "' is no namespace");
                }
                namespace.names().put(member.name(), value);
                budget.items(1);
            }
            case Target.Several several -> {
                List<Value> items = Operators.iterate(value, budget);
                if (items.size() != several.targets().size()) {
                    throw new TemplateRaised(
                            items.size() + " values for " + several.targets().size() + " names");
                }
                for (int i = 0; i < items.size(); i++) {
                    assign(several.targets().get(i), items.get(i), scope);
                }
            }
        }
    }

    private Callable macro(Stmt.Macro macro, Scope definition) {
        return new Callable(macro.name(), given -> {
            Scope scope = new Scope(definition);
            bind(macro, given, scope);
            return Value.of(capture(macro.body(), scope));
        });
    }

    private void bind(Stmt.Macro macro, Arguments given, Scope scope) {
        Map<String, Value> named = new LinkedHashMap<>(given.named());
        List<Stmt.Parameter> parameters = macro.parameters();
        int count = parameters.size();
        for (int i = 0; i < count; i++) {
            Stmt.Parameter parameter = parameters.get(i);
            Value byName = named.remove(parameter.name());
            Expr otherwise = parameter.otherwise();
            if (i < given.positional().size()) {
                scope.set(parameter.name(), given.positional().get(i));
            } else if (byName != null) {
                scope.set(parameter.name(), byName);
            } else if (otherwise != null) {
                scope.set(parameter.name(), evaluator.evaluate(otherwise, scope));
            } else {
                scope.set(parameter.name(), new Value.Missing("parameter '" + parameter.name() + "' was not given"));
            }
        }
        if (macro.read().contains("caller")) {
            Value caller = named.remove("caller");
            scope.set("caller", caller == null ? new Value.Missing("there is no 'caller' here") : caller);
        }
        List<Value> more = given.positional()
                .subList(
                        Math.min(count, given.positional().size()),
                        given.positional().size());
        if (macro.read().contains("varargs")) {
            scope.set("varargs", new Sequence(Sequence.Kind.TUPLE, new ArrayList<>(more)));
        } else if (!more.isEmpty()) {
            throw new TemplateRaised("macro '" + macro.name() + "' takes " + count + " arguments");
        }
        if (macro.read().contains("kwargs")) {
            scope.set("kwargs", Values.dict(named));
        } else if (!named.isEmpty()) {
            throw new TemplateRaised("macro '" + macro.name() + "' does not take " + named.keySet());
        }
    }
}
