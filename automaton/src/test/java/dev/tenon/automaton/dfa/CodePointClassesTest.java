package dev.tenon.automaton.dfa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodePointClassesTest {
    @Test
    void noSetsMakeOneClassOfAllScalarValues() {
        CodePointClasses classes = of(List.of());
        assertEquals(1, classes.classCount());
        assertEquals(2, classes.intervalCount());
        assertEquals(0xD7FF, classes.lastOf(0));
        assertEquals(0xE000, classes.firstOf(1));
        assertEquals(Character.MAX_CODE_POINT, classes.lastOf(1));
    }

    @Test
    void overlappingSetsAreSplitIntoTheirParts() {
        CodePointClasses classes = of(List.of(new int[] {'a', 'm'}, new int[] {'h', 'z'}, new int[] {'a', 'z'}));
        assertEquals(4, classes.classCount());
        assertArrayEquals(new int[] {1, 2}, classes.classesOf(0));
        assertArrayEquals(new int[] {2, 3}, classes.classesOf(1));
        assertArrayEquals(new int[] {1, 2, 3}, classes.classesOf(2));
    }

    @Test
    void farApartRangesOfOneSetAreOneClass() {
        CodePointClasses classes = of(List.of(new int[] {'0', '9', 'a', 'f', 0x1F600, 0x1F64F}));
        assertEquals(2, classes.classCount());
        assertArrayEquals(new int[] {1}, classes.classesOf(0));
    }

    @Test
    void surrogatesAreInNoClass() {
        CodePointClasses classes =
                of(List.of(new int[] {0xD800, 0xDFFF}, new int[] {0xD000, 0xDABC}, new int[] {0xDABC, 0xE000}));
        assertArrayEquals(new int[0], classes.classesOf(0));
        assertEquals(1, classes.classesOf(1).length);
        assertEquals(1, classes.classesOf(2).length);
        assertEquals(3, classes.classCount());
    }

    @Test
    void spendsFromTheBudget() {
        var budget = new WorkBudget(new CompileLimits(1, 2, 1, 1, 1), "classes");
        List<int[]> nested = List.of(new int[] {0, 9}, new int[] {1, 8}, new int[] {2, 7});
        var error = assertThrows(GrammarTooComplexException.class, () -> CodePointClasses.of(nested, budget));
        assertEquals("maxDeterminizeSteps", error.limitName());
    }

    private static CodePointClasses of(List<int[]> sets) {
        return CodePointClasses.of(sets, new WorkBudget(CompileLimits.defaults(), "classes"));
    }
}
