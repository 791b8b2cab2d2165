package dev.tenon.server.template;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call.
 *
 * @param positional by place
 * @param named by name, in order
 */
record Arguments(List<Value> positional, Map<String, Value> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /** Without the first one. */
    Arguments rest() {
        return new Arguments(positional.subList(1, positional.size()), named);
    }

    /** The first one, which names a filter or a test. */
    String firstName(String callee) {
        if (!positional.isEmpty() && positional.get(0) instanceof Value.Text text) {
            return text.value();
        }
        throw new TemplateRaised(callee + " takes a name");
    }

    /**
     * The arguments by parameter.
     *
     * @param required how many parameters, from the first, have to be there
     * @throws TemplateRaised when there are more, others or too few
     */
    Bound bind(String callee, int required, String... parameters) {
        if (positional.size() > parameters.length) {
            throw new TemplateRaised(callee + " takes " + parameters.length + " arguments, not " + positional.size());
        }
        @Nullable Value[] values = new Value[parameters.length];
        for (int i = 0; i < positional.size(); i++) {
            values[i] = positional.get(i);
        }
        List<String> names = Arrays.asList(parameters);
        named.forEach((name, value) -> {
            int at = names.indexOf(name);
            if (at < 0 || values[at] != null) {
                throw new TemplateRaised(callee + " does not take '" + name + "'" + (at < 0 ? "" : " twice"));
            }
            values[at] = value;
        });
        for (int i = 0; i < required; i++) {
            if (values[i] == null) {
                throw new TemplateRaised(callee + " takes '" + parameters[i] + "'");
            }
        }
        return new Bound(callee, parameters, values);
    }

    /** Arguments by parameter, and what each is to be. */
    static final class Bound {
        private final String callee;
        private final String[] parameters;
        private final @Nullable Value[] values;

        private Bound(String callee, String[] parameters, @Nullable Value[] values) {
            this.callee = callee;
            this.parameters = parameters;
            this.values = values;
        }

        /** The argument, or none where it is not given. */
        @Nullable
        Value get(int at) {
            return values[at];
        }

        Value get(int at, Value otherwise) {
            Value value = values[at];
            return value == null ? otherwise : value;
        }

        String text(int at) {
            if (values[at] instanceof Value.Text text) {
                return text.value();
            }
            throw wrong(at, "a text");
        }

        String text(int at, String otherwise) {
            return values[at] == null ? otherwise : text(at);
        }

        /** A text, or none where the argument is not given or {@code None}. */
        @Nullable
        String textOrNone(int at) {
            return values[at] == null || values[at] == Value.None.NONE ? null : text(at);
        }

        /** A whole number, cut to the range of an int. */
        int number(int at, int otherwise) {
            return switch (values[at]) {
                case null -> otherwise;
                case Value.Int number ->
                    number.value().bitLength() < Integer.SIZE
                            ? number.value().intValue()
                            : number.value().signum() * Integer.MAX_VALUE;
                case Value.Bool truth -> truth.value() ? 1 : 0;
                case Value other -> throw wrong(at, "a whole number");
            };
        }

        boolean truth(int at, boolean otherwise) {
            Value value = values[at];
            return value == null ? otherwise : Operators.isTrue(value);
        }

        private TemplateRaised wrong(int at, String wanted) {
            Value value = values[at];
            return new TemplateRaised(callee + " takes " + wanted + " for '" + parameters[at] + "', not "
                    + (value == null ? "nothing" : value.type()));
        }
    }
}
