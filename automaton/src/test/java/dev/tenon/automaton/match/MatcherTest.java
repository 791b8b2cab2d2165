package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.Expr;
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

final class MatcherTest {
    private static final Vocabulary BYTES = bytesAnd();

    /** The 256 bytes, then these texts, then the END token. */
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

    private static Expr sequence(Expr... items) {
        return new Expr.Sequence(List.of(items));
    }

    private static Matcher matcher(Expr root) {
        return compile(Grammar.of(root)).matcher();
    }

    private static CompiledGrammar compile(Grammar grammar) {
        return new GrammarCompiler(BYTES, CompileLimits.defaults()).compile(grammar);
    }

    private static boolean matches(Expr root, String text) {
        Matcher matcher = matcher(root);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return matcher.acceptBytes(bytes, 0, bytes.length) == bytes.length && matcher.isAccepting();
    }

    private static String events(List<MatchEvent> events) {
        StringBuilder text = new StringBuilder();
        for (MatchEvent event : events) {
            switch (event) {
                case MatchEvent.Open open ->
                    text.append('<').append(open.label()).append('>');
                case MatchEvent.Close close ->
                    text.append("</").append(close.label()).append('>');
                case MatchEvent.Bytes bytes -> text.append(new String(bytes.bytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    /** {@code (aa)*} with every letter a unit. */
    private static ByteDfa pairs() {
        ByteDfa.Builder dfa = ByteDfa.builder();
        int even = dfa.addState();
        int odd = dfa.addState();
        dfa.addTransition(even, 'a', 'a', odd).addTransition(odd, 'a', 'a', even);
        return dfa.unit(even).unit(odd).accept(even, 0).build();
    }

    @Test
    void lengthThatNoWordHasIsAnEmptyLanguage() {
        Grammar three = Grammar.of(new Lexeme(pairs(), 3, 3));
        assertThrows(EmptyLanguageException.class, () -> compile(three));
        assertTrue(matches(new Lexeme(pairs(), 3, 4), "aaaa"));
    }

    @Test
    void lengthsWithAPeriodAreWatchedToTheirBound() {
        Matcher matcher = matcher(new Lexeme(pairs(), 0, 5));
        matcher.acceptBytes("aaaa".getBytes(StandardCharsets.UTF_8), 0, 4);
        assertFalse(matcher.allows('a'), "a fifth letter could never be completed");
        assertTrue(matcher.mustEnd());
    }

    /** {@code "(ab)*c?"}, with quotes, every letter a unit: after a c the length is settled, but the word goes on. */
    private static ByteDfa settledBeforeTheEnd() {
        ByteDfa.Builder dfa = ByteDfa.builder();
        int start = dfa.addState();
        int body = dfa.addState();
        int afterA = dfa.addState();
        int afterB = dfa.addState();
        int afterC = dfa.addState();
        int end = dfa.addState();
        dfa.addTransition(start, '"', '"', body);
        for (int state : new int[] {body, afterB}) {
            dfa.addTransition(state, 'a', 'a', afterA).addTransition(state, 'c', 'c', afterC);
        }
        dfa.addTransition(afterA, 'b', 'b', afterB);
        for (int state : new int[] {body, afterB, afterC}) {
            dfa.addTransition(state, '"', '"', end);
        }
        return dfa.unit(afterA).unit(afterB).unit(afterC).accept(end, 0).build();
    }

    @Test
    void lengthsThatAreSettledBeforeTheEndAreWatched() {
        Vocabulary vocabulary = bytesAnd("\"c", "ab", "abc", "bc\"", "c\"");
        Matcher matcher = new GrammarCompiler(vocabulary, CompileLimits.defaults())
                .compile(Grammar.of(new Lexeme(settledBeforeTheEnd(), 3, 6)))
                .matcher();
        for (char letter : "\"abab".toCharArray()) {
            for (int id = 0; id < vocabulary.size(); id++) {
                assertEquals(matcher.allows(id), matcher.mask().contains(id), "token " + id + " before " + letter);
            }
            matcher.accept(letter);
        }
    }

    @Test
    void lengthsCountInConstantSpace() {
        Matcher matcher = matcher(new Lexeme(RandomGrammars.quoted(true), 65_536, 65_536));
        byte[] text = ("\"" + "x".repeat(65_536)).getBytes(StandardCharsets.UTF_8);
        assertEquals(text.length, matcher.acceptBytes(text, 0, text.length));
        assertArrayEquals(new byte[] {'"'}, matcher.forcedBytes(10));
    }

    @Test
    void codePointsCountOnceWhateverTheirBytes() {
        Expr two = new Lexeme(RandomGrammars.quoted(true), 2, 2);
        assertTrue(matches(two, "\"\u00e9\ud83d\ude00\""));
        assertFalse(matches(two, "\"\u00e9\""));
        assertFalse(matches(two, "\"abc\""));
    }

    private static Expr object(MemberOrder order, int min, int max, Occurrence a, Occurrence b) {
        ByteDfa.Builder keys = ByteDfa.builder();
        int start = keys.addState();
        keys.accept(keys.addState(), 0).accept(keys.addState(), 1);
        keys.addTransition(start, 'a', 'a', 1).addTransition(start, 'b', 'b', 2);
        return new Expr.Interleave(
                keys.build(),
                List.of(new Member(literal(":1"), a), new Member(literal(":2"), b)),
                literal(","),
                order,
                min,
                max);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        LISTED | 2 | 2 | OPTIONAL | OPTIONAL | a:1,b:2     | b:2,a:1
        FREE   | 2 | 2 | OPTIONAL | OPTIONAL | b:2,a:1     | b:2
        LISTED | 0 | 2 | REQUIRED | OPTIONAL | a:1         | b:2
        FREE   | 0 | 2 | REQUIRED | OPTIONAL | b:2,a:1     | b:2
        FREE   | 0 | 1 | REQUIRED | OPTIONAL | a:1         | b:2,a:1
        FREE   | 0 | 2 | OPTIONAL | OPTIONAL | a:1,b:2     | a:1,a:1
        LISTED | 1 | 2 | OPTIONAL | OPTIONAL | b:2         | ''
        """)
    void membersKeepTheirOrderAndCounts(
            MemberOrder order, int min, int max, Occurrence a, Occurrence b, String good, String bad) {
        Expr members = object(order, min, max, a, b);
        assertTrue(matches(members, good));
        assertFalse(matches(members, bad));
    }

    @Test
    void listedOrderDoesNotStartWhatTheCountsCouldNotComplete() {
        // {"properties":{"a":{},"b":{}},"additionalProperties":false,"minProperties":2} is dead once "b" comes first.
        Matcher matcher = matcher(object(MemberOrder.LISTED, 2, 2, Occurrence.OPTIONAL, Occurrence.OPTIONAL));
        assertFalse(matcher.allows('b'));
        assertTrue(matcher.allows('a'));
    }

    @Test
    void requiredMemberIsNotCrowdedOutByTheLargestCount() {
        Matcher matcher = matcher(object(MemberOrder.FREE, 0, 1, Occurrence.OPTIONAL, Occurrence.REQUIRED));
        assertFalse(matcher.allows('a'));
        assertTrue(matcher.allows('b'));
    }

    @Test
    void namedKeysAreThoseOfMembersThatComeOnceAndAreNotThereYet() {
        Matcher matcher = matcher(object(MemberOrder.FREE, 0, 2, Occurrence.OPTIONAL, Occurrence.MANY));
        assertEquals(List.of("a"), namedKeys(matcher));
        matcher.acceptBytes("b".getBytes(StandardCharsets.UTF_8), 0, 1);
        assertEquals(List.of(), namedKeys(matcher), "within a value");
        matcher = matcher(object(MemberOrder.FREE, 0, 2, Occurrence.OPTIONAL, Occurrence.REQUIRED));
        assertEquals(List.of("a", "b"), namedKeys(matcher));
        matcher.acceptBytes("a:1,".getBytes(StandardCharsets.UTF_8), 0, 4);
        assertEquals(List.of("b"), namedKeys(matcher));
        matcher = matcher(object(MemberOrder.LISTED, 0, 2, Occurrence.REQUIRED, Occurrence.OPTIONAL));
        assertEquals(List.of("a"), namedKeys(matcher), "b may not come first");
    }

    private static List<String> namedKeys(Matcher matcher) {
        return matcher.namedKeys().stream()
                .map(key -> new String(key, StandardCharsets.UTF_8))
                .toList();
    }

    /** Keys of one or two letters x, closed by a full stop: two keys in all. */
    private static Expr twoKeys(int min) {
        ByteDfa.Builder keys = ByteDfa.builder();
        int start = keys.addState();
        int one = keys.addState();
        int two = keys.addState();
        int end = keys.addState();
        keys.accept(end, 0);
        keys.addTransition(start, 'x', 'x', one).addTransition(one, 'x', 'x', two);
        keys.addTransition(one, '.', '.', end).addTransition(two, '.', '.', end);
        return new Expr.Interleave(
                keys.build(),
                List.of(new Member(literal("1"), Occurrence.MANY)),
                literal(","),
                MemberOrder.LISTED,
                min,
                Expr.UNBOUNDED);
    }

    @Test
    void finiteKeyLanguagesRunOut() {
        assertThrows(EmptyLanguageException.class, () -> compile(Grammar.of(twoKeys(3))));
        Matcher matcher = matcher(twoKeys(2));
        matcher.acceptBytes("xx.1,x".getBytes(StandardCharsets.UTF_8), 0, 6);
        assertFalse(matcher.allows('x'), "xx is used up");
        assertArrayEquals(".1".getBytes(StandardCharsets.UTF_8), matcher.forcedBytes(10));
    }

    @Test
    void aKeyThatIsAllThatItsBeginningLeavesDoesNotBeginAgain() {
        // x* without end, or y: once y is used, nothing begins with it.
        ByteDfa.Builder keys = ByteDfa.builder();
        int start = keys.addState();
        int endless = keys.addState();
        int single = keys.addState();
        int end = keys.addState();
        keys.accept(end, 0);
        keys.addTransition(start, 'x', 'x', endless).addTransition(endless, 'x', 'x', endless);
        keys.addTransition(start, 'y', 'y', single).addTransition(single, '.', '.', end);
        keys.addTransition(endless, '.', '.', end);
        Matcher matcher = matcher(new Expr.Interleave(
                keys.build(),
                List.of(new Member(literal("1"), Occurrence.MANY)),
                literal(","),
                MemberOrder.LISTED,
                0,
                Expr.UNBOUNDED));
        assertTrue(matcher.mask().contains('y'));
        matcher.acceptBytes("y.1,".getBytes(StandardCharsets.UTF_8), 0, 4);
        assertFalse(matcher.allows('y'));
        assertFalse(matcher.mask().contains('y'));
        assertTrue(matcher.mask().contains('x'));
    }

    @Test
    void noKeyComesTwiceEvenWithinOneToken() {
        ByteDfa.Builder keys = ByteDfa.builder();
        int body = keys.addState();
        int end = keys.addState();
        keys.addTransition(body, 'a', 'z', body)
                .addTransition(body, '.', '.', end)
                .accept(end, 0);
        Grammar grammar = Grammar.of(new Expr.Interleave(
                keys.build(),
                List.of(new Member(literal("1"), Occurrence.MANY)),
                literal(","),
                MemberOrder.LISTED,
                0,
                Expr.UNBOUNDED));
        Vocabulary vocabulary = bytesAnd("a.1,a.", "a.1,b.", "b.1", "b.1,c.1");
        Matcher matcher = new GrammarCompiler(vocabulary, CompileLimits.defaults())
                .compile(grammar)
                .matcher();
        assertFalse(matcher.mask().contains(256));
        assertTrue(matcher.mask().contains(257));
        matcher.accept(257);
        matcher.acceptBytes(new byte[] {'1', ','}, 0, 2);
        assertFalse(matcher.mask().contains(258));
        assertFalse(matcher.mask().contains(259));
    }

    @Test
    void emptyLanguagesAndUnproductivePartsAreFoundAtCompileTime() {
        assertThrows(EmptyLanguageException.class, () -> compile(Grammar.of(new Expr.Choice(List.of()))));
        Grammar.Builder builder = Grammar.builder();
        int endless = builder.declare("endless");
        builder.define(endless, sequence(literal("a"), new Expr.RuleRef(endless)));
        Grammar grammar = builder.build(
                new Expr.Choice(List.of(literal("b"), sequence(literal("a"), new Expr.RuleRef(endless)))));
        Matcher matcher = compile(grammar).matcher();
        assertFalse(matcher.allows('a'));
        assertTrue(matcher.allows('b'));
    }

    @Test
    void leftRecursionAndEmptyRepetitionsAreRefused() {
        Grammar.Builder builder = Grammar.builder();
        int list = builder.declare("list");
        builder.define(list, new Expr.Choice(List.of(literal("x"), sequence(new Expr.RuleRef(list), literal("x")))));
        Grammar left = builder.build(new Expr.RuleRef(list));
        assertEquals(
                "rule list is left-recursive: it can refer to itself before any text is read",
                assertThrows(GrammarException.class, () -> compile(left)).getMessage());
        Grammar empty = Grammar.of(new Expr.Repetition(new Expr.Empty(), new Expr.Empty(), 0, 5));
        assertThrows(GrammarException.class, () -> compile(empty));
    }

    @Test
    void recursionIsAStackWithoutALimit() {
        Grammar.Builder builder = Grammar.builder();
        int nest = builder.declare("nest");
        builder.define(
                nest,
                sequence(
                        literal("["),
                        new Expr.Choice(List.of(new Expr.RuleRef(nest), new Expr.Empty())),
                        literal("]")));
        Matcher matcher = compile(builder.build(new Expr.RuleRef(nest))).matcher();
        byte[] deep = "[".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        byte[] close = "]".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        assertEquals(deep.length, matcher.acceptBytes(deep, 0, deep.length));
        assertEquals(50_000, matcher.leastBytes());
        assertEquals(close.length, matcher.acceptBytes(close, 0, close.length));
        assertTrue(matcher.mustEnd());
    }

    @Test
    void endTokensComeExactlyWhereTheTextMayEnd() {
        int end = BYTES.endTokens()[0];
        Matcher matcher = matcher(new Expr.Repetition(literal("ab"), literal(","), 1, 2));
        assertFalse(matcher.mask().contains(end));
        matcher.acceptBytes("ab".getBytes(StandardCharsets.UTF_8), 0, 2);
        assertTrue(matcher.mask().contains(end));
        matcher.accept(end);
        assertTrue(matcher.isFinished());
        assertEquals(0, matcher.mask().cardinality());
        assertThrows(IllegalArgumentException.class, () -> matcher.accept('a'));
        matcher.rollback(1);
        assertFalse(matcher.isFinished());
        assertTrue(matcher.mask().contains(','));
    }

    @Test
    void specialTokensAreMatchedAsTokensAndNeverAsText() {
        Vocabulary vocabulary = Vocabulary.builder(260)
                .text('a', new byte[] {'a'})
                .control(256, "<call>".getBytes(StandardCharsets.UTF_8))
                .end(257, "</s>".getBytes(StandardCharsets.UTF_8))
                .build();
        GrammarCompiler compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
        Matcher matcher = compiler.compile(
                        Grammar.of(sequence(literal("a"), new Expr.SpecialToken(List.of(256, 999)), literal("a"))))
                .matcher();
        assertFalse(matcher.mask().contains(256));
        matcher.accept('a');
        assertEquals(1, matcher.mask().cardinality());
        assertEquals(0, matcher.forcedBytes(5).length);
        matcher.accept(256);
        matcher.accept('a');
        assertTrue(matcher.mustEnd());
        assertThrows(
                EmptyLanguageException.class, () -> compiler.compile(Grammar.of(new Expr.SpecialToken(List.of(999)))));
    }

    @Test
    void bytesThatNoTokenSpellsAreLeftOutAndNeverADeadEnd() {
        Vocabulary vocabulary = Vocabulary.ofByteStrings(
                List.of(new byte[] {'a'}, new byte[] {'b', 'c'}, new byte[] {'c'}, new byte[] {'a', 'b'}));
        GrammarCompiler compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
        Expr either = new Expr.Choice(List.of(literal("ac"), literal("abd")));
        Matcher matcher = compiler.compile(Grammar.of(either)).matcher();
        TokenMask mask = matcher.mask();
        assertTrue(mask.contains(0));
        assertFalse(mask.contains(3), "after ab the d could never come");
        assertThrows(EmptyLanguageException.class, () -> compiler.compile(Grammar.of(literal("abd"))));
    }

    @Test
    void severalIdsOfTheSameBytesAreAllAllowed() {
        Vocabulary vocabulary = bytesAnd("{", "{");
        Matcher matcher = new GrammarCompiler(vocabulary, CompileLimits.defaults())
                .compile(Grammar.of(literal("{}")))
                .matcher();
        assertEquals(3, matcher.mask().cardinality());
    }

    /** Any text that does not contain {@code <!}. */
    private static ByteDfa textWithoutMark() {
        ByteDfa.Builder dfa = ByteDfa.builder();
        int plain = dfa.addState();
        int less = dfa.addState();
        dfa.addTransition(plain, 0x20, 0x7E, plain).addTransition(plain, '<', '<', less);
        dfa.addTransition(less, 0x20, 0x20, plain).addTransition(less, 0x22, 0x7E, plain);
        dfa.addTransition(less, '<', '<', less);
        return dfa.accept(plain, 0).accept(less, 0).build();
    }

    @Test
    void eventsWaitUntilAllReadingsAgree() {
        Expr reply = sequence(
                new Expr.Capture("content", new Lexeme(textWithoutMark())),
                new Expr.Choice(
                        List.of(new Expr.Empty(), sequence(literal("<!"), new Expr.Capture("call", literal("go"))))));
        Matcher matcher = matcher(reply);
        matcher.acceptBytes("hi<".getBytes(StandardCharsets.UTF_8), 0, 3);
        assertEquals("<content>hi", events(matcher.takeEvents()));
        matcher.acceptBytes("!".getBytes(StandardCharsets.UTF_8), 0, 1);
        assertEquals("</content><!<call>", events(matcher.takeEvents()));
        Matcher other = matcher(reply);
        other.acceptBytes("a<b".getBytes(StandardCharsets.UTF_8), 0, 3);
        assertEquals("<content>a<b", events(other.takeEvents()));
        other.finishEvents();
        assertEquals("</content>", events(other.takeEvents()));
    }

    @Test
    void rollbackDropsEventsThatWereNotTaken() {
        Matcher matcher = matcher(new Expr.Capture("x", literal("abc")));
        matcher.accept('a');
        assertEquals("<x>a", events(matcher.takeEvents()));
        matcher.accept('b');
        matcher.accept('c');
        matcher.rollback(2);
        assertEquals("", events(matcher.takeEvents()));
        matcher.accept('b');
        assertEquals("b", events(matcher.takeEvents()));
        assertThrows(IllegalArgumentException.class, () -> matcher.rollback(9));
    }

    @Test
    void forcedBytesAreTheOnlyWayOn() {
        Expr either = new Expr.Choice(List.of(literal("name: x"), literal("name: yy")));
        Matcher matcher = matcher(either);
        assertArrayEquals("name: ".getBytes(StandardCharsets.UTF_8), matcher.forcedBytes(100));
        assertArrayEquals("nam".getBytes(StandardCharsets.UTF_8), matcher.forcedBytes(3));
    }

    @Test
    void draftsAreValidatedWithoutMoving() {
        Matcher matcher = matcher(literal("abc"));
        assertEquals(2, matcher.validateTokens(new int[] {'a', 'b', 'x'}));
        assertEquals(3, matcher.validateTokens(new int[] {'a', 'b', 'c'}));
        assertTrue(matcher.allows('a'));
    }

    @Test
    void ambiguityBeyondWhatIsFollowedNeverEndsInADeadEnd() {
        // Each letter doubles the readings: 2 to the 12th, far more than are followed.
        Grammar.Builder builder = Grammar.builder();
        int node = builder.declare("node");
        builder.define(
                node,
                new Expr.Choice(List.of(
                        sequence(literal("a"), new Expr.RuleRef(node), literal("x")),
                        sequence(literal("a"), new Expr.RuleRef(node), literal("y")),
                        literal("."))));
        Matcher matcher = compile(builder.build(new Expr.RuleRef(node))).matcher();
        byte[] text = "aaaaaaaaaaaa.".getBytes(StandardCharsets.UTF_8);
        assertEquals(text.length, matcher.acceptBytes(text, 0, text.length));
        assertTrue(matcher.droppedReadings() > 0);
        for (int i = 0; i < 12; i++) {
            matcher.accept(matcher.mask().nextAllowed(0));
        }
        assertTrue(matcher.isAccepting());
    }
}
