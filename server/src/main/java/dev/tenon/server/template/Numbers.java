package dev.tenon.server.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Python's numbers: whole ones of any length (within a bound), floats, and truth values, which count as 1 and 0. */
final class Numbers {
    /** Python itself writes no whole number of more digits. */
    private static final int MAX_DIGITS = 4300;

    private static final int MAX_BITS = 14_000;

    private Numbers() {}

    /** The whole number that a literal of a template is. */
    static Value.Int integer(String literal) {
        int radix = radix(literal);
        String digits = radix == 10 ? literal : literal.substring(2);
        if (digits.length() > MAX_DIGITS) {
            throw new TemplateRaised("a number of more than " + MAX_DIGITS + " digits");
        }
        return new Value.Int(new BigInteger(digits, radix));
    }

    /** The whole number that a text is to Python's {@code int}, if it is one. */
    static @Nullable BigInteger parse(String text, int base) {
        String digits = PythonStrings.strip(text, null, true, true).replaceAll("(?<=[0-9a-zA-Z])_(?=[0-9a-zA-Z])", "");
        if (base < 2 || base > 36 || digits.length() > MAX_DIGITS) {
            return null;
        }
        try {
            return new BigInteger(digits, base);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The number that a text is to Python's {@code float}, if it is one. */
    static @Nullable Double parseReal(String text) {
        String digits = PythonStrings.strip(text, null, true, true).replaceAll("(?<=\\d)_(?=\\d)", "");
        if (digits.length() <= MAX_DIGITS && digits.matches("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?")) {
            return Double.valueOf(digits);
        }
        return switch (digits.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan", "+nan", "-nan" -> Double.NaN;
            default -> null;
        };
    }

    private static int radix(String literal) {
        return switch (literal.length() > 1 ? literal.charAt(1) : ' ') {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
        };
    }

    /** The whole number, if it is one or a truth value. */
    static @Nullable BigInteger whole(Value value) {
        return switch (value) {
            case Value.Int number -> number.value();
            case Value.Bool truth -> truth.value() ? BigInteger.ONE : BigInteger.ZERO;
            case Value other -> null;
        };
    }

    /** The number as a float, if it is a number. */
    static @Nullable Double real(Value value) {
        if (value instanceof Value.Real number) {
            return number.value();
        }
        BigInteger whole = whole(value);
        return whole == null ? null : Double.valueOf(whole.doubleValue());
    }

    /** Whether the value is a number to Python. */
    static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Bool || value instanceof Value.Real;
    }

    /** Compares two numbers by what they are worth, not as floats; with NaN, nothing is equal or in order. */
    static @Nullable Integer compare(Value left, Value right) {
        BigInteger leftWhole = whole(left);
        BigInteger rightWhole = whole(right);
        if (leftWhole != null && rightWhole != null) {
            return leftWhole.compareTo(rightWhole);
        }
        double leftReal = leftWhole == null ? ((Value.Real) left).value() : leftWhole.doubleValue();
        double rightReal = rightWhole == null ? ((Value.Real) right).value() : rightWhole.doubleValue();
        if (Double.isNaN(leftReal) || Double.isNaN(rightReal)) {
            return null;
        }
        if (Double.isInfinite(leftReal) || Double.isInfinite(rightReal)) {
            return leftReal == rightReal ? 0 : Double.compare(leftReal, rightReal);
        }
        return exact(left, leftWhole).compareTo(exact(right, rightWhole));
    }

    private static BigDecimal exact(Value value, @Nullable BigInteger whole) {
        return whole == null ? new BigDecimal(((Value.Real) value).value()) : new BigDecimal(whole);
    }

    /** The same for all numbers that are worth the same: a whole number where that is what it is worth. */
    static Value worth(Value number) {
        BigInteger whole = whole(number);
        if (whole == null && number instanceof Value.Real real && real.value() == Math.rint(real.value())) {
            whole = Double.isInfinite(real.value()) ? null : new BigDecimal(real.value()).toBigInteger();
        }
        return whole == null ? number : new Value.Int(whole);
    }

    static Value arithmetic(Expr.Operator operator, Value left, Value right) {
        BigInteger a = whole(left);
        BigInteger b = whole(right);
        if (a != null && b != null) {
            return whole(operator, a, b);
        }
        Double x = real(left);
        Double y = real(right);
        if (x == null || y == null) {
            throw Operators.unsupported(operator.sign(), left, right);
        }
        return real(operator, x, y);
    }

    private static Value whole(Expr.Operator operator, BigInteger a, BigInteger b) {
        if ((long) a.bitLength() + b.bitLength() > MAX_BITS) {
            throw new TemplateRaised("a number of too many digits");
        }
        return switch (operator) {
            case ADD -> new Value.Int(a.add(b));
            case SUBTRACT -> new Value.Int(a.subtract(b));
            case MULTIPLY -> new Value.Int(a.multiply(b));
            case DIVIDE -> {
                requireDivisor(b.signum() == 0);
                yield new Value.Real(quotient(a, b));
            }
            case FLOOR_DIVIDE -> {
                requireDivisor(b.signum() == 0);
                BigInteger[] parts = a.divideAndRemainder(b);
                boolean down = parts[1].signum() != 0 && parts[1].signum() != b.signum();
                yield new Value.Int(down ? parts[0].subtract(BigInteger.ONE) : parts[0]);
            }
            case MODULO -> {
                requireDivisor(b.signum() == 0);
                BigInteger rest = a.remainder(b);
                yield new Value.Int(rest.signum() != 0 && rest.signum() != b.signum() ? rest.add(b) : rest);
            }
            case POWER -> power(a, b);
        };
    }

    /** The quotient, rounded once: dividing rounded numbers would round twice. */
    private static double quotient(BigInteger a, BigInteger b) {
        if (a.bitLength() <= 53 && b.bitLength() <= 53) {
            return a.doubleValue() / b.doubleValue();
        }
        int scale = Math.max(0, b.toString().length() - a.toString().length()) + 60;
        return new BigDecimal(a)
                .divide(new BigDecimal(b), scale, RoundingMode.HALF_EVEN)
                .doubleValue();
    }

    private static Value power(BigInteger a, BigInteger b) {
        if (b.signum() < 0) {
            return real(Expr.Operator.POWER, a.doubleValue(), b.doubleValue());
        }
        if (b.bitLength() > 20 || (long) a.bitLength() * b.intValue() > MAX_BITS) {
            throw new TemplateRaised("a number of too many digits");
        }
        return new Value.Int(a.pow(b.intValue()));
    }

    private static Value real(Expr.Operator operator, double x, double y) {
        return new Value.Real(
                switch (operator) {
                    case ADD -> x + y;
                    case SUBTRACT -> x - y;
                    case MULTIPLY -> x * y;
                    case DIVIDE -> {
                        requireDivisor(y == 0);
                        yield x / y;
                    }
                    case FLOOR_DIVIDE -> {
                        requireDivisor(y == 0);
                        yield Math.floor(x / y);
                    }
                    case MODULO -> {
                        requireDivisor(y == 0);
                        double rest = x % y;
                        yield rest != 0 && rest < 0 != y < 0 ? rest + y : rest;
                    }
                    case POWER -> {
                        requireDivisor(x == 0 && y < 0);
                        yield Math.pow(x, y);
                    }
                });
    }

    private static void requireDivisor(boolean isZero) {
        if (isZero) {
            throw new TemplateRaised("division by zero");
        }
    }

    /** A float as Python writes it: the shortest digits that read back as the same, with an exponent from 1e16 and below 1e-4. */
    static String write(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        } else if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        } else if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = shortest.unscaledValue().abs().toString();
        return (number < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}
