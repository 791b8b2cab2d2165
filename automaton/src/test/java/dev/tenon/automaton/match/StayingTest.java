package dev.tenon.automaton.match;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A subtree is passed by where all of it stays, and never where some of it does not. */
final class StayingTest {
    private static final CompileLimits LIMITS = CompileLimits.defaults();

    private static final List<String> PATTERNS = List.of(
            "\"[^\"]*\"",
            "\"\\S*\"",
            "\".*\"",
            "\"[^\"\\s]*(?: [^\"\\s]*)*\"",
            "[a-z]*",
            "[a-y]*z[a-z]*\\.",
            "\"[^é\"]*\"",
            "\"[^\\u4e16\"]*\"",
            "\"[\\u0080-\\uffff]*\"",
            "\"[^\\u2028\"]*\"",
            "\"(?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrt])*\"",
            "(?:aé|b)*c",
            // More states than are known at a time, of which those that take turns differ.
            "\"(?:a[^a\"]*b[^b\"]*z[^z\"]*){30}\"");
    private static final List<String> PIECES = List.of(
            "a", "b", "z", "\"", "\\", " ", "\n", "0", "\u0001", "\u00a0", "é", "ê", "世", "\u2028", "\u3000", "\u202a",
            "😀");

    private static ByteDfa dfa(String pattern) {
        return RegexCompiler.compile(EcmaRegexParser.parseSearch("^(?:" + pattern + ")$", LIMITS), LIMITS);
    }

    private static int after(ByteDfa dfa, byte[] bytes) {
        int state = dfa.start();
        for (int i = 0; i < bytes.length && state != ByteDfa.DEAD; i++) {
            state = dfa.step(state, bytes[i] & 0xFF);
        }
        return state;
    }

    /** The tokens are the letter q, and the rests after it. */
    @ParameterizedTest(name = "{0} after {1}, tokens after q: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"[^\"]*\" | \" | abc 12 xyz | true",
                "\"[^\"]*\" | \" | abc 1\" xyz | false",
                "\"[^\"]*\" | \" | abcdé 世é 😀 | true",
                "\"[^\"]*\" | \" | abcdé 世\" 😀 | false",
                "\"\\S*\" | \" | é 世 😀 | true",
                "\"\\S*\" | \" | é 世\u2028 😀 | false",
                "\"\\S*\" | \" | é \u00a0 😀 | false",
                "\"[^\"\\s]*(?: [^\"\\s]*)*\" | \" | é\u3000 世 😀 | false",
                "\"[^é\"]*\" | \" | 世 😀 | true",
                "\"[^é\"]*\" | \" | ê 😀 | false",
                "\"[^\\u4e16\"]*\" | \" | é 😀 | true",
                "\"[^\\u4e16\"]*\" | \" | é 中 | false",
                "\"[^\\ud83d\\ude00\"]*\" | \" | é 世 | true",
                "\"[a-z]*\" | \" | ab yz | true",
                "\"[a-z]*\" | \" | ab Yz | false",
                "\"[a-z]{1,9}\" | \" | ab yz | false",
                "[a-z]* | a | ab yz | false",
                "\"[a-y]*z[a-z]*\" | \" | ab bz | false",
                "\"[a-y]*z[a-z]*\" | \"z | ab bz | true"
            })
    void subtreesAreLeftOnlyBySymbolsThatLeaveTheState(String pattern, String read, String rests, boolean stays) {
        List<byte[]> tokens = new ArrayList<>(List.of("q".getBytes(UTF_8)));
        for (String rest : rests.split(" ", -1)) {
            tokens.add(("q" + rest).getBytes(UTF_8));
        }
        Vocabulary vocabulary = Vocabulary.ofByteStrings(tokens);
        ByteDfa dfa = dfa(pattern);
        int state = after(dfa, read.getBytes(UTF_8));

        assertEquals(stays, new Staying(new MaskEngine(vocabulary), dfa).below(1, state));
    }

    /** The tokens are the letter q, and the rests after it. */
    @ParameterizedTest(name = "{0} after {1} and {2}, tokens after q: {3}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"(?:[a-z]+ ){9}\" ; \"a ; \"a a ; ab yz ; true",
                "\"(?:[a-z]+ ){9}\" ; \"a ; \"a a ; ab yz \u0001Q ; true",
                "\"(?:[a-z]+-){9}\" ; \"a ; \"a-a ; ab y- ; false",
                "\"(?:[a-z]+ ){9}\" ; \"a ; \"a a ; é ; false",
                "\"(?:x[^\"]*|y[^\"A]*)\" ; \"x ; \"y ; ab yz ; true",
                "\"(?:x[^\"]*|y[^\"A]*)\" ; \"x ; \"y ; ab yA ; false",
                "\"(?:x[a-z]*|y[A-Za-z]*)\" ; \"x ; \"y ; ab yA ; false",
                "\"(?:x[a-z]*|y[A-Za-z]*)\" ; \"x ; \"y ; ab y9 9z ; true",
                "x?|y[a-z]* ; x ; y ; ab ; false"
            })
    void subtreesAreLeftByNeitherOfTwoStates(String pattern, String one, String other, String rests, boolean stays) {
        List<byte[]> tokens = new ArrayList<>(List.of("q".getBytes(UTF_8)));
        for (String rest : rests.split(" ", -1)) {
            tokens.add(("q" + rest).getBytes(UTF_8));
        }
        Vocabulary vocabulary = Vocabulary.ofByteStrings(tokens);
        ByteDfa dfa = dfa(pattern);
        Staying staying = new Staying(new MaskEngine(vocabulary), dfa);

        assertEquals(stays, staying.below(1, after(dfa, one.getBytes(UTF_8)), after(dfa, other.getBytes(UTF_8))));
    }

    @Property(tries = 300)
    void whatIsReadBelowANodeThatIsPassedByLeavesNeitherOfTwoStates(@ForAll long seed) {
        Random random = new Random(seed);
        Vocabulary vocabulary = vocabulary(random);
        TokenTrie trie = vocabulary.trie();
        ByteDfa dfa = dfa(PATTERNS.get(random.nextInt(PATTERNS.size())));
        Staying staying = new Staying(new MaskEngine(vocabulary), dfa);
        for (int node = 0; node < trie.nodeCount(); node++) {
            int state = random.nextInt(dfa.stateCount());
            int other = random.nextInt(dfa.stateCount());
            if (staying.below(node, state, other)) {
                assertTrue(trie.end(node) > node + 1, "a leaf is not worth asking");
                for (int id = trie.idStart(node + 1); id < trie.idStart(trie.end(node)); id++) {
                    assertStayOrDie(dfa, state, other, below(vocabulary, trie, node, trie.id(id)));
                }
            }
        }
    }

    /** The bytes of a token after those that lead to the node. */
    private static byte[] below(Vocabulary vocabulary, TokenTrie trie, int node, int id) {
        int depth = 0;
        for (int at = 0; at < node; ) {
            int child = at + 1;
            while (trie.end(child) <= node) {
                child = trie.end(child);
            }
            at = child;
            depth++;
        }
        return Arrays.copyOfRange(vocabulary.bytes(id), depth, vocabulary.byteCount(id));
    }

    /** Wherever code points are whole, both are where they began, or both are dead. */
    private static void assertStayOrDie(ByteDfa dfa, int state, int other, byte[] bytes) {
        int here = state;
        int there = other;
        for (byte b : bytes) {
            here = here == ByteDfa.DEAD ? here : dfa.step(here, b & 0xFF);
            there = there == ByteDfa.DEAD ? there : dfa.step(there, b & 0xFF);
            assertEquals(here == ByteDfa.DEAD, there == ByteDfa.DEAD);
            assertTrue(here == ByteDfa.DEAD || (!dfa.isAccepting(here) && !dfa.isAccepting(there)));
        }
        assertTrue(here == ByteDfa.DEAD || (here == state && there == other));
    }

    private static Vocabulary vocabulary(Random random) {
        List<byte[]> tokens = new ArrayList<>();
        for (int i = 1 + random.nextInt(40); i > 0; i--) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            tokens.add(random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
        }
        return Vocabulary.ofByteStrings(tokens);
    }

    @Property(tries = 300)
    void nothingBelowANodeThatIsPassedByLeavesTheState(@ForAll long seed) {
        Random random = new Random(seed);
        Vocabulary vocabulary = vocabulary(random);
        TokenTrie trie = vocabulary.trie();
        ByteDfa dfa = dfa(PATTERNS.get(random.nextInt(PATTERNS.size())));
        Staying staying = new Staying(new MaskEngine(vocabulary), dfa);
        for (int node = 0; node < trie.nodeCount(); node++) {
            // In any order, since what is known of a state may be forgotten.
            int state = random.nextInt(dfa.stateCount());
            if (staying.below(node, state)) {
                assertTrue(trie.end(node) > node + 1, "a leaf is not worth asking");
                assertStays(trie, dfa, node, state);
            }
        }
    }

    private static void assertStays(TokenTrie trie, ByteDfa dfa, int root, int home) {
        int[] states = new int[trie.depth() + 1];
        int[] endAt = new int[trie.depth() + 1];
        states[0] = home;
        endAt[0] = trie.end(root);
        int depth = 0;
        for (int node = root + 1; node < trie.end(root); node++) {
            while (node >= endAt[depth]) {
                depth--;
            }
            int state = dfa.step(states[depth], trie.byteOf(node));
            assertTrue(state != ByteDfa.DEAD && !dfa.isAccepting(state), "leaves or ends");
            if (trie.idStart(node) < trie.idStart(node + 1)) {
                assertEquals(home, state, "a token ends elsewhere");
            }
            depth++;
            states[depth] = state;
            endAt[depth] = trie.end(node);
        }
    }
}
