package dev.tenon.automaton.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The trie against a sorted map of all prefixes. */
class TokenTrieProperties {
    @Property(tries = 400)
    void agreesWithASortedMapOfPrefixes(@ForAll("entries") List<byte[]> entries) {
        TokenTrie trie = build(entries);
        TreeMap<byte[], List<Integer>> prefixes = new TreeMap<>(Arrays::compareUnsigned);
        prefixes.put(new byte[0], new ArrayList<>());
        for (int id = 0; id < entries.size(); id++) {
            byte[] bytes = entries.get(id);
            for (int length = 1; length <= bytes.length; length++) {
                prefixes.computeIfAbsent(Arrays.copyOf(bytes, length), key -> new ArrayList<>());
            }
            prefixes.computeIfAbsent(bytes, key -> new ArrayList<>()).add(id);
        }

        assertEquals(prefixes.size(), trie.nodeCount());
        List<byte[]> inOrder = new ArrayList<>(prefixes.keySet());
        for (int node = 0; node < trie.nodeCount(); node++) {
            byte[] path = inOrder.get(node);
            assertEquals(path.length == 0 ? 0 : path[path.length - 1] & 0xFF, trie.byteOf(node));
            assertEquals(prefixes.get(path), ids(trie, trie.idStart(node), trie.idStart(node + 1)));
            int end = node + 1;
            while (end < inOrder.size() && startsWith(inOrder.get(end), path)) {
                end++;
            }
            assertEquals(end, trie.end(node));
            List<Integer> below = new ArrayList<>();
            inOrder.subList(node, end).forEach(key -> below.addAll(prefixes.getOrDefault(key, List.of())));
            assertEquals(below, ids(trie, trie.idStart(node), trie.idStart(end)));
        }
    }

    @Property(tries = 200)
    void childrenSideBySideAreThoseOfTheTrie(@ForAll("entries") List<byte[]> entries) {
        TokenTrie trie = build(entries);
        TrieChildren children = trie.children();
        for (int node = 0; node < trie.nodeCount(); node++) {
            int index = children.start(node);
            int height = 0;
            for (int child = node + 1; child < trie.end(node); child = trie.end(child)) {
                assertEquals(child, children.node(index));
                assertEquals(trie.byteOf(child), children.byteOf(index++));
                height = Math.max(height, 1 + trie.height(child));
            }
            assertEquals(children.start(node + 1), index);
            assertEquals(Math.min(height, TokenTrie.MOST_HEIGHT), trie.height(node));
        }
    }

    @Property(tries = 200)
    void everyStringIsFoundByItsChildren(@ForAll("entries") List<byte[]> entries) {
        TokenTrie trie = build(entries);
        for (int id = 0; id < entries.size(); id++) {
            int node = 0;
            for (byte b : entries.get(id)) {
                node = trie.child(node, b & 0xFF);
                assertTrue(node > 0);
            }
            assertTrue(ids(trie, trie.idStart(node), trie.idStart(node + 1)).contains(id));
        }
    }

    @Property(tries = 200)
    void suffixesOfTokensSpellTheirTails(@ForAll("tokens") List<byte[]> tokens) {
        Vocabulary vocabulary = Vocabulary.ofByteStrings(tokens);
        TokenTrie.Builder fromVocabulary = TokenTrie.builder();
        TokenTrie.Builder fromBytes = TokenTrie.builder();
        for (int id = 0; id < tokens.size(); id++) {
            byte[] bytes = tokens.get(id);
            for (int from = 0; from <= bytes.length; from++) {
                fromVocabulary.add(vocabulary, id, from);
                fromBytes.add(bytes, from, bytes.length - from, id);
            }
        }
        assertSame(fromBytes.build(), fromVocabulary.build());
    }

    private static void assertSame(TokenTrie expected, TokenTrie actual) {
        assertEquals(expected.nodeCount(), actual.nodeCount());
        for (int node = 0; node < expected.nodeCount(); node++) {
            assertEquals(expected.byteOf(node), actual.byteOf(node));
            assertEquals(expected.end(node), actual.end(node));
            assertEquals(expected.idStart(node + 1), actual.idStart(node + 1));
        }
        assertEquals(ids(expected, 0, expected.idCount()), ids(actual, 0, actual.idCount()));
    }

    private static TokenTrie build(List<byte[]> entries) {
        TokenTrie.Builder builder = TokenTrie.builder();
        for (int id = 0; id < entries.size(); id++) {
            builder.add(entries.get(id), 0, entries.get(id).length, id);
        }
        return builder.build();
    }

    private static List<Integer> ids(TokenTrie trie, int from, int to) {
        List<Integer> ids = new ArrayList<>();
        for (int i = from; i < to; i++) {
            ids.add(trie.id(i));
        }
        return ids;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Few byte values, zero and the largest among them, so that prefixes, duplicates and long runs are common. */
    @Provide
    Arbitrary<List<byte[]>> entries() {
        return bytes(0).list().ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<byte[]>> tokens() {
        return bytes(1).list().ofMinSize(1).ofMaxSize(20);
    }

    private static Arbitrary<byte[]> bytes(int minLength) {
        Arbitrary<Byte> few = Arbitraries.of((byte) 0, (byte) 'a', (byte) 'b', (byte) 0x80, (byte) 0xFF);
        Arbitrary<byte[]> mixed = few.array(byte[].class).ofMinSize(minLength).ofMaxSize(6);
        Arbitrary<byte[]> runs = few.array(byte[].class)
                .ofSize(1)
                .flatMap(one -> Arbitraries.integers().between(1, 20).map(length -> {
                    byte[] run = new byte[length];
                    Arrays.fill(run, one[0]);
                    return run;
                }));
        return Arbitraries.frequencyOf(Tuple.of(4, mixed), Tuple.of(1, runs));
    }
}
