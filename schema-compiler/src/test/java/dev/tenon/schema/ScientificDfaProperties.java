package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Numbers in scientific notation against arithmetic. */
class ScientificDfaProperties {
    private static final int DOUBLE_DIGITS = 17;
    private static final int MOST_STATES = 32_768;

    /** In each of the ways in which an exponent can be padded, with its sign or without. */
    @Property(tries = 400)
    void acceptsNormalisedSpellingsIffTheNumberIsInTheSet(
            @ForAll("sets") NumberSet set,
            @ForAll @Size(30) List<@From("decimals") BigDecimal> numbers,
            @ForAll @IntRange(max = 3) int padding) {
        ByteDfa dfa = automaton(set);
        for (BigDecimal number : withNeighbours(set, numbers)) {
            for (String text : normalised(number, padding)) {
                assertEquals(set.contains(number), matches(dfa, text), () -> text + " in " + set);
            }
        }
    }

    @Property(tries = 300)
    void writesOnlyNumbersOfTheSet(@ForAll("sets") NumberSet set, @ForAll long seed) {
        ByteDfa dfa = automaton(set);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20 && !dfa.isEmpty(); i++) {
            String text = FormatWords.draw(StringFormat.exact(dfa), random);
            BigDecimal number = new BigDecimal(text);
            assertTrue(text.matches("-?([1-9](\\.[0-9]+)?|0(\\.0)?)[eE][+-]?[0-9]{1,3}"), text);
            assertTrue(set.contains(number), () -> text + " in " + set);
            assertTrue(Double.isFinite(number.doubleValue()), text);
            assertTrue(number.signum() == 0 || number.doubleValue() != 0, text);
        }
    }

    /** The numbers, those near the bounds, and the bounds moved by powers of ten. */
    private static List<BigDecimal> withNeighbours(NumberSet set, List<BigDecimal> numbers) {
        List<BigDecimal> all = new ArrayList<>(numbers);
        NumberSet.Range range = set instanceof NumberSet.NoMultiples some ? some.range() : (NumberSet.Range) set;
        for (BigDecimal bound : java.util.Arrays.asList(range.lower(), range.upper(), range.step())) {
            if (bound != null) {
                all.add(bound);
                all.add(bound.negate());
                all.add(bound.scaleByPowerOfTen(-1));
                all.add(bound.scaleByPowerOfTen(1));
                all.add(bound.add(bound.ulp()));
                all.add(bound.subtract(bound.ulp()));
                all.add(bound.add(BigDecimal.ONE));
            }
        }
        all.removeIf(number -> NumberSet.plain(number).precision() > DOUBLE_DIGITS);
        return all;
    }

    /** Where scientific notation takes too many states, numbers are spelled without, and nothing is refused for it. */
    @Property(tries = 300)
    void refusesNoNumbersThatCanBeSpelledPlainly(@ForAll("sets") NumberSet set) {
        Optional<ByteDfa> plain = spellings(set, SchemaOptions.Numbers.PLAIN);
        Assume.that(plain.isPresent());
        Optional<ByteDfa> any = spellings(set, SchemaOptions.Numbers.ANY);
        assertTrue(any.isPresent(), set::toString);
        assertEquals(plain.orElseThrow().isEmpty(), any.orElseThrow().isEmpty(), set::toString);
    }

    private static Optional<ByteDfa> spellings(NumberSet set, SchemaOptions.Numbers spelling) {
        try {
            return Optional.of(NumberGrammar.spellings(
                    List.of(set), spelling, NumberGrammar.Wholes.AS_NUMBERS, CompileLimits.defaults()));
        } catch (GrammarTooComplexException e) {
            return Optional.empty();
        }
    }

    private static ByteDfa automaton(NumberSet set) {
        Optional<ByteDfa> dfa = switch (set) {
            case NumberSet.Range range -> ScientificDfa.of(range, Set.of(), MOST_STATES);
            case NumberSet.NoMultiples some -> ScientificDfa.of(some.range(), some.steps(), MOST_STATES);
            case NumberSet.Values values -> throw new AssertionError(values);
        };
        Assume.that(dfa.isPresent());
        return dfa.orElseThrow();
    }

    private static List<String> normalised(BigDecimal number, int padding) {
        BigDecimal plain = NumberSet.plain(number);
        int exponent = plain.signum() == 0 ? 0 : plain.precision() - plain.scale() - 1;
        String mantissa = plain.movePointLeft(exponent).toPlainString();
        String digits = Integer.toString(Math.abs(exponent));
        String padded = "0".repeat(Math.max(0, padding - digits.length())) + digits;
        List<String> texts = new ArrayList<>();
        for (String sign : exponent < 0 ? List.of("-") : exponent > 0 ? List.of("", "+") : List.of("", "-", "+")) {
            texts.add(mantissa + "e" + sign + padded);
            texts.add((mantissa.indexOf('.') < 0 ? mantissa + ".0" : mantissa) + "E" + sign + padded);
        }
        return texts;
    }

    private static boolean matches(ByteDfa dfa, String text) {
        return dfa.matches(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Provide
    Arbitrary<BigDecimal> decimals() {
        return Combinators.combine(
                        Arbitraries.oneOf(
                                Arbitraries.longs().between(-30, 30),
                                Arbitraries.longs().between(-20_000, 20_000),
                                Arbitraries.longs().between(-3_000_000_000L, 3_000_000_000L)),
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(-4, 5),
                                Arbitraries.integers().between(-290, 290)))
                .as((digits, scale) -> BigDecimal.valueOf(digits, scale));
    }

    @Provide
    Arbitrary<NumberSet> sets() {
        Arbitrary<BigDecimal> steps = Arbitraries.of(
                        "1", "2", "3", "7", "0.5", "0.25", "1.5", "10", "0.01", "12", "1e20", "1e-9", "64", "0.125",
                        "420")
                .map(BigDecimal::new);
        Arbitrary<NumberSet.Range> ranges = Combinators.combine(
                        decimals().injectNull(0.25),
                        Arbitraries.of(true, false),
                        decimals().injectNull(0.25),
                        Arbitraries.of(true, false),
                        steps.injectNull(0.6))
                .as((one, lowerIncluded, two, upperIncluded, step) -> {
                    boolean swap = one != null && two != null && one.compareTo(two) > 0;
                    return new NumberSet.Range(swap ? two : one, lowerIncluded, swap ? one : two, upperIncluded, step);
                });
        return Combinators.combine(ranges, steps.set().ofMaxSize(2))
                .filter((range, others) -> Scientific.canTell(range, others))
                .as((range, others) -> others.isEmpty() ? range : new NumberSet.NoMultiples(range, others));
    }
}
