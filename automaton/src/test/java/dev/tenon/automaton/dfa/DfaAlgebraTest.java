package dev.tenon.automaton.dfa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DfaAlgebraTest {
    private static final CompileLimits LIMITS = CompileLimits.defaults();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\u0000",
                "\u007f\u0080",
                "\u07ff\u0800",
                "\ud7ff\ue000\uffff",
                "\ud800\udc00\udbff\udfff"
            })
    void anyTextIsWellFormedUtf8(String text) {
        assertTrue(DfaAlgebra.anyText().matches(bytes(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "BF",
                "C0 80",
                "C1 BF",
                "C2",
                "E0 9F BF",
                "ED A0 80",
                "ED BF BF",
                "F0 8F BF BF",
                "F4 90 80 80",
                "F5 80 80 80",
                "FF",
                "E2 82"
            })
    void anyTextIsNothingElse(String hex) {
        byte[] word = HexFormat.ofDelimiter(" ").parseHex(hex);
        assertFalse(DfaAlgebra.anyText().matches(word));
    }

    @Test
    void ofStringsHoldsExactlyThem() {
        ByteDfa dfa = DfaAlgebra.ofStrings(List.of("cat", "car", "", "\u00e9t\u00e9", "car"));
        assertTrue(dfa.matches(bytes("cat")));
        assertTrue(dfa.matches(bytes("")));
        assertTrue(dfa.matches(bytes("\u00e9t\u00e9")));
        assertFalse(dfa.matches(bytes("ca")));
        assertFalse(dfa.matches(bytes("cart")));
        assertEquals(4, DfaAlgebra.countWords(dfa, 100));
        assertEquals(DfaAlgebra.minimize(dfa), dfa);
        assertTrue(DfaAlgebra.ofStrings(List.of()).isEmpty());
    }

    @Test
    void labelledStringsCarryTheFirstIndex() {
        ByteDfa dfa = DfaAlgebra.labelledStrings(List.of("b", "a", "ab", "a"));
        assertEquals(1, dfa.label(dfa.walk(0, bytes("a"))));
        assertEquals(0, dfa.label(dfa.walk(0, bytes("b"))));
        assertEquals(2, dfa.label(dfa.walk(0, bytes("ab"))));
        assertEquals(3, dfa.labelCount());
        assertEquals("""
            0 a->1 b->2
            1*1 b->3
            2*0
            3*2
            """, dfa.toString());
    }

    @Test
    void labelledStringsAreMinimalAndAgreeWithTheUnion() {
        List<String> words = new ArrayList<>();
        List<ByteDfa> languages = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            words.add(Integer.toString(i * 31 % 97, 3));
            languages.add(ByteDfa.literal(bytes(words.get(i))));
        }
        ByteDfa trie = DfaAlgebra.labelledStrings(words);
        assertEquals(DfaAlgebra.minimize(trie), trie);
        assertEquals(DfaAlgebra.labelled(languages, LIMITS), trie);
    }

    @Test
    void tenThousandKeysMakeATreeAtOnce() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            words.add("key_" + Integer.toString(i * 7919, 36));
        }
        ByteDfa trie = DfaAlgebra.labelledStrings(words);
        for (int i = 0; i < words.size(); i++) {
            assertEquals(i, trie.label(trie.walk(0, bytes(words.get(i)))));
        }
        ByteDfa withRest = DfaAlgebra.union(trie, DfaAlgebra.relabel(DfaAlgebra.anyText(), label -> 10_000), LIMITS);
        assertEquals(4711, withRest.label(withRest.walk(0, bytes(words.get(4711)))));
        assertEquals(10_000, withRest.label(withRest.walk(0, bytes("other"))));
    }

    @Test
    void halfASurrogatePairIsNoString() {
        assertThrows(IllegalArgumentException.class, () -> DfaAlgebra.ofStrings(List.of("a\ud800")));
        assertThrows(IllegalArgumentException.class, () -> DfaAlgebra.labelledStrings(List.of("\udc00")));
    }

    @Test
    void relabelMergesWhatThenIsEqual() {
        ByteDfa two = DfaAlgebra.labelledStrings(List.of("ax", "bx"));
        ByteDfa one = DfaAlgebra.relabel(two, label -> 7);
        assertEquals(5, two.stateCount());
        assertEquals("0 a-b->1\n1 x->2\n2*7\n", one.toString());
    }

    @Test
    void restrictingMayLeaveNothing() {
        BitSet onlyB = new BitSet();
        onlyB.set('b');
        assertTrue(DfaAlgebra.restrictBytes(DfaAlgebra.ofStrings(List.of("a", "ab")), onlyB)
                .isEmpty());
        assertEquals(
                ByteDfa.literal(bytes("b")),
                DfaAlgebra.restrictBytes(DfaAlgebra.ofStrings(List.of("a", "b", "ba")), onlyB));
    }

    @Test
    void countsAndFindsWords() {
        assertTrue(DfaAlgebra.isFinite(DfaAlgebra.never()));
        assertEquals(0, DfaAlgebra.countWords(DfaAlgebra.never(), 10));
        assertTrue(DfaAlgebra.shortestWord(DfaAlgebra.never()).isEmpty());
        assertFalse(DfaAlgebra.isFinite(DfaAlgebra.anyText()));
        assertEquals(0, DfaAlgebra.shortestWord(DfaAlgebra.anyText()).orElseThrow().length);
        // 256 ^ 40 words are more than a long can say.
        ByteDfa.Builder builder = ByteDfa.builder();
        builder.addState();
        for (int i = 0; i < 40; i++) {
            builder.addTransition(i, 0, 255, builder.addState());
        }
        assertEquals(Long.MAX_VALUE, DfaAlgebra.countWords(builder.accept(40, 0).build(), Long.MAX_VALUE));
    }

    @Test
    void refusesProductsOfCountedAutomata() {
        ByteDfa.Builder builder = ByteDfa.builder();
        builder.addState();
        builder.addState();
        ByteDfa counted =
                builder.addTransition(0, 'a', 'a', 1).unit(1).accept(1, 0).build();
        assertThrows(IllegalArgumentException.class, () -> DfaAlgebra.intersect(counted, DfaAlgebra.anyText(), LIMITS));
        assertThrows(IllegalArgumentException.class, () -> DfaAlgebra.complement(counted));
        assertThrows(IllegalArgumentException.class, () -> DfaAlgebra.labelled(List.of(counted), LIMITS));
        assertTrue(DfaAlgebra.relabel(counted, label -> 1).hasUnits());
        assertTrue(DfaAlgebra.minimize(counted).hasUnits());
    }

    @Test
    void refusesAProductBeyondTheLimits() {
        ByteDfa one = cycle(97);
        ByteDfa other = cycle(89);
        var few = new CompileLimits(1000, 5_000_000, 1, 1, 1);
        var error = assertThrows(GrammarTooComplexException.class, () -> DfaAlgebra.intersect(one, other, few));
        assertEquals("maxDfaStates", error.limitName());
        var fewSteps = new CompileLimits(100_000, 1000, 1, 1, 1);
        error = assertThrows(GrammarTooComplexException.class, () -> DfaAlgebra.minus(one, other, fewSteps));
        assertEquals("maxDeterminizeSteps", error.limitName());
        assertEquals(97 * 89, DfaAlgebra.intersect(one, other, LIMITS).stateCount());
    }

    @Test
    void unionOfNoLanguagesIsEmpty() {
        assertTrue(DfaAlgebra.labelled(List.of(), LIMITS).isEmpty());
    }

    private static ByteDfa cycle(int length) {
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int i = 0; i < length; i++) {
            builder.addState();
            builder.addTransition(i, 'a', 'a', (i + 1) % length);
        }
        return builder.accept(0, 0).build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
