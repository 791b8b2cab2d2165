package dev.tenon.automaton.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Symbol facts against the JDK's own UTF-8 decoder and a scan of each token. */
class TokenSymbolsProperties {
    @Property(tries = 500)
    void agreesWithTheDecoderAndAScan(@ForAll("tokens") List<byte[]> tokens) {
        Vocabulary vocabulary = Vocabulary.ofByteStrings(tokens);
        TokenSymbols symbols = vocabulary.symbols();
        int longest = 0;
        for (int id = 0; id < tokens.size(); id++) {
            byte[] bytes = tokens.get(id);
            assertEquals(bytes.length > 0, symbols.text().contains(id));
            boolean beyond = false;
            for (byte b : bytes) {
                beyond |= b < 0;
            }
            assertEquals(beyond, symbols.beyondAscii().contains(id));
            for (int ascii = 0; ascii < 128; ascii++) {
                assertEquals(contains(bytes, ascii), symbols.containing(ascii).contains(id));
            }
            boolean whole = decodes(bytes);
            assertEquals(!whole, symbols.broken().contains(id), () -> Arrays.toString(bytes));
            if (whole) {
                String text = new String(bytes, UTF_8);
                assertEquals(text.codePointCount(0, text.length()), symbols.codePoints(id));
                assertEquals(
                        text.codePoints().anyMatch(c -> c > 127 && isSpace(c)),
                        symbols.beyondSpaces().contains(id));
                assertEquals(
                        text.codePoints().anyMatch(c -> c >= 0xC0 && c < 0xD800 && !isSpace(c)),
                        symbols.beyondCommon().contains(id));
                assertEquals(
                        text.codePoints().anyMatch(c -> c > 127 && (c < 0xC0 || c >= 0xD800) && !isSpace(c)),
                        symbols.beyondRest().contains(id));
                long separators = text.codePoints()
                        .mapToLong(
                                c -> c == '\\' || (c >= 9 && c <= 13) || c == ' ' ? 1 : c > 127 && isSpace(c) ? 2 : 0)
                        .sum();
                assertEquals(separators > 0, symbols.separated().contains(id));
                assertEquals(separators > 1, symbols.separatedTwice().contains(id));
                longest = Math.max(longest, symbols.codePoints(id));
            }
            longest = Math.max(longest, symbols.codePoints(id));
        }
        assertEquals(longest, symbols.longestCodePoints());
    }

    @Property(tries = 300)
    void longerTokensAreThoseOfMoreCodePointsOrBytes(@ForAll("tokens") List<byte[]> tokens) {
        Vocabulary vocabulary = Vocabulary.ofByteStrings(tokens);
        TokenSymbols symbols = vocabulary.symbols();
        for (int least = -1; least <= vocabulary.longestTokenBytes() + 1; least++) {
            BitSet longer = new BitSet();
            Arrays.stream(symbols.idsLonger(least)).forEach(longer::set);
            assertEquals(longer.cardinality(), symbols.countLonger(least));
            for (int id = 0; id < tokens.size(); id++) {
                boolean isText = symbols.text().contains(id);
                assertEquals(isText && tokens.get(id).length > least, longer.get(id));
                assertEquals(
                        isText && symbols.codePoints(id) > least,
                        symbols.longerThan(least).contains(id));
            }
        }
    }

    @Property(tries = 300)
    void viewsAreWhatLeadsToTheirTokens(@ForAll("tokens") List<byte[]> tokens) {
        Vocabulary vocabulary = Vocabulary.ofByteStrings(tokens);
        TokenTrie trie = vocabulary.trie();
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            assertView(
                    trie, vocabulary.symbols().containing(b), vocabulary.views().containing(b));
        }
        assertView(trie, vocabulary.symbols().broken(), vocabulary.views().broken());
        assertView(trie, vocabulary.symbols().beyondAscii(), vocabulary.views().beyondAscii());
        assertView(trie, vocabulary.symbols().beyondSpaces(), vocabulary.views().beyondSpaces());
    }

    private static void assertView(TokenTrie trie, TokenMask subset, TrieView view) {
        int place = 0;
        for (int node = 1; node < trie.nodeCount(); node++) {
            boolean leads = false;
            for (int at = trie.idStart(node); at < trie.idStart(trie.end(node)); at++) {
                leads |= subset.contains(trie.id(at));
            }
            if (leads) {
                assertEquals(node, view.node(place));
                int end = view.end(place);
                assertTrue(end == view.size() || view.node(end) >= trie.end(node));
                assertTrue(view.node(end - 1) < trie.end(node));
                place++;
            }
        }
        assertEquals(place, view.size());
        int[] sizes = new int[256];
        for (place = 0; place < view.size(); place = view.end(place)) {
            sizes[trie.byteOf(view.node(place))] += view.end(place) - place;
        }
        for (int b = 0; b < 256; b++) {
            assertEquals(sizes[b], view.sizeFrom(b));
        }
    }

    @Example
    void specialTokensAreInNoSet() {
        Vocabulary vocabulary = Vocabulary.builder(2)
                .control(0, "<|é|>".getBytes(UTF_8))
                .end(1, "</s>".getBytes(UTF_8))
                .build();
        TokenSymbols symbols = vocabulary.symbols();

        assertEquals(0, symbols.text().cardinality());
        assertEquals(0, symbols.beyondAscii().cardinality());
        assertFalse(symbols.containing('<').contains(0));
        assertEquals(0, symbols.codePoints(0));
    }

    @Example
    void piecesOfACodePointCountWhereItBegins() {
        byte[] euro = "€".getBytes(UTF_8);
        Vocabulary vocabulary = Vocabulary.ofByteStrings(
                List.of(Arrays.copyOf(euro, 2), new byte[] {euro[2]}, euro, new byte[] {euro[2], 'a', euro[0]}));
        TokenSymbols symbols = vocabulary.symbols();

        assertEquals(1, symbols.codePoints(0));
        assertEquals(0, symbols.codePoints(1));
        assertEquals(1, symbols.codePoints(2));
        assertEquals(2, symbols.codePoints(3));
        assertEquals(3, symbols.broken().cardinality());
        assertFalse(symbols.broken().contains(2));
    }

    private static boolean contains(byte[] bytes, int value) {
        for (byte b : bytes) {
            if (b == value) {
                return true;
            }
        }
        return false;
    }

    /** What {@code \\s} matches: WhiteSpace and LineTerminator of ECMA-262, beyond ASCII. */
    private static boolean isSpace(int codePoint) {
        return Character.getType(codePoint) == Character.SPACE_SEPARATOR
                || codePoint == 0xFEFF
                || codePoint == 0x2028
                || codePoint == 0x2029;
    }

    private static boolean decodes(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Whole text, bytes around the borders of UTF-8, and text cut anywhere. */
    @Provide
    Arbitrary<List<byte[]>> tokens() {
        Arbitrary<byte[]> text = Arbitraries.strings()
                .withChars(
                        "a\"\u007f\u0080\u00a0é\u07ff\u0800\u1680\u200a\u200b\u2028\u205f\u3000€\ud7ff\ue000\ufeff\uffff")
                .ofMaxLength(4)
                .map(string -> (string + new String(Character.toChars(0x10FFFF))).getBytes(UTF_8));
        Arbitrary<byte[]> cut = text.flatMap(bytes -> Arbitraries.integers()
                .between(0, bytes.length)
                .flatMap(from -> Arbitraries.integers()
                        .between(from, bytes.length)
                        .map(to -> Arrays.copyOfRange(bytes, from, to))));
        Arbitrary<byte[]> border = Arbitraries.of(
                        0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF,
                        0xF0, 0xF1, 0xF4, 0xF5, 0xFF)
                .map(Integer::byteValue)
                .array(byte[].class)
                .ofMaxSize(5);
        return Arbitraries.oneOf(text, cut, border).list().ofMinSize(1).ofMaxSize(12);
    }
}
