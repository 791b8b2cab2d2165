package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Distinctness;
import dev.tenon.automaton.grammar.Expr.ElementState;
import dev.tenon.automaton.grammar.Expr.ElementStep;
import dev.tenon.automaton.grammar.Expr.Ending;
import dev.tenon.automaton.grammar.Expr.Lexeme;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.MemberOrder;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.grammar.GrammarException;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DistinctElementsTest {
    private static final Vocabulary BYTES = bytesAnd();

    private static Vocabulary bytesAnd(String... more) {
        List<byte[]> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add(new byte[] {(byte) b});
        }
        for (String text : more) {
            tokens.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return Vocabulary.ofByteStrings(tokens);
    }

    private static Expr literal(String text) {
        return new Lexeme(ByteDfa.literal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Expr words(String... words) {
        return new Lexeme(DfaAlgebra.ofStrings(List.of(words)));
    }

    private static Expr sequence(Expr... items) {
        return new Expr.Sequence(List.of(items));
    }

    private static Expr bracketed(List<ElementState> states, Distinctness distinctness) {
        return sequence(literal("["), new Expr.Elements(states, literal(","), distinctness), literal("]"));
    }

    private static ElementState state(Ending ending, ElementStep... steps) {
        return new ElementState(ending, List.of(steps));
    }

    /** At least so many elements of one kind, no two equal. */
    private static Expr distinct(Expr element, int min) {
        List<ElementState> states = new ArrayList<>();
        for (int i = 0; i < min; i++) {
            states.add(state(Ending.GOES_ON, new ElementStep(element, i + 1)));
        }
        states.add(state(Ending.MAY_END, new ElementStep(element, min)));
        return bracketed(states, Distinctness.JSON_VALUES);
    }

    /** Exactly these elements, no two equal. */
    private static Expr tuple(Expr... elements) {
        List<ElementState> states = new ArrayList<>();
        for (Expr element : elements) {
            states.add(state(Ending.GOES_ON, new ElementStep(element, states.size() + 1)));
        }
        states.add(state(Ending.MAY_END));
        return bracketed(states, Distinctness.JSON_VALUES);
    }

    /** A string as RFC 8259 spells it, with escapes, so with several spellings. */
    private static Expr string() {
        ByteDfa.Builder dfa = ByteDfa.builder();
        int start = dfa.addState();
        int body = dfa.addState();
        int escape = dfa.addState();
        int end = dfa.addState();
        dfa.addTransition(start, '"', '"', body).addTransition(body, 0x20, 0x7E, body);
        dfa.addTransition(body, '\\', '\\', escape).addTransition(body, '"', '"', end);
        dfa.addTransition(escape, '"', '"', body).addTransition(escape, '\\', '\\', body);
        dfa.addTransition(escape, 'n', 'n', body);
        int hex = escape;
        for (int i = 0; i < 5; i++) {
            int next = i == 4 ? body : dfa.addState();
            if (i == 0) {
                dfa.addTransition(hex, 'u', 'u', next);
            } else {
                dfa.addTransition(hex, '0', '9', next)
                        .addTransition(hex, 'a', 'f', next)
                        .addTransition(hex, 'A', 'F', next);
            }
            hex = next;
        }
        return new Lexeme(dfa.accept(end, 0).build());
    }

    private static ByteDfa key(String... names) {
        ByteDfa.Builder dfa = ByteDfa.builder();
        int start = dfa.addState();
        int open = dfa.addState();
        dfa.addTransition(start, '"', '"', open);
        for (int i = 0; i < names.length; i++) {
            int letter = dfa.addState();
            int end = dfa.addState();
            dfa.addTransition(open, names[i].charAt(0), names[i].charAt(0), letter);
            dfa.addTransition(letter, '"', '"', end).accept(end, i);
        }
        return dfa.build();
    }

    private static Expr object(Expr a, Expr b) {
        return sequence(
                literal("{"),
                new Expr.Interleave(
                        key("a", "b"),
                        List.of(
                                new Member(sequence(literal(":"), a), Occurrence.REQUIRED),
                                new Member(sequence(literal(":"), b), Occurrence.REQUIRED)),
                        literal(","),
                        MemberOrder.FREE,
                        0,
                        Expr.UNBOUNDED),
                literal("}"));
    }

    private static CompiledGrammar compile(Expr root) {
        return new GrammarCompiler(BYTES, CompileLimits.defaults()).compile(Grammar.of(root));
    }

    private static Matcher after(Expr root, String text) {
        Matcher matcher = compile(root).matcher();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(bytes.length, matcher.acceptBytes(bytes, 0, bytes.length), "accepted of " + text);
        return matcher;
    }

    private static boolean matches(Expr root, String text) {
        Matcher matcher = compile(root).matcher();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return matcher.acceptBytes(bytes, 0, bytes.length) == bytes.length && matcher.isAccepting();
    }

    private static Expr named(String name) {
        Expr booleans = words("true", "false");
        return switch (name) {
            case "prefixes" -> distinct(words("\"a\"", "\"ab\"", "\"abc\""), 2);
            case "booleans" -> distinct(booleans, 2);
            case "objects" -> distinct(object(words("1", "2"), words("1", "2")), 0);
            case "strings" -> distinct(string(), 0);
            case "numbers" -> distinct(words("0", "-0", "1", "1.0", "1e0", "10", "1e1"), 0);
            case "tuple" -> tuple(words("\"x\"", "\"y\""), words("\"x\""));
            case "three" -> tuple(words("1", "2", "3"), words("1", "2"), words("1"));
            case "nested" -> distinct(distinct(booleans, 1), 3);
            case "flagged" -> distinct(object(words("1"), booleans), 2);
            default -> throw new AssertionError(name);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        prefixes | ["a","ab"]                                   | ["a","a"]
        prefixes | ["abc","a","ab"]                             | ["abc","a","abc"]
        booleans | [true,false]                                 | [true,true]
        booleans | [false,true]                                 | [true]
        objects  | [{"a":1,"b":2},{"b":1,"a":2}]                | [{"a":1,"b":2},{"b":2,"a":1}]
        objects  | [{"a":1,"b":1},{"a":2,"b":2},{"b":1,"a":2}]  | [{"a":1,"b":1},{"a":2,"b":2},{"b":1,"a":1}]
        strings  | ["a","\\u0062"]                              | ["a","\\u0061"]
        strings  | ["\\n","n"]                                  | ["\\n","\\u000A"]
        strings  | ["","\\"","\\\\"]                            | ["\\"","\\u0022"]
        numbers  | [1,10,0]                                     | [1,1.0]
        numbers  | [1e0,1e1]                                    | [10,1e1]
        numbers  | [-0]                                         | [0,-0]
        tuple    | ["y","x"]                                    | ["x","x"]
        three    | [3,2,1]                                      | [3,1,1]
        nested   | [[true],[false],[true,false]]                | [[true],[false],[true]]
        nested   | [[true],[false,true],[true,false],[false]]   | [[true],[false,true],[true,true]]
        flagged  | [{"a":1,"b":true},{"b":false,"a":1}]         | [{"a":1,"b":true},{"b":true,"a":1}]
        """)
    void noTwoElementsAreEqual(String array, String good, String bad) {
        assertTrue(matches(named(array), good), good);
        assertFalse(matches(named(array), bad), bad);
    }

    @Test
    void whatIsLeftToSayIsTheOnlyWayOn() {
        assertArrayEquals(
                "false".getBytes(StandardCharsets.UTF_8),
                after(named("booleans"), "[true,").forcedBytes(5));
        assertArrayEquals("[\"y\",\"x\"]".getBytes(StandardCharsets.UTF_8), forced(named("tuple")));
        assertArrayEquals("[3,2,1]".getBytes(StandardCharsets.UTF_8), forced(named("three")));
        assertArrayEquals(
                "false".getBytes(StandardCharsets.UTF_8),
                after(named("flagged"), "[{\"a\":1,\"b\":true},{\"b\":").forcedBytes(5));
    }

    private static byte[] forced(Expr root) {
        return compile(root).matcher().forcedBytes(100);
    }

    @Test
    void anArrayThatHasUsedEveryValueEnds() {
        Matcher matcher = after(named("booleans"), "[true,false");
        assertFalse(matcher.allows(','));
        assertTrue(matcher.allows(']'));
    }

    @Test
    void arraysThatRunOutOfValuesAreNoTexts() {
        assertThrows(EmptyLanguageException.class, () -> compile(distinct(words("true", "false"), 3)));
        assertThrows(EmptyLanguageException.class, () -> compile(tuple(words("1", "2"), words("2", "1"), words("1"))));
        Expr oneOfTwo = distinct(new Expr.Choice(List.of(distinct(words("1"), 2), words("1", "2"))), 2);
        assertTrue(matches(oneOfTwo, "[1,2]"));
        assertThrows(
                EmptyLanguageException.class,
                () -> compile(distinct(new Expr.Choice(List.of(distinct(words("1"), 2), words("1"))), 2)));
    }

    @Test
    void recursionThatRunsOutOfValuesIsNotTakenForEndless() {
        // tree = "x" | [tree, tree] with distinct elements: the second would need a second, and so for ever.
        Grammar.Builder builder = Grammar.builder();
        int tree = builder.declare("tree");
        Expr child = new Expr.RuleRef(tree);
        builder.define(tree, new Expr.Choice(List.of(words("\"x\""), tuple(child, child))));
        Grammar grammar = builder.build(new Expr.RuleRef(tree));
        GrammarCompiler compiler = new GrammarCompiler(BYTES, CompileLimits.defaults());
        assertThrows(GrammarTooComplexException.class, () -> compiler.compile(grammar));
    }

    @Test
    void treesOfDistinctChildrenHaveNoEndOfValues() {
        Grammar.Builder builder = Grammar.builder();
        int tree = builder.declare("tree");
        builder.define(tree, distinct(new Expr.RuleRef(tree), 0));
        Matcher matcher = new GrammarCompiler(BYTES, CompileLimits.defaults())
                .compile(builder.build(new Expr.RuleRef(tree)))
                .matcher();
        byte[] text = "[[],[[]],[[[]],[]]]".getBytes(StandardCharsets.UTF_8);
        assertEquals(text.length, matcher.acceptBytes(text, 0, text.length));
        assertTrue(matcher.isAccepting());
        matcher.rollback(1);
        byte[] again = "[[],[[]],[[]]".getBytes(StandardCharsets.UTF_8);
        assertEquals(again.length - 1, matcher.acceptBytes(again, 0, again.length));
    }

    @Test
    void layoutIsNoOtherValue() {
        Expr element = sequence(literal("["), words("1", "2"), words("]", " ]", "\n  ]"));
        Expr array = bracketed(List.of(state(Ending.MAY_END, new ElementStep(element, 0))), Distinctness.JSON_VALUES);
        assertTrue(matches(array, "[[1],[2 ]]"));
        assertFalse(matches(array, "[[1],[1 ]]"));
    }

    @Test
    void lengthBoundsLeaveFewWords() {
        ByteDfa.Builder dfa = ByteDfa.builder();
        int start = dfa.addState();
        int body = dfa.addState();
        int end = dfa.addState();
        dfa.addTransition(start, '"', '"', body);
        int letter = dfa.addState();
        for (int state : new int[] {body, letter}) {
            dfa.addTransition(state, 'a', 'b', letter).addTransition(state, '"', '"', end);
        }
        Expr short1 = new Lexeme(dfa.unit(letter).accept(end, 0).build(), 0, 1);
        Matcher matcher = after(distinct(short1, 3), "[\"a\",\"\",\"");
        assertArrayEquals("b\"]".getBytes(StandardCharsets.UTF_8), matcher.forcedBytes(10));
        assertThrows(EmptyLanguageException.class, () -> compile(distinct(short1, 4)));
    }

    @Test
    void aTokenThatEndsOneElementAndBeginsTheNextIsTakenByWhatWasRead() {
        Vocabulary vocabulary = bytesAnd("a\",\"", "b\",\"", "\",\"a\"", "\",\"c\",\"d", "c\",\"c\"", "]]");
        Matcher matcher = new GrammarCompiler(vocabulary, CompileLimits.defaults())
                .compile(Grammar.of(distinct(string(), 0)))
                .matcher();
        byte[] text = "[\"a\",\"".getBytes(StandardCharsets.UTF_8);
        matcher.acceptBytes(text, 0, text.length);
        TokenMask mask = matcher.mask();
        boolean[] expected = {false, true, false, true, false, true};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], mask.contains(256 + i), "token " + i);
            assertEquals(expected[i], matcher.allows(256 + i), "token " + i);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        []        | [1]
        [1,2]     | [1,2,1]
        [2,2]     | [2,1]
        [1,2,2]   | [1,1]
        """)
    void elementsFollowTheAutomaton(String good, String bad) {
        // Any number of 2s, with a 1 in front of an odd number of all.
        Expr array = bracketed(
                List.of(
                        state(Ending.MAY_END, new ElementStep(literal("1"), 1), new ElementStep(literal("2"), 2)),
                        state(Ending.GOES_ON, new ElementStep(literal("2"), 2)),
                        state(Ending.MAY_END, new ElementStep(literal("2"), 2))),
                Distinctness.NONE);
        assertTrue(matches(array, good), good);
        assertFalse(matches(array, bad), bad);
    }

    @Test
    void statesThatReachNoEndArePruned() {
        Expr array = bracketed(
                List.of(
                        state(Ending.GOES_ON, new ElementStep(literal("1"), 1), new ElementStep(literal("2"), 2)),
                        state(Ending.GOES_ON, new ElementStep(literal("1"), 1)),
                        state(Ending.MAY_END, new ElementStep(new Expr.Choice(List.of()), 2))),
                Distinctness.NONE);
        assertArrayEquals(
                "[2]".getBytes(StandardCharsets.UTF_8), compile(array).matcher().forcedBytes(9));
        assertEquals(3, compile(array).matcher().leastBytes());
        Expr never = bracketed(List.of(state(Ending.GOES_ON, new ElementStep(literal("1"), 0))), Distinctness.NONE);
        assertThrows(EmptyLanguageException.class, () -> compile(never));
    }

    @Test
    void anElementMustNotMatchTheEmptyText() {
        Expr array = bracketed(List.of(state(Ending.MAY_END, new ElementStep(new Expr.Empty(), 0))), Distinctness.NONE);
        assertEquals(
                "an element must not match the empty text",
                assertThrows(GrammarException.class, () -> compile(array)).getMessage());
    }

    @Test
    void targetsMustBeStates() {
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> bracketed(List.of(state(Ending.MAY_END, new ElementStep(literal("1"), 1))), Distinctness.NONE));
        assertThrows(IllegalArgumentException.class, () -> bracketed(List.of(), Distinctness.NONE));
    }

    @Test
    void thousandsOfStatesAreCheap() {
        Matcher matcher = after(distinct(string(), 5000), "[\"a\",\"b\"");
        assertFalse(matcher.allows(']'));
        assertTrue(matcher.leastBytes() >= 4998 * 3);
    }
}
