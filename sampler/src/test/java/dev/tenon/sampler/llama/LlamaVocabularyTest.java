package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.token.Vocabulary.TokenKind;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.SpecialTokens;
import dev.tenon.sampler.engine.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlamaVocabularyTest {
    private static final String DEFAULT_MODEL = "default model";
    private static final Map<String, LlamaVocabulary> LOADED = new HashMap<>();

    /** Texts that each kind of tokenizer is tempted to change. */
    private static final List<String> TEXTS = List.of(
            "Hello",
            " Hello",
            "  two",
            "\n",
            "nl\r\n\r\n",
            "{\"a\": [1, 2.5e10], \"b\":null}",
            "h\u00e9llo w\u00f6rld",
            "\u65e5\u672c\u8a9e",
            "\ud83d\ude42",
            "\t\t x",
            "\u2581",
            "<|im_end|>",
            "</s>",
            "it's 1,234 o'clock",
            "");

    @AfterAll
    static void close() {
        LOADED.values().forEach(LlamaVocabulary::close);
        LOADED.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "aquila, 100008, <|endoftext|>",
        "baichuan, 64000, </s>",
        "command-r, 256000, <|END_OF_TURN_TOKEN|>",
        "deepseek-coder, 32256, <｜end▁of▁sentence｜>",
        "deepseek-llm, 102400, <｜end▁of▁sentence｜>",
        "falcon, 65024, <|endoftext|>",
        "gemma-4, 262144, <turn|>",
        "gpt-2, 50257, <|endoftext|>",
        "gpt-neox, 50432, <|endoftext|>",
        "llama-bpe, 128256, <|eot_id|>",
        "llama-spm, 32000, </s>",
        "mpt, 50432, <|endoftext|>",
        "phi-3, 32064, <|end|>",
        "qwen2, 151936, <|im_end|>",
        "qwen35, 151936, <|im_end|>",
        "refact, 49216, <|endoftext|>",
        "starcoder, 49152, <|endoftext|>",
    })
    void givesEveryTokenItsBytesAndKeepsEveryText(String name, int size, String end) {
        LlamaVocabulary loaded = vocabulary(name);
        TokenTable table = loaded.table();
        assertEquals(size, table.size());
        assertEquals(size, loaded.vocabulary().size());
        List<String> ends = new ArrayList<>();
        for (int token = 0; token < size; token++) {
            if (table.kinds()[token] == TokenKind.END) {
                ends.add(text(table.bytes(token)));
            }
            assertTrue(table.kinds()[token] == TokenKind.UNUSED || table.bytes(token).length > 0);
            assertEquals(table.kinds()[token], loaded.vocabulary().kind(token));
            if (table.kinds()[token] != TokenKind.UNUSED) {
                assertArrayEquals(table.bytes(token), loaded.vocabulary().bytes(token));
            }
        }
        assertTrue(ends.contains(end), ends.toString());
        for (String text : TEXTS) {
            assertSpells(table, loaded.tokenizer(), text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Printable ASCII and the bytes of every assigned code point are there; what is missing is told here.
        "llama-bpe, ''",
        "qwen2, ''",
        "gpt-2, ''",
        "llama-spm, ''",
        "gemma-4, ''",
        "deepseek-llm, c0 c1 f5 f6 f7 f8 f9 fa fb fc fd fe ff",
        "starcoder, c0 c1 f1 f5 f6 f7 f8 f9 fa fb fc fd fe ff",
    })
    void hasATokenForEachByteButThese(String name, String missing) {
        LlamaVocabulary loaded = vocabulary(name);
        assertEquals(missing, missingBytes(loaded.table()));
    }

    @Test
    void theDefaultModelCannotSpellSomeControlCharacters() {
        LlamaVocabulary loaded = vocabulary(DEFAULT_MODEL);
        assertEquals("04 06 13 14 16 1d c0 c1 f1 f2 f5 f6 f7 f8 f9 fa fb fc fd fe ff", missingBytes(loaded.table()));
        EngineException refused = assertThrows(
                EngineException.class, () -> loaded.tokenizer().tokenize("a\u0004", SpecialTokens.AS_TEXT));
        assertTrue(String.valueOf(refused.getMessage()).contains("cannot spell"));
    }

    @Test
    void takesNoPlaceholderForText() {
        LlamaVocabulary qwen = vocabulary("qwen2");
        LlamaVocabulary commandR = vocabulary("command-r");
        assertEquals("[PAD151646]", text(qwen.table().bytes(151_646)));
        assertEquals(TokenKind.UNUSED, qwen.table().kinds()[151_646]);
        for (TokenTable table : List.of(qwen.table(), commandR.table())) {
            for (int token = 0; token < table.size(); token++) {
                boolean spoken = table.kinds()[token] == TokenKind.TEXT;
                assertFalse(spoken && text(table.bytes(token)).contains("[UNK_BYTE_"));
            }
        }
    }

    @Test
    void tellsTheKindsOfTokensApart() {
        LlamaVocabulary phi = vocabulary("phi-3");
        LlamaVocabulary qwen = vocabulary("qwen2");
        LlamaVocabulary gemma = vocabulary("gemma-4");
        assertEquals(TokenKind.CONTROL, kindOf(phi.table(), "<|assistant|>"));
        assertEquals(TokenKind.END, kindOf(phi.table(), "<|end|>"));
        assertEquals(TokenKind.CONTROL, kindOf(qwen.table(), "<|im_start|>"));
        assertEquals(TokenKind.TEXT, kindOf(qwen.table(), " Paris"));
        assertEquals(TokenKind.TEXT, kindOf(gemma.table(), "<|tool_call>"));
        int letter = phi.tokenizer().tokenize("A", SpecialTokens.AS_TEXT)[0];
        int byteToken = 3 + 'A';
        assertTrue(letter != byteToken);
        assertArrayEquals(phi.table().bytes(letter), phi.table().bytes(byteToken));
    }

    @Test
    void beginsAPromptAsTheModelAsksButOnlyOnce() {
        LlamaVocabulary llama = vocabulary("llama-bpe");
        LlamaVocabulary qwen = vocabulary("qwen2");
        int[] plain = llama.tokenizer().tokenizePrompt("Hello<|eot_id|>");
        assertArrayEquals(new int[] {128_000, 9906, 128_009}, plain);
        assertArrayEquals(plain, llama.tokenizer().tokenizePrompt("<|begin_of_text|>Hello<|eot_id|>"));
        assertArrayEquals(
                new int[] {9906, 128_009}, llama.tokenizer().tokenize("Hello<|eot_id|>", SpecialTokens.PARSED));
        assertEquals(9707, qwen.tokenizer().tokenizePrompt("Hello")[0]);
    }

    @ParameterizedTest
    @CsvSource({"falcon, .", "deepseek-llm, a", "deepseek-coder, .", "gpt-neox, 9", "llama-bpe, ' '", "llama-spm, x"})
    void aLongRunOfOneCharacterDoesNotEndTheProcess(String name, String unit) {
        LlamaVocabulary loaded = vocabulary(name);
        assertSpells(loaded.table(), loaded.tokenizer(), unit.repeat(300_000));
    }

    @Test
    void cuttingALongTextChangesNoToken() {
        String words = "The tongue of wood, cut to fit one mortise exactly; it's 12,345 \u00e9tudes.\n ".repeat(1500);
        Path file = TestModels.vocabulary("llama-bpe");
        try (LlamaVocabulary loaded = LlamaVocabulary.load(file, TestModels.STORE);
                LlamaModel model = LlamaModel.load(file, 0, LlamaModel.Content.VOCABULARY_ONLY)) {
            byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
            int[] whole = DeepStack.call(() -> model.tokenize(bytes, false));
            assertArrayEquals(whole, loaded.tokenizer().tokenize(words, SpecialTokens.AS_TEXT));
        }
    }

    private static LlamaVocabulary vocabulary(String name) {
        return LOADED.computeIfAbsent(
                name,
                wanted -> LlamaVocabulary.load(
                        wanted.equals(DEFAULT_MODEL) ? TestModels.defaultModel() : TestModels.vocabulary(wanted),
                        TestModels.STORE));
    }

    private static void assertSpells(TokenTable table, Tokenizer tokenizer, String text) {
        ByteArrayOutputStream spelled = new ByteArrayOutputStream();
        for (int token : tokenizer.tokenize(text, SpecialTokens.AS_TEXT)) {
            assertEquals(TokenKind.TEXT, table.kinds()[token]);
            spelled.writeBytes(table.bytes(token));
        }
        assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), spelled.toByteArray());
    }

    private static TokenKind kindOf(TokenTable table, String name) {
        for (int token = 0; token < table.size(); token++) {
            if (text(table.bytes(token)).equals(name)) {
                return table.kinds()[token];
            }
        }
        throw new AssertionError("no token " + name);
    }

    private static String missingBytes(TokenTable table) {
        boolean[] present = new boolean[256];
        for (int token = 0; token < table.size(); token++) {
            byte[] bytes = table.bytes(token);
            if (table.kinds()[token] == TokenKind.TEXT && bytes.length == 1) {
                present[bytes[0] & 0xFF] = true;
            }
        }
        StringBuilder missing = new StringBuilder();
        for (int b = 0; b < present.length; b++) {
            if (!present[b]) {
                missing.append(missing.isEmpty() ? "" : " ").append(String.format("%02x", b));
            }
        }
        return missing.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
