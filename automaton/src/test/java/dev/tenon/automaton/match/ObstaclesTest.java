package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that may meet an obstacle are read, all others are not, and both come to what reading all of them does. */
final class ObstaclesTest {
    private static final CompileLimits LIMITS = CompileLimits.defaults();
    private static final int TOKENS = 4_000;
    private static final String[] PIECES = {
        "a", "b", "na", "zip", "http", "s", "-", "--", ".", "x", "xn", "7", "42", " ", "A", "\"", "\\", "\\\"",
        "\u00e9", "\u4e16", "\u201c", "\u00a0", "\u2003", "\u2028", "\ufeff", "/", "\u00b5", "\ufffd"
    };
    private static final Vocabulary VOCABULARY = vocabulary();
    private static final MaskEngine ENGINE = new MaskEngine(VOCABULARY);

    private static Vocabulary vocabulary() {
        Random random = new Random(3);
        List<byte[]> tokens = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            StringBuilder text = new StringBuilder();
            for (int more = random.nextInt(i % 50 == 0 ? 20 : 5); more >= 0; more--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            // Some begin or end within a code point.
            int from = i % 7 == 0 && bytes.length > 1 ? 1 : 0;
            int to = i % 11 == 0 && bytes.length - from > 1 ? bytes.length - 1 : bytes.length;
            tokens.add(Arrays.copyOfRange(bytes, from, to));
        }
        return Vocabulary.ofByteStrings(tokens);
    }

    private static ByteDfa dfa(String pattern) {
        return RegexCompiler.compile(EcmaRegexParser.parseSearch("^" + pattern + "$", LIMITS), LIMITS);
    }

    private static byte[] bytes(int token) {
        byte[] bytes = new byte[VOCABULARY.byteCount(token)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) VOCABULARY.byteAt(token, i);
        }
        return bytes;
    }

    private static long @Nullable [] inside(ByteDfa dfa, int state, ReadBytes read, int most) {
        Obstacles obstacles = new Obstacles(ENGINE, dfa, state, read);
        return obstacles.find(most) ? obstacles.inside() : null;
    }

    private static boolean reads(ByteDfa dfa, int state, int id) {
        return dfa.walk(state, bytes(id)) != ByteDfa.DEAD;
    }

    private static boolean mayEnd(int id, ReadBytes read) {
        return IntStream.range(0, VOCABULARY.byteCount(id))
                .anyMatch(i -> read.endings().get(VOCABULARY.byteAt(id, i)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[^\"]*\"",
                "[a-z]{1,10}\"",
                "[a-z]{1,40}\"",
                "[a-z0-9]{3,9}\"",
                "(?:[a-x-]{3}|[ab-]{5}|[a.]{1,2})\"",
                "(?:[^\"\\\\]|\\\\[\"\\\\/n])*\"",
                "[^\"]*(?:na|zip)[^\"]*\"",
                "(?![^\"]*http)[^\"]*\"",
                "(?![^\"]*a[^\"]*b)(?![^\"]*zip)[^\"]*\"",
                "(?!.*https)[a-z:/ ]*\"",
                "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)*\"",
                "[\u0080-\uffff a-z]*\"",
                "[a-z\u00e9]{2,7}\"",
                "(?:\\S+ ){0,4}[^\\s\"]+\"",
                "x-[^\"]*\"",
                "(?:[a-z]+(?: |\\\\|\u00a0)){2}[a-z]+[^\\s\"]*\"",
                "(?:[a-z-]+\\s){3}[a-z]+\"",
                "[^\\s\"]*\"",
                "[^\\s@\"]*[-a][^\\s@\"]*\"",
                "[^\"\\n\\r\\u2028\\u2029]*x[^\"]*\"",
                "[\\u00a0\\ufeffa-z]*\"",
                "(?:[a-z]\\u2003?|\\S7)*\"",
                "(?:[\\w\\s-]|\\\\[nt])*\"",
                "(?:[a-z\\u00a0\u00a1]|\\u2003x)*\"",
                "(?:[a-z\u00a0-\ud7ff\uf900-\uffef]|-[0-9]{2})*\"",
                "(?:[a-z\u00a0-\ud7ff]|-[\u00a0-\u00bf])*\"",
                "[ -~]*[.-][a-z]+\"",
                "(?:[a-m]{2}|[n-z]{3})*\""
            })
    void everyStateComesToWhatReadingAllTokensDoes(String pattern) {
        ByteDfa dfa = dfa(pattern);
        ReadBytes read = ReadBytes.of(dfa);
        assertNotNull(read, pattern);
        for (int state = 0; state < dfa.stateCount(); state++) {
            long[] found = dfa.isAccepting(state) ? null : inside(dfa, state, read, TOKENS);
            if (found != null) {
                assertRead(pattern, dfa, state, read, found);
            }
        }
    }

    private static void assertRead(String pattern, ByteDfa dfa, int state, ReadBytes read, long[] found) {
        TokenMask mask = TokenMask.adopt(found, VOCABULARY.size());
        for (int id = 0; id < TOKENS; id++) {
            int token = id;
            boolean isLeftOut = mayEnd(id, read) && !mask.contains(id);
            assertEquals(
                    reads(dfa, state, id) && !isLeftOut,
                    mask.contains(id),
                    () -> pattern + " from " + state + ": " + new String(bytes(token), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "[a-z]{2,8}(?:-[0-9a-z]{1,8})*\" 1",
                "(?:[a-z]{2,8}(?:-[a-z]{3}){0,3}(?:-[a-z0-9]{4,8})*|x(?:-[a-z0-9]{1,8})+|i-na|zip-http)\" 1",
                "(?:[a-z]{1,4}[.])*[a-z]{1,9}x 1",
                "(?:[a-z]{1,4}[.-])*[a-z]{1,9}x 0",
                "[a-z]*(?:-[a-z]{2})?\" 0",
                "(?:[a-m]{2}|[n-z]{3})*\" 0",
                "(?:x[a-z]{0,3}\"|[a-z]{1,12}\\.[a-z7]*) 1",
                "[^\"]{0,9}\" 0",
                "(?:[a-z]|\u00e9){3,9}\" 0",
                "[a-z]{1,9}(?:[.]a|[-]b|[/]s|[7]x)\" 0"
            })
    void whatIsReadNearAStateComesToWhatReadingAllTokensDoes(String pattern, int isFound) {
        ByteDfa dfa = dfa(pattern);
        assertEquals(isFound == 1, ReadBytes.around(dfa, dfa.start()) != null, pattern);
        for (int state = 0; state < dfa.stateCount(); state++) {
            ReadBytes near = dfa.isAccepting(state) ? null : ReadBytes.around(dfa, state);
            long[] found = near == null ? null : inside(dfa, state, near, TOKENS);
            if (near != null && found != null) {
                assertRead(pattern, dfa, state, near, found);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a-z]{2,8}(?:-[0-9a-z]{1,8})*\"", "(?:[a-z]{1,4}[.-])*[a-z]{1,9}x", "[a-z]{1,30}\""})
    void aScanOfWhatIsReadHasAllTokensThatStayInside(String pattern) {
        ByteDfa dfa = dfa(pattern);
        int scans = 0;
        for (int state = 0; state < dfa.stateCount(); state++) {
            BodyScan scan = dfa.isAccepting(state) ? null : BodyScan.ofRead(ENGINE, dfa, state, 50 * TOKENS);
            for (int id = 0; scan != null && id < TOKENS; id++) {
                assertEquals(reads(dfa, state, id), scan.inside.contains(id), pattern + " from " + state + ": " + id);
            }
            scans += scan == null ? 0 : 1;
        }
        assertTrue(scans > dfa.stateCount() / 2, pattern + ": " + scans);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                // What a key ends by is no symbol, nor is a hyphen, which no second one follows.
                "[a-z]{2,8}(?:-[0-9a-c]{1,8})*\" abcdefghijklmnopqrstuvwxyz \"-",
                "[a-c]{1,4}\" abc \"",
                // One that only the first of them reads.
                "a[ac]a{3}\" a \"c"
            })
    void aByteIsASymbolIfStatesNearReadIt(String pattern, String symbols, String endings) {
        ByteDfa dfa = dfa(pattern);
        // Behind the first byte.
        ReadBytes near = ReadBytes.around(dfa, dfa.step(dfa.start(), 'a'));
        assertNotNull(near);
        assertEquals(bits(symbols), near.symbols().ascii());
        assertEquals(bits(endings), near.endings());
    }

    @ParameterizedTest
    @CsvSource({
        // A word that may not occur: tokens with all of its letters are read.
        "'(?![^\"]*zip)[^\"]*\"', 700",
        // Nothing is read where only the length counts.
        "'[a-z0-9. -]{1,8}\"', 0",
        "'[a-z0-9. -]{1,3}\"', 0",
        // White space is told from other code points beyond ASCII.
        "'[^\\s\"]*7[^\"]*\"', 600",
        "'[\\s\\w-]*\"', 600",
        // Letters are told from private use.
        "'[a-z\u00a0-\ud7ff\uf900-\uffef]*\"', 750",
        // Behind one space more.
        "'\\s*\\S+\\s+[^\\s\"]+\"', 1000",
        // Behind a dot.
        "'[a-z](?:[a-z0-9]{0,61})?(?:\\.[a-z](?:[a-z0-9]{0,61})?)*\"', 500",
    })
    void fewTokensAreRead(String pattern, int most) {
        ByteDfa dfa = dfa(pattern);
        ReadBytes read = ReadBytes.of(dfa);
        assertNotNull(read);
        assertNotNull(inside(dfa, dfa.start(), read, most));
    }

    @Test
    void whatWouldHaveToReadMoreThanItMayGivesUp() {
        ByteDfa dfa = dfa("(?:[a-m]{2}|[n-z]{3})*\"");
        ReadBytes read = ReadBytes.of(dfa);
        assertNotNull(read);
        assertNull(inside(dfa, dfa.start(), read, 10));
    }

    @ParameterizedTest
    @CsvSource({
        "'[a-c]*\"', abc, '\"'",
        "'[a-c]*[x]', abc, x",
        "'[ab]{2}-[c]{2}', ab-c, c",
        "'(?:a|b\")*\"', ab, '\"'",
    })
    void bytesThatCompleteAWordAreToldFromThoseThatGoOn(String pattern, String symbols, String endings) {
        ReadBytes read = ReadBytes.of(dfa(pattern));
        assertNotNull(read);
        BitSet expected = bits(symbols);
        expected.andNot(bits(endings));
        assertEquals(expected, read.symbols().ascii());
        assertEquals(bits(endings), read.endings());
    }

    private static BitSet bits(String text) {
        BitSet bits = new BitSet();
        text.chars().forEach(bits::set);
        return bits;
    }

    /** All words of a's and b's of so many letters, each to a state of its own, behind which a z is read: further than is looked. */
    private static ByteDfa bushy(int letters) {
        ByteDfa.Builder builder = ByteDfa.builder();
        List<Integer> level = List.of(builder.addState());
        for (int depth = 0; depth < letters; depth++) {
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
            int behind = builder.addState();
            int end = builder.addState();
            builder.addTransition(level.get(i), 'z', 'z', behind).addTransition(behind, '"', '"', end);
            builder.accept(end, i);
        }
        return builder.build();
    }

    @Test
    void tokensThatLeadOutOfTheStatesLookedAtAreRead() {
        ByteDfa dfa = bushy(8);
        List<byte[]> tokens = new ArrayList<>();
        for (String text :
                List.of("a", "ab", "abababab", "ababababz", "bbbbbbbbz", "abz", "z", "ababababa", "ababababzz")) {
            tokens.add(text.getBytes(StandardCharsets.US_ASCII));
        }
        Vocabulary vocabulary = Vocabulary.ofByteStrings(tokens);
        ReadBytes read = ReadBytes.of(dfa);
        assertNotNull(read);
        Obstacles obstacles = new Obstacles(new MaskEngine(vocabulary), dfa, dfa.start(), read);
        assertTrue(obstacles.find(tokens.size()));
        TokenMask inside = TokenMask.adopt(obstacles.inside(), vocabulary.size());
        for (int id = 0; id < tokens.size(); id++) {
            byte[] token = tokens.get(id);
            assertEquals(
                    dfa.walk(dfa.start(), token) != ByteDfa.DEAD,
                    inside.contains(id),
                    () -> new String(token, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void numbersEndByManyBytes() {
        assertNull(ReadBytes.of(dfa("[0-9]+")));
    }
}
