package dev.tenon.server.template;

import dev.tenon.server.template.Value.Callable;
import dev.tenon.server.template.Value.Sequence;
import dev.tenon.toolcalls.TemplateException.Blame;
import java.math.BigInteger;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** The functions that every template is given: Jinja's, and the two that chat templates have beside them. */
final class GlobalFunctions {
    private GlobalFunctions() {}

    static void define(Scope scope, Budget budget) {
        set(scope, "range", given -> range(given, budget));
        set(scope, "dict", given -> dict("dict", given));
        set(scope, "namespace", given -> {
            Value.Namespace namespace = new Value.Namespace();
            dict("namespace", given)
                    .entries()
                    .forEach((key, value) -> namespace.names().put(PythonWriter.string(key, budget), value));
            return namespace;
        });
        set(scope, "raise_exception", given -> {
            Value message = given.bind("raise_exception", 1, "message").get(0, Value.None.NONE);
            throw new TemplateRaised(Blame.CONVERSATION, PythonWriter.string(message, budget));
        });
        set(scope, "strftime_now", given -> {
            String format = given.bind("strftime_now", 1, "format").text(0);
            budget.text(format.length() * 16L);
            return Value.of(Strftime.format(ZonedDateTime.now(budget.clock()), format));
        });
    }

    private static void set(Scope scope, String name, Callable.Body body) {
        scope.set(name, new Callable(name, body));
    }

    private static Value range(Arguments arguments, Budget budget) {
        List<Value> given = arguments.positional();
        if (given.isEmpty() || given.size() > 3 || !arguments.named().isEmpty()) {
            throw new TemplateRaised("range takes one to three numbers");
        }
        long first = given.size() == 1 ? 0 : number(given.get(0));
        long end = number(given.get(given.size() == 1 ? 0 : 1));
        long step = given.size() == 3 ? number(given.get(2)) : 1;
        if (step == 0) {
            throw new TemplateRaised("range takes a step that is not 0");
        }
        budget.items(Math.max(0, (end - first) / step));
        List<Value> numbers = new ArrayList<>();
        for (long at = first; step > 0 ? at < end : at > end; at += step) {
            numbers.add(Value.of(at));
        }
        return Sequence.list(numbers);
    }

    private static long number(Value value) {
        BigInteger whole = Numbers.whole(value);
        if (whole == null || whole.bitLength() > 40) {
            throw new TemplateRaised("range takes whole numbers within reason");
        }
        return whole.longValue();
    }

    /** Python's {@code dict(mapping, name=value)}. */
    private static Value.Dict dict(String callee, Arguments arguments) {
        Value.Dict dict = new Value.Dict();
        if (!arguments.positional().isEmpty()) {
            if (arguments.positional().size() > 1 || !(arguments.positional().get(0) instanceof Value.Dict first)) {
                throw new TemplateRaised(callee + " takes one mapping, and names");
            }
            first.entries().forEach(dict::put);
        }
        arguments.named().forEach((name, value) -> dict.put(Value.of(name), value));
        return dict;
    }
}
