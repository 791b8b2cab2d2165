package dev.tenon.automaton.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenTrieTest {
    @Test
    void laysNodesInDepthFirstOrder() {
        TokenTrie trie = trie("a", "ab", "b", "a");

        assertEquals("0..4@0 97..3@0 98..3@2 98..4@3", print(trie));
        assertEquals(List.of(0, 3, 1, 2), ids(trie));
    }

    @Test
    void aTrieOfNothingIsARoot() {
        TokenTrie trie = trie();

        assertEquals("0..1@0", print(trie));
        assertEquals(0, trie.idStart(1));
        assertEquals(0, trie.depth());
    }

    @Test
    void anEmptyStringBelongsToTheRoot() {
        TokenTrie trie = trie("x", "");

        assertEquals("0..2@0 120..2@1", print(trie));
        assertEquals(List.of(1, 0), ids(trie));
    }

    @Test
    void bytesAreUnsigned() {
        TokenTrie trie = TokenTrie.builder()
                .add(new byte[] {(byte) 0xFF}, 0, 1, 0)
                .add(new byte[] {0x7F}, 0, 1, 1)
                .add(new byte[] {0}, 0, 1, 2)
                .build();

        assertEquals("0..4@0 0..2@0 127..3@1 255..4@2", print(trie));
        assertEquals(List.of(2, 1, 0), ids(trie));
        assertEquals(3, trie.child(0, 0xFF));
        assertEquals(-1, trie.child(0, 0xFE));
    }

    @Test
    void onlyTextIsInTheTrieOfAVocabulary() {
        Vocabulary vocabulary = Vocabulary.builder(6)
                .text(0, "a".getBytes(UTF_8))
                .control(1, "<s>".getBytes(UTF_8))
                .end(2, "</s>".getBytes(UTF_8))
                .text(3, "b".getBytes(UTF_8))
                .text(4, "<s>".getBytes(UTF_8))
                .build();

        assertEquals(List.of(4, 0, 3), ids(vocabulary.trie()));
        assertEquals(3, vocabulary.trie().depth());
    }

    @Test
    void aSubsetKeepsTheIdsOfTheVocabulary() {
        Vocabulary vocabulary = Vocabulary.ofByteStrings(
                List.of("a".getBytes(UTF_8), "b".getBytes(UTF_8), "ab".getBytes(UTF_8), "ba".getBytes(UTF_8)));

        TokenTrie trie = TokenTrie.of(vocabulary, TokenMask.adopt(new long[] {0b11010}, 5));

        assertEquals(List.of(1, 3), ids(trie));
    }

    @Test
    void stringsThatDifferOnlyAfterManyEqualBytesAreSorted() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            texts.add("x".repeat(1_000) + (char) ('z' - i % 20));
        }
        TokenTrie trie = trie(texts.toArray(String[]::new));

        assertEquals(1 + 1_000 + 20, trie.nodeCount());
        List<Integer> expected = new ArrayList<>();
        for (int i = 19; i >= 0; i--) {
            expected.addAll(List.of(i, i + 20));
        }
        assertEquals(expected, ids(trie));
    }

    private static TokenTrie trie(String... texts) {
        TokenTrie.Builder builder = TokenTrie.builder();
        for (int id = 0; id < texts.length; id++) {
            byte[] bytes = texts[id].getBytes(UTF_8);
            builder.add(bytes, 0, bytes.length, id);
        }
        return builder.build();
    }

    private static String print(TokenTrie trie) {
        List<String> nodes = new ArrayList<>();
        for (int node = 0; node < trie.nodeCount(); node++) {
            nodes.add(trie.byteOf(node) + ".." + trie.end(node) + "@" + trie.idStart(node));
        }
        return String.join(" ", nodes);
    }

    private static List<Integer> ids(TokenTrie trie) {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < trie.idCount(); i++) {
            ids.add(trie.id(i));
        }
        return ids;
    }
}
