package dev.tenon.automaton.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.token.Vocabulary.TokenKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticVocabularyTest {
    @ParameterizedTest
    @ValueSource(ints = {300, 512, 4_096, 32_000, 128_000})
    void hasAllBytesAndTheAskedSize(int size) {
        Vocabulary vocabulary = SyntheticVocabulary.ofSize(size, 1);

        assertEquals(size, vocabulary.size());
        assertEquals(256, vocabulary.singleByteTokens().cardinality());
        assertArrayEquals(new int[] {size - 1}, vocabulary.endTokens());
        assertArrayEquals(new int[] {size - 3}, vocabulary.special("<tool_call>"));
        for (int id = 0; id < size; id++) {
            assertNotEquals(TokenKind.UNUSED, vocabulary.kind(id));
        }
    }

    @Test
    void isTheSameEveryTime() {
        assertEquals(
                "d51306ab3e8fd4706e2905cc7231394bd6c2b476ce9e2f0b072f6ae132fe4dce",
                SyntheticVocabulary.ofSize(4_096, 7).fingerprint());
        assertNotEquals(SyntheticVocabulary.ofSize(4_096, 7), SyntheticVocabulary.ofSize(4_096, 8));
    }

    /** The proportions that make masks slow or fast, as in the vocabularies of real models. */
    @Test
    void isShapedLikeARealVocabulary() {
        Vocabulary vocabulary = SyntheticVocabulary.ofSize(128_000, 1);
        TokenSymbols symbols = vocabulary.symbols();
        TokenTrie trie = vocabulary.trie();

        assertTrue(trie.nodeCount() > 180_000 && trie.nodeCount() < 400_000, trie.toString());
        assertTrue(trie.idCount() > trie.nodeCount() / 4, trie.toString());
        int quoted = symbols.containing('"').cardinality();
        assertTrue(quoted > 600 && quoted < 6_000, quoted + " tokens with a quote");
        int broken = symbols.broken().cardinality();
        assertTrue(broken > 500 && broken < 10_000, broken + " broken tokens");
        int beyond = symbols.beyondAscii().cardinality();
        assertTrue(beyond > 8_000 && beyond < 40_000, beyond + " tokens beyond ASCII");
    }

    @Test
    void sizesThatCannotBeMetAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> SyntheticVocabulary.ofSize(299, 1));
        assertThrows(IllegalArgumentException.class, () -> SyntheticVocabulary.ofSize(1_000_001, 1));
    }
}
