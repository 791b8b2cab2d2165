package dev.tenon.server.template;

import dev.tenon.server.template.Value.Sequence;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Python's operators do with the values of a template: truth, arithmetic, comparison, membership, items and slices. */
final class Operators {
    /** What {@link #order} gives for NaN, which stands nowhere. */
    private static final int UNORDERED = 2;

    private Operators() {}

    static boolean isTrue(Value value) {
        return switch (value) {
            case Value.Missing missing -> false;
            case Value.None none -> false;
            case Value.Bool truth -> truth.value();
            case Value.Int number -> number.value().signum() != 0;
            case Value.Real number -> number.value() != 0;
            case Value.Text text -> !text.value().isEmpty();
            case Sequence items ->
                items.kind() == Sequence.Kind.STREAM || !items.items().isEmpty();
            case Value.Dict dict -> !dict.entries().isEmpty();
            case Value.Namespace namespace -> true;
            case Value.Callable callable -> true;
            case Value.Loop loop -> true;
        };
    }

    /** The value, unless it is undefined. */
    static Value present(Value value) {
        if (value instanceof Value.Missing missing) {
            throw new TemplateRaised(missing.reason());
        }
        return value;
    }

    static TemplateRaised unsupported(String sign, Value left, Value right) {
        present(left);
        present(right);
        return new TemplateRaised("'" + sign + "' takes no " + left.type() + " and " + right.type());
    }

    static Value arithmetic(Expr.Operator operator, Value left, Value right, Budget budget) {
        if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
            return Numbers.arithmetic(operator, left, right);
        } else if (operator == Expr.Operator.ADD && left instanceof Value.Text a && right instanceof Value.Text b) {
            budget.text((long) a.value().length() + b.value().length());
            return Value.of(a.value() + b.value());
        } else if (operator == Expr.Operator.ADD
                && left instanceof Sequence a
                && right instanceof Sequence b
                && a.isIndexed()
                && a.kind() == b.kind()) {
            budget.items((long) a.items().size() + b.items().size());
            List<Value> items = new ArrayList<>(a.items());
            items.addAll(b.items());
            return new Sequence(a.kind(), items);
        } else if (operator == Expr.Operator.MULTIPLY) {
            BigInteger right0 = Numbers.whole(right);
            BigInteger times = right0 == null ? Numbers.whole(left) : right0;
            if (times != null) {
                return repeated(right0 == null ? right : left, times, budget);
            }
        } else if (operator == Expr.Operator.MODULO && left instanceof Value.Text format) {
            return Value.of(Formats.percent(format.value(), right, budget));
        }
        throw unsupported(operator.sign(), left, right);
    }

    private static Value repeated(Value value, BigInteger times, Budget budget) {
        int count = times.signum() <= 0 ? 0 : times.bitLength() < 31 ? times.intValue() : Integer.MAX_VALUE;
        if (value instanceof Value.Text text) {
            budget.text((long) text.value().length() * count);
            return Value.of(text.value().isEmpty() ? "" : text.value().repeat(count));
        } else if (value instanceof Sequence sequence && sequence.isIndexed()) {
            budget.items((long) sequence.items().size() * count);
            List<Value> items = new ArrayList<>();
            for (int i = 0; i < count && !sequence.items().isEmpty(); i++) {
                items.addAll(sequence.items());
            }
            return new Sequence(sequence.kind(), items);
        }
        throw unsupported("*", value, new Value.Int(times));
    }

    static Value signed(boolean negative, Value operand) {
        BigInteger whole = Numbers.whole(operand);
        if (whole != null) {
            return new Value.Int(negative ? whole.negate() : whole);
        } else if (operand instanceof Value.Real number) {
            return new Value.Real(negative ? -number.value() : number.value());
        }
        throw new TemplateRaised("a sign before a " + present(operand).type());
    }

    static boolean holds(Expr.Relation relation, Value left, Value right, Budget budget) {
        return switch (relation) {
            case EQUAL -> same(left, right, budget);
            case NOT_EQUAL -> !same(left, right, budget);
            case LESS -> order("<", left, right, budget) == -1;
            case LESS_OR_EQUAL -> order("<=", left, right, budget) <= 0;
            case GREATER -> order(">", left, right, budget) == 1;
            case GREATER_OR_EQUAL -> {
                int order = order(">=", left, right, budget);
                yield order == 0 || order == 1;
            }
            case IN -> contains(right, left, budget);
            case NOT_IN -> !contains(right, left, budget);
        };
    }

    /** Python's {@code ==}. */
    static boolean same(Value left, Value right, Budget budget) {
        budget.enter();
        boolean same = switch (left) {
            case Value.Missing missing -> right instanceof Value.Missing;
            case Value.Text text ->
                right instanceof Value.Text other && text.value().equals(other.value());
            case Value.Bool truth -> sameNumber(left, right);
            case Value.Int number -> sameNumber(left, right);
            case Value.Real number -> sameNumber(left, right);
            case Sequence items -> right instanceof Sequence other && sameItems(items, other, budget);
            case Value.Dict dict -> right instanceof Value.Dict other && samePairs(dict, other, budget);
            case Value.None none -> right instanceof Value.None;
            case Value.Namespace namespace -> left.equals(right);
            case Value.Callable callable -> left.equals(right);
            case Value.Loop loop -> left.equals(right);
        };
        budget.leave();
        return same;
    }

    private static boolean sameNumber(Value left, Value right) {
        Integer order = Numbers.isNumber(right) ? Numbers.compare(left, right) : null;
        return order != null && order == 0;
    }

    private static boolean sameItems(Sequence left, Sequence right, Budget budget) {
        if (left == right) {
            return true;
        }
        boolean same = left.kind() == right.kind()
                && left.isIndexed()
                && left.items().size() == right.items().size();
        for (int i = 0; same && i < left.items().size(); i++) {
            same = same(left.items().get(i), right.items().get(i), budget);
        }
        return same;
    }

    private static boolean samePairs(Value.Dict left, Value.Dict right, Budget budget) {
        if (left.entries().size() != right.entries().size()) {
            return false;
        }
        for (Map.Entry<Value, Value> pair : left.entries().entrySet()) {
            Value other = right.get(pair.getKey());
            if (other == null || !same(pair.getValue(), other, budget)) {
                return false;
            }
        }
        return true;
    }

    /** -1, 0 or 1 by Python's order; {@link #UNORDERED} beside NaN. */
    static int order(String sign, Value left, Value right, Budget budget) {
        budget.steps(1);
        if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
            Integer order = Numbers.compare(left, right);
            return order == null ? UNORDERED : Integer.signum(order);
        } else if (left instanceof Value.Text a && right instanceof Value.Text b) {
            return Integer.signum(PythonStrings.compare(a.value(), b.value()));
        } else if (left instanceof Sequence a && right instanceof Sequence b && a.isIndexed() && a.kind() == b.kind()) {
            budget.enter();
            int order = orderItems(sign, a.items(), b.items(), budget);
            budget.leave();
            return order;
        }
        throw unsupported(sign, left, right);
    }

    private static int orderItems(String sign, List<Value> left, List<Value> right, Budget budget) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!same(left.get(i), right.get(i), budget)) {
                return order(sign, left.get(i), right.get(i), budget);
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    /** Python's {@code in}. */
    static boolean contains(Value container, Value item, Budget budget) {
        return switch (container) {
            case Value.Missing missing -> false;
            case Value.Text text -> {
                if (!(item instanceof Value.Text part)) {
                    throw new TemplateRaised("'in' of a text takes a text, not a "
                            + present(item).type());
                }
                budget.search(text.value().length(), part.value().length());
                yield text.value().contains(part.value());
            }
            case Sequence items -> items.read().stream().anyMatch(other -> same(other, item, budget));
            case Value.Dict dict -> dict.get(item) != null;
            case Value other -> throw new TemplateRaised("'in' takes no " + other.type());
        };
    }

    /** What a {@code for} goes through. */
    static List<Value> iterate(Value value, Budget budget) {
        return switch (value) {
            case Value.Missing missing -> List.of();
            case Sequence items -> {
                budget.items(items.items().size());
                yield items.read();
            }
            case Value.Dict dict -> {
                budget.items(dict.entries().size());
                yield List.copyOf(dict.entries().keySet());
            }
            case Value.Text text -> {
                budget.items(text.value().length());
                yield text.value()
                        .codePoints()
                        .mapToObj(c -> (Value) Value.of(Character.toString(c)))
                        .toList();
            }
            case Value other -> throw new TemplateRaised("a " + other.type() + " has no items to go through");
        };
    }

    static int length(Value value) {
        return switch (value) {
            case Value.Missing missing -> 0;
            case Sequence items
            when items.kind() != Sequence.Kind.STREAM -> items.items().size();
            case Value.Dict dict -> dict.entries().size();
            case Value.Text text -> text.value().codePointCount(0, text.value().length());
            case Value.Loop loop -> loop.length();
            case Value other -> throw new TemplateRaised("a " + other.type() + " has no length");
        };
    }

    /** The item at an index, counted from the end where it is negative; none where there is none, or no items at all. */
    static @Nullable Value item(Value base, BigInteger index) {
        if (!(base instanceof Value.Text) && !(base instanceof Sequence items && items.isIndexed())) {
            return null;
        }
        int length = length(base);
        BigInteger at = index.signum() < 0 ? index.add(BigInteger.valueOf(length)) : index;
        if (at.signum() < 0 || at.compareTo(BigInteger.valueOf(length)) >= 0) {
            return null;
        }
        return base instanceof Sequence items
                ? items.items().get(at.intValue())
                : Value.of(PythonStrings.codePointAt(((Value.Text) base).value(), at.intValue()));
    }

    static Value slice(Value base, @Nullable Value from, @Nullable Value to, @Nullable Value by, Budget budget) {
        boolean isText = base instanceof Value.Text;
        if (!isText && !(base instanceof Sequence items && items.isIndexed())) {
            throw new TemplateRaised("a " + present(base).type() + " has no slices");
        }
        Integer step = bound(by);
        int by1 = step == null ? 1 : step;
        if (by1 == 0) {
            throw new TemplateRaised("a slice takes a step that is not 0");
        }
        int length = length(base);
        int first = place(bound(from), by1 < 0 ? length - 1 : 0, length, by1 < 0);
        int end = place(bound(to), by1 < 0 ? -1 : length, length, by1 < 0);
        if (isText) {
            return Value.of(PythonStrings.slice(((Value.Text) base).value(), first, end, by1, budget));
        }
        budget.items(length);
        List<Value> items = new ArrayList<>();
        for (long i = first; by1 > 0 ? i < end : i > end; i += by1) {
            items.add(((Sequence) base).items().get((int) i));
        }
        return new Sequence(((Sequence) base).kind(), items);
    }

    private static @Nullable Integer bound(@Nullable Value value) {
        if (value == null || value == Value.None.NONE) {
            return null;
        }
        BigInteger whole = Numbers.whole(value);
        if (whole == null) {
            throw new TemplateRaised(
                    "a slice takes whole numbers, not a " + present(value).type());
        }
        return whole.bitLength() < 31 ? whole.intValue() : whole.signum() * (Integer.MAX_VALUE / 2);
    }

    private static int place(@Nullable Integer bound, int otherwise, int length, boolean backwards) {
        if (bound == null) {
            return otherwise;
        }
        int at = bound < 0 ? bound + length : bound;
        return Math.max(backwards ? -1 : 0, Math.min(at, backwards ? length - 1 : length));
    }
}
