package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What tells states apart, and what does not: residuals, distances of pairs, and lengths. */
final class AlikeStatesProperties {
    private static final CompileLimits LIMITS = CompileLimits.defaults();

    private static ByteDfa dfa(String pattern) {
        return RegexCompiler.compile(EcmaRegexParser.parseSearch("^(?:" + pattern + ")$", LIMITS), LIMITS);
    }

    /** An automaton over three bytes with labels and units. */
    private static ByteDfa random(Random random) {
        ByteDfa.Builder builder = ByteDfa.builder();
        int count = 2 + random.nextInt(7);
        for (int i = 0; i < count; i++) {
            int state = builder.addState();
            if (random.nextInt(3) == 0) {
                builder.accept(state, random.nextInt(2));
            }
            if (random.nextBoolean()) {
                builder.unit(state);
            }
        }
        for (int i = 0; i < count; i++) {
            for (int b = 'a'; b <= 'c'; b++) {
                if (random.nextInt(4) > 0) {
                    builder.addTransition(i, b, b, random.nextInt(count));
                }
            }
        }
        return builder.build();
    }

    @Property(tries = 500)
    void distancesAreTheShortestWordsThatTellStatesApart(@ForAll long seed) {
        Random random = new Random(seed);
        ByteDfa dfa = random(random);
        int a = random.nextInt(dfa.stateCount());
        int b = random.nextInt(dfa.stateCount());
        if (a == b) {
            return;
        }
        int distance = new PairDistances(dfa, a, b).of(a, b);
        for (int length = 0; length <= 6; length++) {
            assertEquals(distance <= length, differsWithin(dfa, a, b, length), "words of " + length + " bytes");
        }
    }

    @Property(tries = 500)
    void distancesOfAllStatesAreThoseOfEachTwo(@ForAll long seed) {
        Random random = new Random(seed);
        ByteDfa dfa = random(random);
        int longest = 1 + random.nextInt(8);
        StateDistances all = new StateDistances(dfa, longest);
        for (int a = 0; a < dfa.stateCount(); a++) {
            assertEquals(Distances.FAR, all.of(a, a));
            for (int b = 0; b < a; b++) {
                int distance = new PairDistances(dfa, a, b).of(a, b);
                assertEquals(distance <= longest ? distance : Distances.FAR, all.of(a, b), a + " and " + b);
                assertEquals(all.of(a, b), all.of(b, a));
            }
        }
    }

    @Example
    void linksOfAChainAreAsFarApartAsTheNearerOneIsFromItsEnd() {
        ByteDfa dfa = dfa("(?:[a-z]+ ){60}x");
        StateDistances all = new StateDistances(dfa, 1_000);
        int[] links = new int[60];
        int state = 0;
        for (int i = 0; i < links.length; i++) {
            state = dfa.step(state, 'a');
            links[i] = state;
            state = dfa.step(state, ' ');
        }
        for (int i = 0; i < links.length; i++) {
            for (int j = 0; j < i; j++) {
                // A blank ends the word, then two bytes for each word that is missing, and the x or not.
                assertEquals(1 + 2 * (links.length - 1 - i) + 1, all.of(links[j], links[i]), j + " and " + i);
            }
        }
        StateDistances near = new StateDistances(dfa, 20);
        assertEquals(Distances.FAR, near.of(links[0], links[40]));
        assertEquals(all.of(links[55], links[56]), near.of(links[55], links[56]));
    }

    @Property(tries = 200)
    void distancesThatAreNotWorkedOutToTheEndAreNotTooLarge(@ForAll long seed) {
        Random random = new Random(seed);
        // Each round tells a few more states from the rest, which all lead to one another.
        int count = 60 + random.nextInt(60);
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int i = 0; i < count; i++) {
            builder.addState();
        }
        for (int i = 0; i < count; i++) {
            builder.addTransition(i, 'a', 'a', (i + 1) % count);
            builder.addTransition(i, 'b', 'b', random.nextInt(count));
            builder.addTransition(i, 'c', 'c', i);
        }
        builder.accept(count - 1, 0);
        ByteDfa dfa = builder.build();
        StateDistances all = new StateDistances(dfa, 1_000);
        for (int i = 0; i < 50; i++) {
            int a = random.nextInt(dfa.stateCount());
            int b = random.nextInt(dfa.stateCount());
            int pair = new PairDistances(dfa, a, b).of(a, b);
            assertTrue(a == b || all.of(a, b) <= trueDistance(dfa, a, b), () -> a + " and " + b + ": " + pair);
        }
    }

    /** Breadth-first over pairs. */
    private static int trueDistance(ByteDfa dfa, int a, int b) {
        boolean[][] seen = new boolean[dfa.stateCount()][dfa.stateCount()];
        List<int[]> layer = List.of(new int[] {a, b});
        for (int length = 0; !layer.isEmpty(); length++) {
            List<int[]> next = new ArrayList<>();
            for (int[] pair : layer) {
                if (pair[0] == ByteDfa.DEAD || pair[1] == ByteDfa.DEAD || dfa.label(pair[0]) != dfa.label(pair[1])) {
                    return length;
                }
                for (int c = 'a'; c <= 'c'; c++) {
                    int x = dfa.step(pair[0], c);
                    int y = dfa.step(pair[1], c);
                    if (x != y && (x == ByteDfa.DEAD || y == ByteDfa.DEAD || !seen[x][y])) {
                        if (x != ByteDfa.DEAD && y != ByteDfa.DEAD) {
                            seen[x][y] = true;
                        }
                        next.add(new int[] {x, y});
                    }
                }
            }
            layer = next;
        }
        return Distances.FAR;
    }

    private static boolean differsWithin(ByteDfa dfa, int a, int b, int length) {
        if (a == b) {
            return false;
        }
        if (a == ByteDfa.DEAD || b == ByteDfa.DEAD || dfa.label(a) != dfa.label(b)) {
            return true;
        }
        for (int c = 'a'; c <= 'c' && length > 0; c++) {
            if (differsWithin(dfa, dfa.step(a, c), dfa.step(b, c), length - 1)) {
                return true;
            }
        }
        return false;
    }

    @Example
    void pairsBeyondWhatIsLookedAtAreNotTakenForAlike() {
        // The chains differ after 1,500 bytes only, more than are looked at.
        ByteDfa dfa = dfa("x[ab]{1500}|y[ab]{1501}");
        int x = dfa.step(0, 'x');
        int y = dfa.step(0, 'y');
        int distance = new PairDistances(dfa, x, y).of(x, y);
        assertTrue(distance > 500 && distance <= 1_500, () -> "distance " + distance);
    }

    @Property(tries = 500)
    void residualsSayWhatTheAutomatonSaysFromTheState(@ForAll long seed) {
        Random random = new Random(seed);
        ByteDfa dfa = random(random);
        int state = random.nextInt(dfa.stateCount());
        Residual residual = Residual.of(dfa, state);
        assertNotNull(residual);
        ByteDfa alone = residual.dfa();
        assertEquals(residual.states().cardinality(), alone.stateCount());
        int here = state;
        int there = 0;
        for (int i = 0; i < 20 && here != ByteDfa.DEAD; i++) {
            int label = alone.label(there);
            assertEquals(dfa.label(here), label < 0 ? -1 : residual.labels()[label]);
            assertEquals(dfa.isUnit(here), alone.isUnit(there));
            assertTrue(residual.states().get(here));
            int b = 'a' + random.nextInt(3);
            here = dfa.step(here, b);
            there = alone.step(there, b);
            assertEquals(here == ByteDfa.DEAD, there == ByteDfa.DEAD);
        }
    }

    @Example
    void theSameRestOfDifferentAutomataIsOneResidual() {
        ByteDfa first = DfaAlgebra.labelled(List.of(dfa("id\""), dfa("x[a-m]*\"")), LIMITS);
        ByteDfa second = DfaAlgebra.labelled(List.of(dfa("k[a-m]*\""), dfa("zero\""), dfa("o\"")), LIMITS);
        Residual one = Residual.of(first, first.step(0, 'x'));
        Residual other = Residual.of(second, second.step(0, 'k'));
        assertEquals(one, other);
        assertNotEquals(one, Residual.of(second, second.step(0, 'z')));
        assertNotNull(one);
        assertNotNull(other);
        assertEquals(1, one.labels()[0]);
        assertEquals(0, other.labels()[0]);
        assertNull(Residual.of(dfa("[a-z]{80}"), 0), "too large to be met twice");
    }

    @Property(tries = 500)
    void lengthsThatAreFreeAreAMatterOfTheLeast(@ForAll long seed) {
        ByteDfa dfa = random(new Random(seed));
        if (dfa.isEmpty()) {
            return;
        }
        WordLengths lengths = WordLengths.of(dfa, LIMITS);
        for (int state = 0; state < dfa.stateCount(); state++) {
            int least = lengths.least(state);
            assertTrue(least <= lengths.mostLeast());
            assertTrue(lengths.canReach(state, least, least));
            assertTrue(least == 0 || !lengths.canReach(state, 0, least - 1));
            boolean ended = dfa.isAccepting(state) && !lengths.canReach(state, 1, Expr.UNBOUNDED);
            for (int length = least; length < 20 && lengths.isFree() && !ended; length++) {
                assertTrue(lengths.canReach(state, length, length), "state " + state + ", length " + length);
            }
        }
    }

    @Property(tries = 500)
    void boundsThatAllWordsKeepAreToldFromOthers(@ForAll long seed) {
        Random random = new Random(seed);
        ByteDfa dfa = random(random);
        if (dfa.isEmpty()) {
            return;
        }
        WordLengths lengths = WordLengths.of(dfa, LIMITS);
        for (int state = 0; state < dfa.stateCount(); state++) {
            int min = random.nextInt(4);
            int max = random.nextInt(3) == 0 ? Expr.UNBOUNDED : min + random.nextInt(8);
            boolean isAnyLess = min > 0 && lengths.canReach(state, 0, min - 1);
            boolean isAnyMore = max != Expr.UNBOUNDED && lengths.canReach(state, max + 1, Expr.UNBOUNDED);
            assertEquals(!isAnyLess && !isAnyMore, lengths.areWithin(state, min, max));
        }
    }

    @Example
    void boundsThatAPatternHasAnywayAreNotCounted() {
        LexemeCache lexemes = new LexemeCache(LIMITS);
        ByteDfa some = counted(dfa("[0-9]{3,5}\""));
        assertFalse(lexemes.get(new Expr.Lexeme(some, 3, 5)).isCounted());
        assertFalse(lexemes.get(new Expr.Lexeme(some, 0, 9)).isCounted());
        assertTrue(lexemes.get(new Expr.Lexeme(some, 4, 5)).isCounted());
        assertTrue(lexemes.get(new Expr.Lexeme(some, 3, 4)).isCounted());
        ByteDfa more = counted(dfa("[a-z]+\""));
        assertFalse(lexemes.get(new Expr.Lexeme(more, 1, Expr.UNBOUNDED)).isCounted());
        assertTrue(lexemes.get(new Expr.Lexeme(more, 2, Expr.UNBOUNDED)).isCounted());
        assertTrue(lexemes.get(new Expr.Lexeme(more, 0, 99)).isCounted());
    }

    @Example
    void freeLengths() {
        assertTrue(free("[a-z]*\""));
        assertTrue(free("[0-9]{3,}\""));
        assertFalse(free("(?:[a-z]{2})*\""));
        assertFalse(free("[a-z]{0,4}\""));
    }

    private static boolean free(String pattern) {
        return WordLengths.of(counted(dfa(pattern)), LIMITS).isFree();
    }

    /** Every byte counts but the last; the start is entered once, and again where it loops. */
    private static ByteDfa counted(ByteDfa dfa) {
        ByteDfa.Builder builder = ByteDfa.builder();
        int first = builder.addState();
        for (int state = 0; state < dfa.stateCount(); state++) {
            builder.addState();
        }
        for (int state = 0; state < dfa.stateCount(); state++) {
            if (dfa.isAccepting(state)) {
                builder.accept(state + 1, 0);
            } else {
                builder.unit(state + 1);
            }
            for (int b = 0; b < 256; b++) {
                int target = dfa.step(state, b);
                if (target != ByteDfa.DEAD) {
                    builder.addTransition(state + 1, b, b, target + 1);
                    if (state == 0) {
                        builder.addTransition(first, b, b, target + 1);
                    }
                }
            }
        }
        return builder.build();
    }
}
