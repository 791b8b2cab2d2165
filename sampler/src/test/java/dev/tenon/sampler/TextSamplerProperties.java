package dev.tenon.sampler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.SyntheticVocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What is drawn is in the language, ends, and is not always the same. */
final class TextSamplerProperties {
    private static final CompileLimits LIMITS = CompileLimits.defaults();
    private static final GrammarCompiler BYTES = new GrammarCompiler(TextSampler.byteVocabulary(), LIMITS);
    private static final GrammarCompiler TOKENS = new GrammarCompiler(SyntheticVocabulary.ofSize(2_000, 1), LIMITS);
    private static final Grammar LISTS = lists();
    private static final Grammar MEMBERS = members();

    private static Expr word(String text) {
        return new Expr.Lexeme(ByteDfa.literal(text.getBytes(UTF_8)));
    }

    /** One or more bytes of a range. */
    private static Expr run(char from, char to, int min, int max) {
        ByteDfa.Builder builder = ByteDfa.builder();
        int start = builder.addState();
        int more = builder.addState();
        builder.addTransition(start, from, to, more).addTransition(more, from, to, more);
        builder.accept(start, 0).accept(more, 0).unit(more);
        return new Expr.Lexeme(builder.build(), min, max);
    }

    /** value ::= digits | [ value, ... ], where a value is more likely to be a list than not. */
    private static Grammar lists() {
        Grammar.Builder builder = Grammar.builder();
        int value = builder.declare("value");
        Expr list = new Expr.Repetition(new Expr.RuleRef(value), word(","), 2, Expr.UNBOUNDED);
        builder.define(
                value,
                new Expr.Choice(List.of(
                        run('0', '9', 1, 5),
                        new Expr.Sequence(List.of(word("["), list, word("]"))),
                        new Expr.Sequence(List.of(word("{"), list, word("}"))),
                        new Expr.Sequence(List.of(word("<"), list, word(">"))))));
        return builder.build(new Expr.RuleRef(value));
    }

    private static Grammar members() {
        ByteDfa.Builder keys = ByteDfa.builder();
        int start = keys.addState();
        for (int i = 0; i < 4; i++) {
            int state = keys.addState();
            keys.addTransition(start, 'a' + i, 'a' + i, state).accept(state, i);
        }
        Expr.Member required = new Expr.Member(run('x', 'z', 1, 8), Expr.Occurrence.REQUIRED);
        Expr.Member optional = new Expr.Member(run('x', 'z', 0, 3), Expr.Occurrence.OPTIONAL);
        return Grammar.of(new Expr.Interleave(
                keys.build(),
                List.of(optional, required, optional, required),
                word(","),
                Expr.MemberOrder.FREE,
                0,
                Expr.UNBOUNDED));
    }

    private static boolean isMember(Grammar grammar, byte[] text) {
        Matcher matcher = BYTES.compile(grammar).matcher();
        return matcher.acceptBytes(text, 0, text.length) == text.length && matcher.isAccepting();
    }

    @Property(tries = 300)
    void textsOverBytesAreInTheLanguageAndWithinTheBound(@ForAll long seed, @ForAll @IntRange(max = 300) int maxBytes) {
        for (Grammar grammar : List.of(LISTS, MEMBERS)) {
            byte[] text = TextSampler.overBytes(grammar, LIMITS, maxBytes).next(new SplittableRandom(seed));
            assertTrue(isMember(grammar, text), () -> new String(text, UTF_8));
            assertTrue(text.length <= Math.max(maxBytes, 5), () -> text.length + " bytes");
        }
    }

    @Property(tries = 300)
    void textsOverTokensAreInTheLanguageAndWithinTheBound(
            @ForAll long seed, @ForAll @IntRange(max = 300) int maxBytes) {
        for (Grammar grammar : List.of(LISTS, MEMBERS)) {
            byte[] text = TextSampler.overTokens(grammar, TOKENS, maxBytes).next(new SplittableRandom(seed));
            assertTrue(isMember(grammar, text), () -> new String(text, UTF_8));
            assertTrue(text.length <= Math.max(maxBytes, 5), () -> text.length + " bytes");
        }
    }

    @Property(tries = 50)
    void theSameSeedGivesTheSameText(@ForAll long seed) {
        TextSampler sampler = TextSampler.overBytes(LISTS, LIMITS, 200);
        assertArrayEquals(sampler.next(new SplittableRandom(seed)), sampler.next(new SplittableRandom(seed)));
    }

    @Example
    void everyTextOfASmallLanguageComesUp() {
        Grammar grammar = Grammar.of(
                new Expr.Sequence(List.of(run('a', 'b', 0, 2), new Expr.Choice(List.of(word("1"), word("long"))))));
        Set<String> bytes = drawn(TextSampler.overBytes(grammar, LIMITS, 100), 2_000);
        Set<String> tokens = drawn(TextSampler.overTokens(grammar, TOKENS, 100), 2_000);
        assertEquals(14, bytes.size());
        assertEquals(bytes, tokens);
    }

    private static Set<String> drawn(TextSampler sampler, int count) {
        SplittableRandom random = new SplittableRandom(7);
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < count; i++) {
            texts.add(new String(sampler.next(random), UTF_8));
        }
        return texts;
    }

    @Example
    void aSmallLanguageIsDrawnEmptyWithoutRepetition() {
        Grammar grammar = Grammar.of(
                new Expr.Sequence(List.of(run('a', 'b', 0, 2), new Expr.Choice(List.of(word("1"), word("long"))))));
        TextSampler bytes = TextSampler.overBytes(grammar, LIMITS, 0);
        TextSampler tokens = TextSampler.overTokens(grammar, TOKENS, 0);
        for (List<TextSampler> samplers : List.of(List.of(bytes), List.of(tokens), List.of(bytes, tokens))) {
            SplittableRandom random = new SplittableRandom(11);
            DrawnTexts drawn = new DrawnTexts();
            Set<String> texts = new HashSet<>();
            for (int i = 0; i < 14; i++) {
                TextSampler sampler = samplers.get(i % samplers.size());
                byte[] text = sampler.nextOther(random, drawn).orElseThrow();
                assertTrue(isMember(grammar, text) && texts.add(new String(text, UTF_8)), () -> texts.toString());
            }
            assertEquals(14, drawn.size());
            assertEquals(Optional.empty(), samplers.getFirst().nextOther(random, drawn));
        }
    }

    @Property(tries = 20)
    void noTextOfAnEndlessLanguageComesTwice(@ForAll long seed) {
        for (Grammar grammar : List.of(LISTS, MEMBERS)) {
            TextSampler sampler = TextSampler.overBytes(grammar, LIMITS, 30);
            SplittableRandom random = new SplittableRandom(seed);
            DrawnTexts drawn = new DrawnTexts();
            Set<String> texts = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                byte[] text = sampler.nextOther(random, drawn).orElseThrow();
                assertTrue(isMember(grammar, text) && texts.add(new String(text, UTF_8)), () -> texts.toString());
            }
        }
    }

    @Example
    void keysThatTheGrammarNamesComeUpInAnOpenObject() {
        ByteDfa.Builder keys = ByteDfa.builder();
        int start = keys.addState();
        int other = keys.addState();
        int end = keys.addState();
        List<Expr.Member> members = new ArrayList<>();
        int at = start;
        String name = "identification";
        for (int i = 0; i < name.length(); i++) {
            int next = keys.addState();
            for (char c = 'a'; c <= 'z'; c++) {
                keys.addTransition(at, c, c, c == name.charAt(i) ? next : other);
            }
            at = next;
        }
        int named = keys.addState();
        keys.addTransition(at, ':', ':', named).accept(named, 0);
        keys.addTransition(other, 'a', 'z', other)
                .addTransition(other, ':', ':', end)
                .accept(end, 1);
        members.add(new Expr.Member(word("1"), Expr.Occurrence.OPTIONAL));
        members.add(new Expr.Member(word("2"), Expr.Occurrence.MANY));
        Grammar grammar = Grammar.of(
                new Expr.Interleave(keys.build(), members, word(","), Expr.MemberOrder.FREE, 0, Expr.UNBOUNDED));
        for (TextSampler sampler :
                List.of(TextSampler.overBytes(grammar, LIMITS, 100), TextSampler.overTokens(grammar, TOKENS, 100))) {
            Set<String> texts = drawn(sampler, 50);
            assertTrue(texts.stream().anyMatch(text -> text.contains("identification:1")), () -> texts.toString());
            assertTrue(texts.stream().anyMatch(text -> text.contains(":2")), () -> texts.toString());
        }
    }

    @Example
    void recursionThatGrowsFasterThanItEndsIsBrokenOff() {
        SplittableRandom random = new SplittableRandom(3);
        TextSampler sampler = TextSampler.overBytes(LISTS, LIMITS, 4_000);
        int longest = 0;
        for (int i = 0; i < 200; i++) {
            longest = Math.max(longest, sampler.next(random).length);
        }
        assertTrue(longest > 1_000 && longest <= 4_000, longest + " bytes");
    }

    @Example
    void aTextLongerThanTheBoundComesWhereThereIsNoShorterOne() {
        Grammar grammar = Grammar.of(run('a', 'c', 500, Expr.UNBOUNDED));
        assertEquals(500, TextSampler.overBytes(grammar, LIMITS, 10).next(new SplittableRandom(1)).length);
    }

    @Example
    void textsOfAbsurdLengthAreRefusedBeforehand() {
        Grammar grammar = Grammar.of(new Expr.Repetition(word("abc"), new Expr.Empty(), 100_000_000, Expr.UNBOUNDED));
        assertThrows(IllegalArgumentException.class, () -> TextSampler.overBytes(grammar, LIMITS, 10));
    }

    @Example
    void anEmptyLanguageIsRefusedBeforehand() {
        Grammar grammar = Grammar.of(new Expr.Choice(List.of()));
        assertThrows(EmptyLanguageException.class, () -> TextSampler.overBytes(grammar, LIMITS, 10));
    }
}
