package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.Schema.Assertion;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads the keywords whose values are numbers. */
final class NumberKeywords {
    /**
     * Bounds beyond it bound nothing: numbers are written smaller than this wherever nothing else bounds them, so that
     * every value is finite as a double.
     */
    private static final BigDecimal FINITE = new BigDecimal("1e301");

    private NumberKeywords() {}

    /** The numbers that a bound or {@code multipleOf} allows; null where it restricts nothing. */
    static @Nullable Assertion read(Location at, String keyword) {
        JsonNode value = at.json().get(keyword);
        if (value != null && value.isBoolean() && at.dialect() == Dialect.DRAFT_4) {
            return null;
        }
        BigDecimal number = number(at, keyword, value);
        NumberSet set = switch (keyword) {
            case "minimum" -> least(number, !isExclusive(at, "exclusiveMinimum"));
            case "exclusiveMinimum" -> least(number, false);
            case "maximum" -> most(number, !isExclusive(at, "exclusiveMaximum"));
            case "exclusiveMaximum" -> most(number, false);
            case "multipleOf" -> multiples(at, number);
            default -> throw new AssertionError(keyword);
        };
        return set.equals(NumberSet.ALL) ? null : new Assertion.NumberIn(set);
    }

    /** The value of a counting keyword; {@link Expr#UNBOUNDED} where it is larger than any count can be. */
    static int count(Location at, String keyword) {
        BigDecimal number = number(at, keyword, at.json().get(keyword));
        if (number.signum() < 0
                || (number.scale() > 0 && NumberSet.plain(number).scale() > 0)) {
            throw new SchemaException.Invalid(at.pointer(keyword), keyword, "it must be a non-negative integer");
        }
        return number.compareTo(BigDecimal.valueOf(Expr.UNBOUNDED)) >= 0 ? Expr.UNBOUNDED : number.intValue();
    }

    /** A JSON number as it was parsed. */
    static BigDecimal number(Location at, String keyword, @Nullable JsonNode value) {
        if (value == null || !value.isNumber() || (value.isFloatingPointNumber() && isInfinite(value))) {
            throw new SchemaException.Invalid(at.pointer(keyword), keyword, "it must be a finite number");
        }
        BigDecimal number = value.decimalValue();
        if (number.precision() > NumberSet.MAX_DIGITS || number.scale() > NumberSet.MAX_DIGITS) {
            throw new SchemaException.TooComplex(
                    at.pointer(keyword), keyword, "the number has too many digits", "maxNumberDigits");
        }
        return number;
    }

    private static boolean isInfinite(JsonNode value) {
        return !value.isBigDecimal() && !Double.isFinite(value.doubleValue());
    }

    private static boolean isExclusive(Location at, String keyword) {
        return at.dialect() == Dialect.DRAFT_4 && at.json().path(keyword).asBoolean(false);
    }

    private static NumberSet least(BigDecimal bound, boolean included) {
        if (bound.compareTo(FINITE) >= 0) {
            return NumberSet.NONE;
        }
        return bound.compareTo(FINITE.negate()) <= 0
                ? NumberSet.ALL
                : new NumberSet.Range(bound, included, null, true, null);
    }

    private static NumberSet most(BigDecimal bound, boolean included) {
        if (bound.compareTo(FINITE.negate()) <= 0) {
            return NumberSet.NONE;
        }
        return bound.compareTo(FINITE) >= 0 ? NumberSet.ALL : new NumberSet.Range(null, true, bound, included, null);
    }

    private static NumberSet multiples(Location at, BigDecimal step) {
        if (step.signum() <= 0) {
            throw new SchemaException.Invalid(at.pointer("multipleOf"), "multipleOf", "it must be more than 0");
        }
        if (step.compareTo(FINITE) >= 0) {
            return new NumberSet.Values(new java.util.TreeSet<>(java.util.Set.of(BigDecimal.ZERO)));
        }
        return new NumberSet.Range(null, true, null, true, step);
    }
}
