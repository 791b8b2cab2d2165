package dev.tenon.automaton.match;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which loops are found, and what leads out of them. */
final class WideLoopTest {
    private static final CompileLimits LIMITS = CompileLimits.defaults();
    private static final int LETTERS = 26;
    /** More states lie within so many bytes than a loop may have. */
    private static final int LEVELS = 9;

    private static int letter(int index) {
        return 'a' + index;
    }

    /**
     * Letters and blanks, of which the last letter is noted: a range after it ends with no letter before it. A bracket ends
     * them, and begins words of a's and b's that all lead to states of their own.
     */
    private static ByteDfa ranges() {
        ByteDfa.Builder builder = ByteDfa.builder();
        int body = builder.addState();
        int[] after = new int[LETTERS];
        for (int i = 0; i < LETTERS; i++) {
            after[i] = builder.addState();
        }
        List<Integer> level = new ArrayList<>(List.of(builder.addState()));
        int root = level.get(0);
        for (int i = -1; i < LETTERS; i++) {
            int state = i < 0 ? body : after[i];
            builder.addTransition(state, ' ', ' ', body).addTransition(state, ']', ']', root);
            for (int next = 0; next < LETTERS; next++) {
                builder.addTransition(state, letter(next), letter(next), after[next]);
            }
            if (i >= 0) {
                int range = builder.addState();
                builder.addTransition(state, '-', '-', range).addTransition(range, letter(i), 'z', body);
            }
        }
        for (int depth = 0; depth < LEVELS; depth++) {
            List<Integer> further = new ArrayList<>();
            for (int state : level) {
                for (char c : "ab".toCharArray()) {
                    int next = builder.addState();
                    builder.addTransition(state, c, c, next);
                    further.add(next);
                }
            }
            level = further;
        }
        for (int i = 0; i < level.size(); i++) {
            builder.accept(level.get(i), i);
        }
        return builder.build();
    }

    private static Vocabulary vocabulary(String symbols, int length, String... more) {
        Random random = new Random(1);
        List<byte[]> tokens = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            byte[] token = new byte[1 + random.nextInt(length)];
            for (int at = 0; at < token.length; at++) {
                token[at] = (byte) symbols.charAt(random.nextInt(symbols.length()));
            }
            tokens.add(token);
        }
        for (String token : more) {
            tokens.add(token.getBytes(UTF_8));
        }
        return Vocabulary.ofByteStrings(tokens);
    }

    @Test
    void statesThatNoteTheLastByteAreALoop() {
        ByteDfa dfa = ranges();
        Vocabulary vocabulary = vocabulary("abcdefghijklmnopqrstuvwxyz  -]", 7);
        MaskEngine engine = new MaskEngine(vocabulary);

        WideLoop loop = WideLoop.around(engine, dfa, 0);

        BitSet letters = new BitSet();
        letters.set('a', 'z' + 1);
        letters.set(' ');
        assertEquals(letters, loop.symbols().ascii());
        assertEquals(LETTERS + 1, loop.states().cardinality());
        TokenMask inside = BodyScan.of(engine, dfa, 0).inside;
        for (int id = 0; id < vocabulary.size(); id++) {
            int state = 0;
            byte[] bytes = vocabulary.bytes(id);
            for (int i = 0; i < bytes.length && state != ByteDfa.DEAD; i++) {
                state = dfa.step(state, bytes[i]);
            }
            boolean isText = vocabulary.symbols().text().contains(id);
            assertEquals(isText && state != ByteDfa.DEAD, inside.contains(id), new String(bytes, US_ASCII));
        }
    }

    /** The loop is of letters; what leads out is a dot. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"b.c, 3", "' .a', 0", ".é, 3", "bc, 0", "a.é, 4", "bé, 0"})
    void exitsAreCountedWhereTheFirstByteCanBeRead(String token, int nodes) {
        Vocabulary vocabulary = Vocabulary.ofByteStrings(List.of(token.getBytes(UTF_8)));
        ByteDfa dfa = RegexCompiler.compile(EcmaRegexParser.parseSearch("^[a-z]*\\.[a-z]*!$", LIMITS), LIMITS);
        MaskEngine engine = new MaskEngine(vocabulary);

        assertEquals(nodes, WideLoop.narrow(engine, dfa, dfa.start()).cost(engine, dfa, dfa.start()));
    }

    @Test
    void codePointsThatCanBeReadAreExits() {
        Vocabulary vocabulary = Vocabulary.ofByteStrings(List.of("bé".getBytes(UTF_8)));
        ByteDfa dfa = RegexCompiler.compile(EcmaRegexParser.parseSearch("^[a-z]*é!$", LIMITS), LIMITS);
        MaskEngine engine = new MaskEngine(vocabulary);

        assertEquals(3, WideLoop.narrow(engine, dfa, dfa.start()).cost(engine, dfa, dfa.start()));
    }

    /** Behind an exit there are words of which few go on, and behind these states from which all do: no letter leads there. */
    @Test
    void whatLiesBehindAnExitTakesNoSymbolOut() {
        Vocabulary vocabulary = vocabulary("abcdefghijklmnopqrstuvwxyz@ \u00e9\u201c", 7, "a\u00a0b", "@na", "k@na");
        String body = "[^\\s@!k]";
        ByteDfa dfa = RegexCompiler.compile(
                EcmaRegexParser.parseSearch("^" + body + "*(?:k" + body + "*)?@na" + body + "zip!$", LIMITS), LIMITS);
        MaskEngine engine = new MaskEngine(vocabulary);

        WideLoop loop = new WideLoopSearch(engine, dfa, dfa.start()).find();

        assertNotNull(loop);
        assertTrue(loop.symbols().ascii().get('a'));
        assertTrue(loop.symbols().ascii().get('n'));
        assertFalse(loop.symbols().ascii().get('@'));
        assertEquals(Beyond.BUT_SPACES, loop.symbols().beyond());
    }

    /** A state to which only code points beyond ASCII lead, and from which no letter goes on: no letter can be blamed for it. */
    @Test
    void whatOnlyCodePointsLeadToEndsTheSearch() {
        Vocabulary vocabulary = vocabulary("abcdefghij0123456789!", 7, "é", "é1", "aé", "ab");
        ByteDfa dfa =
                RegexCompiler.compile(EcmaRegexParser.parseSearch("^([a-j]|[^\\x00-\\x7f]+[0-9])*!$", LIMITS), LIMITS);
        MaskEngine engine = new MaskEngine(vocabulary);

        WideLoop loop =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> WideLoop.around(engine, dfa, dfa.start()));

        BitSet letters = new BitSet();
        letters.set('a', 'j' + 1);
        assertEquals(letters, loop.symbols().ascii());
        assertEquals(Beyond.NONE, loop.symbols().beyond());
    }
}
