package dev.tenon.automaton.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static final Vocabulary SMALL = Vocabulary.builder(8)
            .text(0, bytes("A"))
            .text(1, bytes("A"))
            .text(2, bytes("Ab"))
            .control(3, bytes("<|im_start|>"))
            .end(6, bytes("<|im_end|>"))
            .end(5, bytes("<|endoftext|>"))
            .text(4, new byte[0])
            .build();

    @Test
    void everyIdHasAKindAndBytes() {
        assertEquals(8, SMALL.size());
        assertEquals(TokenKind.TEXT, SMALL.kind(1));
        assertEquals(TokenKind.CONTROL, SMALL.kind(3));
        assertEquals(TokenKind.END, SMALL.kind(5));
        assertArrayEquals(bytes("Ab"), SMALL.bytes(2));
        assertArrayEquals(bytes("<|im_start|>"), SMALL.bytes(3));
        assertEquals(2, SMALL.byteCount(2));
        assertEquals('b', SMALL.byteAt(2, 1));
    }

    @Test
    void idsThatNobodyNamedAndEmptyTextsAreUnused() {
        assertEquals(TokenKind.UNUSED, SMALL.kind(7));
        assertEquals(TokenKind.UNUSED, SMALL.kind(4));
        assertArrayEquals(new byte[0], SMALL.bytes(7));
    }

    @Test
    void specialTokensAreFoundByTheirWholeName() {
        assertArrayEquals(new int[] {3}, SMALL.special("<|im_start|>"));
        assertArrayEquals(new int[] {6}, SMALL.special("<|im_end|>"));
        assertArrayEquals(new int[0], SMALL.special("A"), "text is not special");
        assertArrayEquals(new int[0], SMALL.special("<|im"));
        assertArrayEquals(new int[] {5, 6}, SMALL.endTokens());
    }

    @Test
    void specialTokensMayShareAName() {
        Vocabulary vocabulary = Vocabulary.builder(3)
                .control(2, bytes("<x>"))
                .control(0, bytes("<x>"))
                .build();

        assertArrayEquals(new int[] {0, 2}, vocabulary.special("<x>"));
    }

    @Test
    void factsAboutTextLeaveSpecialTokensOut() {
        BitSet alone = new BitSet();
        alone.set('A');
        assertEquals(alone, SMALL.singleByteTokens());
        assertEquals(2, SMALL.longestTokenBytes());
    }

    @Test
    void whatIsHandedOutCanBeWrittenOn() {
        SMALL.bytes(2)[0] = 'x';
        SMALL.endTokens()[0] = 99;
        SMALL.special("<|im_end|>")[0] = 99;

        assertArrayEquals(bytes("Ab"), SMALL.bytes(2));
        assertArrayEquals(new int[] {5, 6}, SMALL.endTokens());
        assertArrayEquals(new int[] {6}, SMALL.special("<|im_end|>"));
    }

    @Test
    void aBuilderDoesNotReachIntoWhatItBuilt() {
        byte[] bytes = bytes("a");
        Vocabulary.Builder builder = Vocabulary.builder(2).text(0, bytes);
        Vocabulary before = builder.build();
        bytes[0] = 'z';
        builder.end(0, bytes("</s>"));

        assertEquals(TokenKind.TEXT, before.kind(0));
        assertArrayEquals(bytes("a"), before.bytes(0));
        assertEquals(TokenKind.END, builder.build().kind(0), "a later word replaces an earlier one");
    }

    @Test
    void trieAndSymbolsAreBuiltOnce() {
        assertSame(SMALL.trie(), SMALL.trie());
        assertSame(SMALL.symbols(), SMALL.symbols());
    }

    @Test
    void theFingerprintTellsVocabulariesApart() {
        Vocabulary same = Vocabulary.builder(2).text(0, bytes("ab")).build();
        String fingerprint = same.fingerprint();

        assertEquals(
                fingerprint, Vocabulary.builder(2).text(0, bytes("ab")).build().fingerprint());
        assertEquals(same, Vocabulary.builder(2).text(0, bytes("ab")).build());
        assertNotEquals(
                fingerprint, Vocabulary.builder(3).text(0, bytes("ab")).build().fingerprint());
        assertNotEquals(
                fingerprint,
                Vocabulary.builder(2).control(0, bytes("ab")).build().fingerprint());
        assertNotEquals(
                fingerprint, Vocabulary.builder(2).text(1, bytes("ab")).build().fingerprint());
        assertNotEquals(
                fingerprint,
                Vocabulary.builder(2)
                        .text(0, bytes("a"))
                        .text(1, bytes("b"))
                        .build()
                        .fingerprint());
    }

    @Test
    void byteStringsGetAnEndToken() {
        Vocabulary vocabulary = Vocabulary.ofByteStrings(List.of(bytes("x"), new byte[] {(byte) 0xC3}));

        assertEquals(3, vocabulary.size());
        assertArrayEquals(new int[] {2}, vocabulary.endTokens());
        assertArrayEquals(new byte[] {(byte) 0xC3}, vocabulary.bytes(1));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.builder(0));
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.builder(TokenTrie.MAX_ENTRIES + 1));
        Vocabulary.Builder builder = Vocabulary.builder(2);
        assertThrows(IllegalArgumentException.class, () -> builder.text(2, bytes("a")));
        assertThrows(IllegalArgumentException.class, () -> builder.text(-1, bytes("a")));
        builder.text(0, new byte[Vocabulary.MAX_TOKEN_BYTES]);
        assertThrows(IllegalArgumentException.class, () -> builder.text(1, new byte[Vocabulary.MAX_TOKEN_BYTES + 1]));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
