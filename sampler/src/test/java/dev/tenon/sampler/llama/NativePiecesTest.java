package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.token.Vocabulary.TokenKind;
import dev.tenon.sampler.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small pieces that need no model: handles, cuts, spellings, options, cores. */
class NativePiecesTest {
    @Test
    void aHandleIsFreedOnceAndOnlyWhenNobodyIsInside() {
        List<Long> freed = new ArrayList<>();
        NativeHandle handle = new NativeHandle(42, "the thing", freed::add);
        assertEquals(42, handle.acquire());
        handle.close();
        handle.close();
        assertEquals(List.of(), freed);
        EngineException refused = assertThrows(EngineException.class, handle::acquire);
        assertEquals("the thing is closed", refused.getMessage());
        handle.release();
        assertEquals(List.of(42L), freed);
        assertTrue(handle.isFreed());
        assertThrows(EngineException.class, handle::acquire);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                 | 8 | ''",
                "short              | 8 | short",
                "one two three four | 8 | one two/ three/ four",
                "one. two. three    | 8 | one. two/. three",
                "abcdefghijklmnopqr | 8 | abcdefgh/ijklmnop/qr",
                "\u65e5\u672c\u8a9e\u65e5\u672c | 8 | \u65e5\u672c/\u8a9e\u65e5/\u672c",
            })
    void cutsBetweenWordsElseBetweenCodePoints(String text, int maxBytes, String expected) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int end : TextCuts.ends(bytes, maxBytes)) {
            pieces.add(new String(bytes, start, end - start, StandardCharsets.UTF_8));
            assertTrue(end - start <= maxBytes);
            start = end;
        }
        assertEquals(expected, String.join("/", pieces));
    }

    @ParameterizedTest
    @CsvSource({
        "abcd, 0 2",
        "abcab, 1 0",
        "abc, 1",
        "ab, 0",
        "cd, 2",
        "abx, ",
        "d, ",
    })
    void findsTheFewestTokensThatSpellAText(String text, String expected) {
        // The longest token first would take "abc" and be stuck before "d".
        SpellingSearch search = new SpellingSearch(table("ab", "abc", "cd", "abcd"));
        Optional<int[]> tokens = search.spell(text.getBytes(StandardCharsets.UTF_8));
        String found = tokens.map(ids -> Arrays.toString(ids).replaceAll("[\\[\\],]", ""))
                .orElse(null);
        assertEquals(expected, found);
    }

    @Test
    void knowsWhatTokensSpell() {
        TokenTable table = table("ab", "c", "abcd");
        byte[] text = "abc".getBytes(StandardCharsets.UTF_8);
        assertTrue(table.spells(new int[] {0, 1}, 0, text));
        assertTrue(table.spells(new int[] {2, 0, 1}, 1, text));
        assertFalse(table.spells(new int[] {0}, 0, text));
        assertFalse(table.spells(new int[] {0, 1, 1}, 0, text));
        assertFalse(table.spells(new int[] {1, 0}, 0, text));
        // The last token is no text.
        assertFalse(table.spells(new int[] {2}, 0, "abcd".getBytes(StandardCharsets.UTF_8)));
        assertArrayEquals(text, Arrays.copyOf(table.bytes(2), 3));
    }

    @Test
    void decidesTheKindOfATokenFromItsAttributes() {
        String[] pieces = {
            "a", "", "<s>", "</s>", "<unk>", "x", "[EMPTY_6]", "[PAD7]", "[PAD7]", "[UNK_BYTE_0xe2\u2122]"
        };
        int[] attributes = {4, 4, 8, 8, 1, 2, 4, 16, 16, 4};
        boolean[] ends = {false, true, false, true, false, false, false, false, false, false};
        int[] offsets = offsets(pieces);
        TokenTable table = TokenTable.of(
                String.join("", pieces).getBytes(StandardCharsets.UTF_8),
                offsets,
                attributes,
                ends,
                LlamaNative.TYPE_BPE);
        assertEquals(
                "TEXT UNUSED CONTROL END UNUSED UNUSED UNUSED UNUSED TEXT UNUSED",
                String.join(
                        " ", Arrays.stream(table.kinds()).map(TokenKind::name).toList()));
    }

    @ParameterizedTest
    @CsvSource({"-1, 1, 0, 512", "0, -1, 0, 512", "0, 0, 0, 0", "0, 257, 0, 512", "0, 1, -1, 512", "0, 8, 0, 7"})
    void refusesOptionsThatCannotBe(int contextLength, int maxSequences, int threads, int batchSize) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new LlamaOptions(contextLength, maxSequences, threads, batchSize, 0, 0));
    }

    @Test
    void countsCoresAndNotTheirThreads(@TempDir Path folder) throws Exception {
        for (int cpu = 0; cpu < 4; cpu++) {
            Path topology = Files.createDirectories(folder.resolve("cpu" + cpu).resolve("topology"));
            Files.writeString(topology.resolve("thread_siblings_list"), cpu % 2 + "," + (cpu % 2 + 2) + "\n");
        }
        Files.createDirectory(folder.resolve("cpufreq"));
        assertEquals(2, CpuCores.physical(folder));
        assertEquals(0, CpuCores.physical(folder.resolve("nothing")));
        assertTrue(CpuCores.count() >= 1);
    }

    @Test
    void aFailureOnTheDeepStackReachesTheCaller() {
        assertEquals("done", DeepStack.call(() -> "done"));
        assertThrows(
                EngineException.class,
                () -> DeepStack.call(() -> {
                    throw new EngineException("no");
                }));
    }

    /** A table of text tokens, but for the last, which is a control token. */
    private static TokenTable table(String... pieces) {
        TokenKind[] kinds = new TokenKind[pieces.length];
        Arrays.fill(kinds, TokenKind.TEXT);
        kinds[pieces.length - 1] = TokenKind.CONTROL;
        return new TokenTable(String.join("", pieces).getBytes(StandardCharsets.UTF_8), offsets(pieces), kinds);
    }

    private static int[] offsets(String... pieces) {
        int[] offsets = new int[pieces.length + 1];
        for (int i = 0; i < pieces.length; i++) {
            offsets[i + 1] = offsets[i] + pieces[i].getBytes(StandardCharsets.UTF_8).length;
        }
        return offsets;
    }
}
