package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Number automata against arithmetic. */
class DecimalDfaProperties {
    @Property(tries = 400)
    void acceptsPlainSpellingsIffTheNumberIsInTheRange(
            @ForAll("ranges") NumberSet.Range range, @ForAll @Size(30) List<@From("decimals") BigDecimal> numbers) {
        ByteDfa dfa = DecimalDfa.of(range, SchemaOptions.Numbers.PLAIN, CompileLimits.defaults());
        for (BigDecimal number : numbers) {
            assertAgrees(range, dfa, number);
        }
        for (BigDecimal bound : java.util.Arrays.asList(range.lower(), range.upper())) {
            if (bound != null) {
                assertAgrees(range, dfa, bound);
                assertAgrees(range, dfa, bound.add(new BigDecimal("0.0001")));
                assertAgrees(range, dfa, bound.subtract(new BigDecimal("0.0001")));
            }
        }
        assertEquals(range.isEmpty(), dfa.isEmpty(), range::toString);
    }

    private static void assertAgrees(NumberSet.Range range, ByteDfa dfa, BigDecimal number) {
        boolean writable = range.step() == null
                || number.scale() <= Math.max(0, range.step().scale());
        boolean isPlain = number.signum() != 0 || !number.toPlainString().startsWith("-");
        if (writable && isPlain) {
            assertEquals(
                    range.contains(number),
                    dfa.matches(number.toPlainString().getBytes(StandardCharsets.US_ASCII)),
                    () -> number.toPlainString() + " in " + range);
        }
    }

    /** Zeros that say nothing, and the sign of zero, change nothing. */
    @Property(tries = 300)
    void acceptsAnySpellingIffTheNumberIsInTheRange(
            @ForAll("ranges") NumberSet.Range range,
            @ForAll @Size(20) List<@From("decimals") BigDecimal> numbers,
            @ForAll @IntRange(max = 12) int zeros) {
        ByteDfa dfa = DecimalDfa.of(range, SchemaOptions.Numbers.ANY, CompileLimits.defaults());
        for (BigDecimal number : numbers) {
            String text = number.setScale(number.scale() + zeros).toPlainString();
            assertEquals(range.contains(number), matches(dfa, text), () -> text + " in " + range);
            if (number.signum() == 0) {
                assertEquals(range.contains(number), matches(dfa, "-" + text), () -> "-" + text + " in " + range);
            }
        }
    }

    /** Whatever is written, exponents and all, is in the range and finite as a double. */
    @Property(tries = 300)
    void writesOnlyNumbersOfTheRange(
            @ForAll("ranges") NumberSet.Range range, @ForAll SchemaOptions.Numbers spelling, @ForAll long seed) {
        ByteDfa dfa = DecimalDfa.of(range, spelling, CompileLimits.defaults());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20 && !dfa.isEmpty(); i++) {
            String text = FormatWords.draw(StringFormat.exact(dfa), random);
            BigDecimal number = new BigDecimal(text);
            assertTrue(range.contains(number), () -> text + " in " + range);
            assertTrue(Double.isFinite(number.doubleValue()), text);
            assertTrue(number.signum() == 0 || number.doubleValue() != 0, text);
        }
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
                        Arbitraries.integers().between(0, 4))
                .as((digits, scale) -> BigDecimal.valueOf(digits, scale));
    }

    @Provide
    Arbitrary<NumberSet.Range> ranges() {
        Arbitrary<BigDecimal> steps = Arbitraries.of("1", "2", "3", "7", "0.5", "0.25", "1.5", "10", "0.01", "12")
                .map(BigDecimal::new);
        return Combinators.combine(
                        decimals().injectNull(0.25),
                        Arbitraries.of(true, false),
                        decimals().injectNull(0.25),
                        Arbitraries.of(true, false),
                        steps.injectNull(0.6))
                .as((one, lowerIncluded, two, upperIncluded, step) -> {
                    boolean swap = one != null && two != null && one.compareTo(two) > 0;
                    return new NumberSet.Range(swap ? two : one, lowerIncluded, swap ? one : two, upperIncluded, step);
                });
    }
}
