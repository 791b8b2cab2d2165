package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way out for numbers: sets of numbers to the automaton of their spellings. Plain integers are digits, without
 * point, exponent, leading zeros or negative zero. Where nothing bounds them on one side they stay in the range that
 * every JSON parser reads exactly, from -(2^53 - 1) to 2^53 - 1 (RFC 8259, section 6), or a digit beyond the bound on
 * the other side where that lies outside. All spellings are finite as doubles.
 */
final class NumberGrammar {
    private static final BigInteger SAFE = BigInteger.TWO.pow(53).subtract(BigInteger.ONE);

    /** Steps of up to three digits have few remainders: their multiples are recognised digit by digit. */
    private static final int SMALL_STEP_BITS = 10;

    /** Of larger steps so many multiples are written as a list, instead of an automaton over their remainders. */
    private static final BigInteger LISTED = BigInteger.valueOf(4096);

    private static final int MINIMIZED_STATES = 4096;

    /** To larger automata no exponents are added. */
    private static final int JOINED_STATES = 32_768;

    /** What most schemas ask for, made once. */
    private record Unbounded(ByteDfa numbers, ByteDfa integers) {
        private static Unbounded of(SchemaOptions.Numbers spelling) {
            NumberGrammar grammar = new NumberGrammar(spelling, CompileLimits.defaults());
            return new Unbounded(grammar.decimals((NumberSet.Range) NumberSet.ALL), grammar.decimals((NumberSet.Range)
                    NumberSet.INTEGERS));
        }
    }

    /** Initialised when first asked for. */
    private static final class PlainUnbounded {
        private static final Unbounded MADE = Unbounded.of(SchemaOptions.Numbers.PLAIN);
    }

    /** Initialised when first asked for. */
    private static final class AnyUnbounded {
        private static final Unbounded MADE = Unbounded.of(SchemaOptions.Numbers.ANY);
    }

    /** How whole numbers are spelled. */
    enum Wholes {
        /** As all numbers are: {@code 1.0} is one (JSON Schema from draft 6 on). */
        AS_NUMBERS,
        /**
         * By digits alone: in draft 4 an integer is "a JSON number without a fraction or exponent part" (Core, section
         * 3.5). Sets are arithmetic and do not know where a number was asked to be an integer, so no set of whole numbers
         * has other spellings then.
         */
        BY_DIGITS
    }

    private final SchemaOptions.Numbers spelling;
    private final CompileLimits limits;

    private NumberGrammar(SchemaOptions.Numbers spelling, CompileLimits limits) {
        this.spelling = spelling;
        this.limits = limits;
    }

    /**
     * The spellings of all numbers in the sets: of a set of which any spelling would be beyond the limits, the plain ones.
     *
     * @throws GrammarTooComplexException when the automaton is beyond the limits
     */
    static ByteDfa spellings(
            List<NumberSet> sets, SchemaOptions.Numbers spelling, Wholes wholes, CompileLimits limits) {
        NumberGrammar grammar = new NumberGrammar(spelling, limits);
        ByteDfa union = DfaAlgebra.never();
        for (NumberSet set : sets) {
            ByteDfa spelled = grammar.spellings(set, wholes);
            union = union.isEmpty() ? spelled : DfaAlgebra.union(union, spelled, limits);
        }
        return union;
    }

    private ByteDfa spellings(NumberSet set, Wholes wholes) {
        try {
            return switch (wholes) {
                case AS_NUMBERS -> spellings(set);
                case BY_DIGITS -> wholesByDigits(set);
            };
        } catch (GrammarTooComplexException e) {
            return switch (spelling) {
                case PLAIN -> throw e;
                case ANY -> new NumberGrammar(SchemaOptions.Numbers.PLAIN, limits).spellings(set, wholes);
            };
        }
    }

    private ByteDfa spellings(NumberSet set) {
        if (set.equals(NumberSet.ALL)) {
            return unbounded().numbers;
        }
        if (set.equals(NumberSet.INTEGERS)) {
            return unbounded().integers;
        }
        return switch (set) {
            case NumberSet.Values values -> list(values.numbers());
            case NumberSet.NoMultiples some -> withoutMultiples(some);
            case NumberSet.Range range -> {
                Optional<List<BigDecimal>> few = few(bounded(range));
                yield few.isPresent() ? list(few.get()) : made(range);
            }
        };
    }

    private ByteDfa wholesByDigits(NumberSet set) {
        return switch (set) {
            case NumberSet.Values values -> {
                List<String> digits = new ArrayList<>();
                List<BigDecimal> others = new ArrayList<>();
                for (BigDecimal number : values.numbers()) {
                    if (isWhole(number)) {
                        digits.add(number.toPlainString());
                    } else {
                        others.add(number);
                    }
                }
                yield DfaAlgebra.union(DfaAlgebra.ofStrings(digits), list(others), limits);
            }
            case NumberSet.Range range -> byDigits(range, spellings(range));
            case NumberSet.NoMultiples some -> byDigits(some.range(), spellings(some));
        };
    }

    /** Of the spellings of numbers of a range those without fraction and exponent, where all its numbers are whole. */
    private ByteDfa byDigits(NumberSet.Range range, ByteDfa spelled) {
        if (range.step() == null || !isWhole(range.step())) {
            return spelled;
        }
        BitSet digits = new BitSet();
        "0123456789-".chars().forEach(digits::set);
        return DfaAlgebra.restrictBytes(spelled, digits);
    }

    private static boolean isWhole(BigDecimal number) {
        return number.remainder(BigDecimal.ONE).signum() == 0;
    }

    private Unbounded unbounded() {
        return switch (spelling) {
            case PLAIN -> PlainUnbounded.MADE;
            case ANY -> AnyUnbounded.MADE;
        };
    }

    private ByteDfa made(NumberSet.Range range) {
        RangeCache.Key key = new RangeCache.Key(range, spelling, limits);
        ByteDfa known = RangeCache.SHARED.get(key);
        if (known == null) {
            known = decimals(range);
            RangeCache.SHARED.put(key, known);
        }
        return known;
    }

    private ByteDfa decimals(NumberSet.Range range) {
        ByteDfa digits = withDigits(range, List.of());
        boolean hasExponents = isSignOnly(range.lower(), range.step()) && isSignOnly(range.upper(), range.step());
        return hasExponents ? minimal(digits) : withExponents(digits, range, List.of());
    }

    private ByteDfa withDigits(NumberSet.Range range, Collection<BigDecimal> noMultiplesOf) {
        boolean isLong = spelling == SchemaOptions.Numbers.ANY && (range.step() == null || isFine(range.step()));
        return DecimalDfa.of(isLong ? range : bounded(range), noMultiplesOf, spelling, limits);
    }

    /** Whether a bound tells the sign and no more, so that {@link DecimalDfa} spells any exponent. */
    private static boolean isSignOnly(@Nullable BigDecimal bound, @Nullable BigDecimal step) {
        boolean isWholes = step != null && step.compareTo(BigDecimal.ONE) == 0;
        return (step == null || isWholes)
                && (bound == null
                        || bound.signum() == 0
                        || (isWholes && bound.abs().compareTo(BigDecimal.ONE) == 0));
    }

    /** Together with the spellings in normalised scientific notation, where any are asked for and can be told. */
    private ByteDfa withExponents(ByteDfa digits, NumberSet.Range range, Collection<BigDecimal> noMultiplesOf) {
        boolean isAsked = spelling == SchemaOptions.Numbers.ANY
                && digits.stateCount() <= JOINED_STATES
                && Scientific.canTell(range, noMultiplesOf);
        return (isAsked ? ScientificDfa.of(range, noMultiplesOf, JOINED_STATES) : Optional.<ByteDfa>empty())
                .map(scientific -> DfaAlgebra.union(digits, scientific, limits))
                .orElseGet(() -> minimal(digits));
    }

    /** Digits without needless zeros, point or sign, and without exponent. */
    private static final class Only {
        private static final ByteDfa SPELLINGS = RegexCompiler.compile(
                EcmaRegexParser.parseSearch(
                        "^(?:0|-?(?:[1-9][0-9]*(?:\\.[0-9]*[1-9])?|0\\.[0-9]*[1-9]))$", CompileLimits.defaults()),
                CompileLimits.defaults());
    }

    /**
     * One spelling of each number in the sets.
     *
     * @throws GrammarTooComplexException when the automaton is beyond the limits
     */
    static ByteDfa onlySpellings(List<NumberSet> sets, CompileLimits limits) {
        ByteDfa union = DfaAlgebra.never();
        for (NumberSet set : sets) {
            ByteDfa all = spellings(List.of(set), SchemaOptions.Numbers.PLAIN, Wholes.AS_NUMBERS, limits);
            ByteDfa spelled = set instanceof NumberSet.Values ? all : DfaAlgebra.intersect(all, Only.SPELLINGS, limits);
            union = union.isEmpty() ? spelled : DfaAlgebra.union(union, spelled, limits);
        }
        return union;
    }

    private static boolean isFine(BigDecimal step) {
        BigDecimal scaled = step.movePointRight(Math.max(0, step.scale()));
        return scaled.toBigIntegerExact().bitLength() <= Magnitude.LONG_STEP_BITS;
    }

    /** The multiples are recognised in spellings that have no exponent, and left out of or taken out of those. */
    private ByteDfa withoutMultiples(NumberSet.NoMultiples some) {
        if (few(bounded(some.range())).isEmpty() && Magnitude.canTell(some.range(), some.steps())) {
            return withExponents(withDigits(some.range(), some.steps()), some.range(), some.steps());
        }
        BitSet symbols = new BitSet();
        "0123456789.-".chars().forEach(symbols::set);
        Optional<List<BigDecimal>> few = few(bounded(some.range()));
        ByteDfa all = few.isPresent() ? list(few.get()) : withDigits(some.range(), List.of());
        ByteDfa spelled = DfaAlgebra.restrictBytes(all, symbols);
        for (BigDecimal step : some.steps()) {
            spelled = DfaAlgebra.minus(spelled, MultiplesDfa.of(step, limits), limits);
        }
        return withExponents(spelled, some.range(), some.steps());
    }

    /** Large automata are mostly remainders, all different: to look for equal states is not worth the time. */
    private static ByteDfa minimal(ByteDfa dfa) {
        return dfa.stateCount() > MINIMIZED_STATES ? dfa : DfaAlgebra.minimize(dfa);
    }

    private ByteDfa list(Iterable<BigDecimal> numbers) {
        return DfaAlgebra.ofStrings(NumberWords.of(numbers, spelling));
    }

    /** With bounds on both sides, when all numbers are integers or the multiples of a fraction. */
    private static NumberSet.Range bounded(NumberSet.Range range) {
        BigDecimal step = range.step();
        if (step == null) {
            return range;
        }
        BigDecimal lower = range.lower();
        BigDecimal upper = range.upper();
        if (lower == null) {
            lower = outermost(upper).negate();
        }
        if (upper == null) {
            upper = outermost(lower);
        }
        return new NumberSet.Range(lower, true, upper, true, step);
    }

    private static BigDecimal outermost(@Nullable BigDecimal otherBound) {
        BigDecimal safe = new BigDecimal(SAFE);
        if (otherBound == null || otherBound.abs().compareTo(safe) <= 0) {
            return safe;
        }
        int digits = otherBound.abs().toBigInteger().toString().length();
        return BigDecimal.ONE.movePointRight(digits + 1);
    }

    private static Optional<List<BigDecimal>> few(NumberSet.Range range) {
        BigDecimal lower = range.lower();
        BigDecimal upper = range.upper();
        BigDecimal step = range.step();
        if (lower == null
                || upper == null
                || step == null
                || step.unscaledValue().bitLength() <= SMALL_STEP_BITS) {
            return Optional.empty();
        }
        BigInteger count = upper.subtract(lower).divideToIntegralValue(step).toBigInteger();
        if (count.compareTo(LISTED) >= 0) {
            return Optional.empty();
        }
        List<BigDecimal> numbers = new ArrayList<>();
        for (BigDecimal number = lower; number.compareTo(upper) <= 0; number = number.add(step)) {
            numbers.add(NumberSet.plain(number));
        }
        return Optional.of(numbers);
    }
}
