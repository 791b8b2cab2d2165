package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Distinctness;
import dev.tenon.automaton.grammar.Expr.ElementState;
import dev.tenon.automaton.grammar.Expr.ElementStep;
import dev.tenon.automaton.grammar.Expr.Ending;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Arrays by automata, with distinct elements or not, against the list of all their texts. */
final class DistinctElementsProperties {
    private static final int STEPS = 40;

    /** The bytes, pieces of the texts, and the END token. */
    private static Vocabulary vocabulary(Set<String> texts, Random random) {
        List<byte[]> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add(new byte[] {(byte) b});
        }
        List<String> all = List.copyOf(texts);
        for (int i = 0; i < 150 && !all.isEmpty(); i++) {
            String text = all.get(random.nextInt(all.size()));
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + 2 + random.nextInt(12));
            tokens.add(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
        }
        return Vocabulary.ofByteStrings(tokens);
    }

    private static Set<String> prefixes(Set<String> texts) {
        Set<String> prefixes = new HashSet<>();
        for (String text : texts) {
            for (int i = 0; i <= text.length(); i++) {
                prefixes.add(text.substring(0, i));
            }
        }
        return prefixes;
    }

    @Property(tries = 250)
    void everyBitOfEveryMaskSaysWhetherSomeTextGoesOnSo(@ForAll long seed) {
        Random random = new Random(seed);
        JsonModel model = JsonModel.array(random, 3);
        Set<String> texts;
        try {
            texts = model.texts();
        } catch (JsonModel.TooMany e) {
            return;
        }
        Vocabulary vocabulary = vocabulary(texts, random);
        GrammarCompiler compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
        Grammar grammar = Grammar.of(model.expr());
        if (texts.isEmpty()) {
            assertThrows(EmptyLanguageException.class, () -> compiler.compile(grammar));
            return;
        }
        Matcher matcher = compiler.compile(grammar).matcher();
        Set<String> prefixes = prefixes(texts);
        StringBuilder said = new StringBuilder();
        for (int step = 0; step < STEPS; step++) {
            assertEquals(texts.contains(said.toString()), matcher.isAccepting(), () -> "end after " + said);
            TokenMask mask = matcher.mask();
            List<Integer> allowed = new ArrayList<>();
            for (int id = 0; id < vocabulary.size(); id++) {
                boolean may = id != vocabulary.endTokens()[0]
                        ? prefixes.contains(said + new String(vocabulary.bytes(id), StandardCharsets.ISO_8859_1))
                        : matcher.isAccepting();
                int token = id;
                assertEquals(may, mask.contains(id), () -> "mask: token " + token + " after " + said);
                assertEquals(may, matcher.allows(id), () -> "step: token " + token + " after " + said);
                if (may && id != vocabulary.endTokens()[0]) {
                    allowed.add(id);
                }
            }
            if (allowed.isEmpty()) {
                assertTrue(matcher.isAccepting(), "dead end");
                return;
            }
            int next = allowed.get(random.nextInt(allowed.size()));
            said.append(new String(vocabulary.bytes(next), StandardCharsets.ISO_8859_1));
            matcher.accept(next);
            if (random.nextInt(4) == 0) {
                matcher.rollback(1);
                matcher.accept(next);
                matcher = matcher.fork();
            }
        }
    }

    @Property(tries = 150)
    void everyTextIsMatchedAndNoOther(@ForAll long seed) {
        Random random = new Random(seed);
        JsonModel model = JsonModel.array(random, 3);
        Set<String> texts;
        try {
            texts = model.texts();
        } catch (JsonModel.TooMany e) {
            return;
        }
        if (texts.isEmpty()) {
            return;
        }
        CompiledGrammar compiled = new GrammarCompiler(vocabulary(Set.of(), random), CompileLimits.defaults())
                .compile(Grammar.of(model.expr()));
        Set<String> found = new TreeSet<>();
        collect(compiled.matcher(), "", found);
        assertEquals(texts, found);
    }

    private static void collect(Matcher matcher, String said, Set<String> found) {
        if (matcher.isAccepting()) {
            found.add(said);
        }
        matcher.nextBytes().stream().forEach(b -> {
            matcher.accept(b);
            collect(matcher, said + (char) b, found);
            matcher.rollback(1);
        });
    }

    /** Strings without end, objects, some with arrays of few values, and arrays of them: what is read is judged by a reader of JSON. */
    private static Expr endless(Random random, int depth) {
        Expr string = new Expr.Lexeme(RandomGrammars.quoted(false), 0, random.nextBoolean() ? Expr.UNBOUNDED : 2);
        Expr element = random.nextInt(3) == 0 || depth == 0
                ? string
                : random.nextBoolean()
                        ? endless(random, depth - 1)
                        : new Expr.Sequence(List.of(
                                JsonModel.literal("{\"k\":"),
                                new Expr.Choice(List.of(JsonModel.literal("true"), string, few(random))),
                                JsonModel.literal("}")));
        int min = random.nextInt(3);
        List<ElementState> states = new ArrayList<>();
        for (int i = 0; i <= min; i++) {
            List<ElementStep> steps = new ArrayList<>();
            steps.add(new ElementStep(element, Math.min(i + 1, min)));
            if (random.nextBoolean()) {
                steps.add(new ElementStep(JsonModel.literal("\"a\""), Math.min(i + 1, min)));
            }
            states.add(new ElementState(i == min ? Ending.MAY_END : Ending.GOES_ON, steps));
        }
        return new Expr.Sequence(List.of(
                JsonModel.literal("["),
                new Expr.Elements(states, JsonModel.comma(), Distinctness.JSON_VALUES),
                JsonModel.literal("]")));
    }

    /** An array of distinct elements that run out of values. */
    private static Expr few(Random random) {
        Expr element = new Expr.Choice(
                List.of(JsonModel.literal("true"), JsonModel.literal("\"a\""), JsonModel.literal("\"ab\"")));
        List<ElementState> states = new ArrayList<>();
        int most = 1 + random.nextInt(4);
        int min = random.nextInt(Math.min(most, 3) + 1);
        for (int i = 0; i <= most; i++) {
            states.add(new ElementState(
                    i >= min ? Ending.MAY_END : Ending.GOES_ON,
                    i == most ? List.of() : List.of(new ElementStep(element, i + 1))));
        }
        return new Expr.Sequence(List.of(
                JsonModel.literal("["),
                new Expr.Elements(states, JsonModel.comma(), Distinctness.JSON_VALUES),
                JsonModel.literal("]")));
    }

    private static boolean hasEqualElements(Object value) {
        return switch (value) {
            case List<?> items ->
                !JsonTexts.areDistinct(items) || items.stream().anyMatch(DistinctElementsProperties::hasEqualElements);
            case Map<?, ?> members -> members.values().stream().anyMatch(DistinctElementsProperties::hasEqualElements);
            default -> false;
        };
    }

    @Property(tries = 300)
    void arraysOfEndlessValuesNeverRepeatOneAndAlwaysEnd(@ForAll long seed) {
        Random random = new Random(seed);
        Set<String> pieces = new TreeSet<>(List.of(
                "[\"a\",\"a\",\"b\"]",
                "[\"ab\", \"\",\"c\"]",
                "[{\"k\":\"a\"},{\"k\":true}]",
                "aabbaacc",
                "[{\"k\":[true,\"a\"]},{\"k\":[\"a\",\"ab\"]},{\"k\":[]}]"));
        Vocabulary vocabulary = vocabulary(pieces, random);
        Matcher matcher = new GrammarCompiler(vocabulary, CompileLimits.defaults())
                .compile(Grammar.of(endless(random, 2)))
                .matcher();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        for (int step = 0; step < 300 && !matcher.mustEnd(); step++) {
            TokenMask mask = matcher.mask();
            int next = -1;
            long least = Long.MAX_VALUE;
            int wanted = random.nextInt(mask.cardinality());
            for (int id = mask.nextAllowed(0); id >= 0; id = mask.nextAllowed(id + 1)) {
                if (id == vocabulary.endTokens()[0]) {
                    continue;
                }
                matcher.accept(id);
                boolean better = step < 25 ? wanted >= 0 : matcher.leastBytes() < least;
                if (better) {
                    least = matcher.leastBytes();
                    next = id;
                }
                matcher.rollback(1);
                wanted--;
            }
            for (int id = 0; id < vocabulary.size(); id++) {
                assertEquals(mask.contains(id), matcher.allows(id), "mask and step");
            }
            assertTrue(next >= 0, "dead end");
            matcher.accept(next);
            said.writeBytes(vocabulary.bytes(next));
        }
        assertTrue(matcher.isAccepting(), "no end in sight");
        assertFalse(hasEqualElements(JsonTexts.parse(said.toString(StandardCharsets.UTF_8))), said::toString);
    }
}
