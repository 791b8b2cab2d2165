package dev.tenon.automaton.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to come below a node, against a reading of every token that goes through it by the JDK's decoder. */
final class SubtreeSymbolsTest {
    private static final List<String> PIECES = List.of(
            "a", "b", "c", "Z", "0", "9", "\"", "\\", " ", "\n", "\u0001", "\u007f", "\u00a0", "é", "߿", "ࠀ", "世",
            "\u2028", "\u2029", "\u202a", "\u3000", "\ufeff", "\uffff", "😀");

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "61, 63, true",
        "61, 62, false",
        "61, 41, false",
        "31, 39, true",
        "30, 31, false",
        "1, 1F, true",
        "1, A, false",
        "9, A, false",
        "20, A0, false",
        "22, 5C, false",
        "A0, 2028, true",
        "2029, FEFF, true",
        "A0, A1, false",
        "80, 7FF, true",
        "7FF, 800, false",
        "202A, FFFF, true",
        "FFFF, 10000, false",
        "10000, 10FFFF, true"
    })
    void codePointsThatAreSeldomToldApartShareABit(String first, String second, boolean areTogether) {
        long one = SubtreeSymbols.bitOf(Integer.parseInt(first, 16));
        long other = SubtreeSymbols.bitOf(Integer.parseInt(second, 16));

        assertEquals(areTogether, one == other);
        assertEquals(1, Long.bitCount(one));
        assertEquals(0, (one | other) & SubtreeSymbols.BROKEN);
        boolean isAscii = Integer.parseInt(first, 16) < TokenSymbols.ASCII;
        assertEquals(isAscii, (one & SubtreeSymbols.BEYOND) == 0);
    }

    /** White space and line ends of ECMA-262, 12.2 and 12.3: the category Zs, U+FEFF, U+2028 and U+2029. */
    @Test
    void spacesAreThoseOfRegularExpressions() {
        Set<Integer> expected = new TreeSet<>();
        for (int codePoint = 0x80; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (Character.isSpaceChar(codePoint) || codePoint == 0xFEFF) {
                expected.add(codePoint);
            }
        }
        Set<Integer> listed = new TreeSet<>();
        for (byte[] bytes : SubtreeSymbols.spaces()) {
            listed.add(new String(bytes, UTF_8).codePointAt(0));
        }
        assertEquals(expected, listed);
        for (int missing = 0; missing <= 3; missing++) {
            Set<Integer> begun = new TreeSet<>();
            for (int space : expected) {
                begun.add(space >> (6 * missing));
            }
            for (int value = 0; value <= Character.MAX_CODE_POINT >> (6 * missing); value++) {
                assertEquals(begun.contains(value), SubtreeSymbols.isSpaceBegun(value, missing));
            }
        }
    }

    @Property(tries = 300)
    void whatComesBelowIsWhatTheTokensHave(@ForAll long seed) {
        Random random = new Random(seed);
        List<byte[]> tokens = new ArrayList<>();
        for (int i = 1 + random.nextInt(30); i > 0; i--) {
            tokens.add(token(random));
        }
        Vocabulary vocabulary = Vocabulary.ofByteStrings(tokens);
        TokenTrie trie = vocabulary.trie();
        byte[] path = new byte[trie.depth() + 1];
        int[] endAt = new int[trie.depth() + 1];
        endAt[0] = trie.nodeCount();
        int depth = 0;
        for (int node = 0; node < trie.nodeCount(); node++) {
            while (node >= endAt[depth]) {
                depth--;
            }
            if (node > 0) {
                path[depth++] = (byte) trie.byteOf(node);
                endAt[depth] = trie.end(node);
            }
            byte[] begun = Arrays.copyOf(path, depth);
            Optional<Long> expected = below(begun, tokens);
            long below = vocabulary.subtrees().below(node);
            assertEquals(
                    expected.isEmpty(), (below & SubtreeSymbols.BROKEN) != 0, () -> "after " + Arrays.toString(begun));
            if (expected.isPresent()) {
                assertEquals(expected.get(), below, () -> "after " + Arrays.toString(begun));
            }
        }
    }

    /** Some text, cut anywhere now and then. */
    private static byte[] token(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        int from = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : 0;
        int to = random.nextInt(8) == 0 ? from + random.nextInt(bytes.length - from + 1) : bytes.length;
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** The bits of what follows the beginning in longer tokens; empty where that is not whole code points. */
    private static Optional<Long> below(byte[] begun, List<byte[]> tokens) {
        long bits = 0;
        boolean areWhole = decode(begun).isPresent();
        for (byte[] token : tokens) {
            if (token.length > begun.length && Arrays.mismatch(begun, token) == begun.length) {
                Optional<String> rest = decode(Arrays.copyOfRange(token, begun.length, token.length));
                areWhole &= rest.isPresent();
                for (int codePoint : rest.orElse("").codePoints().toArray()) {
                    bits |= SubtreeSymbols.bitOf(codePoint);
                }
            }
        }
        return areWhole ? Optional.of(bits) : Optional.empty();
    }

    private static Optional<String> decode(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
