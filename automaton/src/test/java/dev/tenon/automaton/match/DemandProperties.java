package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Objects with demands against the list of all their texts. */
final class DemandProperties {
    private static GrammarCompiler compiler(List<String> tokens) {
        List<byte[]> bytes = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            bytes.add(new byte[] {(byte) b});
        }
        tokens.forEach(token -> bytes.add(token.getBytes(StandardCharsets.UTF_8)));
        return new GrammarCompiler(Vocabulary.ofByteStrings(bytes), CompileLimits.defaults());
    }

    private static Set<String> prefixes(Set<String> texts) {
        Set<String> prefixes = new TreeSet<>();
        for (String text : texts) {
            for (int i = 0; i <= text.length(); i++) {
                prefixes.add(text.substring(0, i));
            }
        }
        return prefixes;
    }

    @Property(tries = 500)
    void masksAllowExactlyWhatSomeTextGoesOnWith(@ForAll long seed) {
        RandomObjects drawn = new RandomObjects(seed);
        Set<String> texts = drawn.texts();
        Grammar grammar = Grammar.of(drawn.object);
        if (texts.isEmpty()) {
            assertThrows(EmptyLanguageException.class, () -> compiler(List.of()).compile(grammar), grammar::toString);
            return;
        }
        Set<String> tokens = new TreeSet<>();
        for (int i = 0; i < 8; i++) {
            String part = drawn.part(List.copyOf(texts));
            if (part.length() > 1) {
                tokens.add(part);
            }
        }
        List<String> longer = List.copyOf(tokens);
        CompiledGrammar compiled = compiler(longer).compile(grammar);
        Set<String> prefixes = prefixes(texts);
        Random random = new Random(seed);
        List<String> some = new ArrayList<>(prefixes);
        for (int i = 0; i < 40; i++) {
            String prefix = some.get(random.nextInt(some.size()));
            Matcher matcher = compiled.matcher();
            byte[] bytes = prefix.getBytes(StandardCharsets.UTF_8);
            assertEquals(bytes.length, matcher.acceptBytes(bytes, 0, bytes.length), () -> prefix + " in " + grammar);
            assertEquals(texts.contains(prefix), matcher.isAccepting(), () -> "end of " + prefix + " in " + grammar);
            TokenMask mask = matcher.mask();
            for (char next = ' '; next < 127; next++) {
                String text = prefix + next;
                assertEquals(prefixes.contains(text), mask.contains(next), () -> text + " in " + grammar);
            }
            for (int token = 0; token < longer.size(); token++) {
                String text = prefix + longer.get(token);
                assertEquals(prefixes.contains(text), mask.contains(256 + token), () -> text + " in " + grammar);
            }
        }
    }

    @Property(tries = 300)
    void leastBytesAreNoMoreThanTheShortestWay(@ForAll long seed) {
        RandomObjects drawn = new RandomObjects(seed);
        Set<String> texts = drawn.texts();
        if (texts.isEmpty()) {
            return;
        }
        CompiledGrammar compiled = compiler(List.of()).compile(Grammar.of(drawn.object));
        List<String> some = new ArrayList<>(prefixes(texts));
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            String prefix = some.get(random.nextInt(some.size()));
            Matcher matcher = compiled.matcher();
            byte[] bytes = prefix.getBytes(StandardCharsets.UTF_8);
            matcher.acceptBytes(bytes, 0, bytes.length);
            int shortest = texts.stream()
                    .filter(text -> text.startsWith(prefix))
                    .mapToInt(text -> text.length() - prefix.length())
                    .min()
                    .orElseThrow();
            long least = matcher.leastBytes();
            assertTrue(least <= shortest, () -> least + " after " + prefix + " in " + drawn.object);
            boolean usesUpKeys =
                    drawn.object.members().stream().anyMatch(member -> member.occurrence() == Occurrence.MANY);
            assertTrue(usesUpKeys || least == shortest, () -> least + " after " + prefix + " in " + drawn.object);
        }
    }
}
