package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.sampler.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufHeaderTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        NativeLibrary.load(TestModels.STORE);
    }

    @Test
    void acceptsTheFilesThereAre() {
        GgufHeader.check(TestModels.defaultModel());
        for (String name : TestModels.vocabularies()) {
            assertDoesNotThrow(() -> GgufHeader.check(TestModels.vocabulary(name)), name);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | not a GGUF file",
                "GGUF                      | not a GGUF file",
                "once upon a time, and more than once | not a GGUF file",
                "{\"model\": \"a JSON file that is long enough\"} | not a GGUF file",
            })
    void refusesWhatIsNoModel(String content, String reason) throws IOException {
        assertRefused(Files.writeString(folder.resolve("model.gguf"), content), reason);
    }

    @Test
    void refusesAFolderAndAFileThatIsNotThere() {
        assertRefused(folder, "is a folder");
        assertRefused(folder.resolve("nothing.gguf"), "no such file");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, only versions 2 and 3",
        "4, 0, 0, only versions 2 and 3",
        "50331648, 0, 0, only versions 2 and 3",
        "3, -1, 0, announces -1 tensors",
        "3, 0, -1, announces",
        "3, 9999999999, 0, announces 9999999999 tensors",
        "3, 0, 5, is cut short",
        "3, 5, 0, is cut short",
    })
    void refusesAnImpossibleHeader(int version, long tensors, long values, String reason) throws IOException {
        assertRefused(write(header(version, tensors, values)), reason);
    }

    @Test
    void refusesATokenThatStandsTwice() throws IOException {
        assertRefused(write(tokenList("a", "b", "a")), "one token stands twice");
        assertTrue(refusal(write(tokenList("a", "b", "", ""))).contains("llama.cpp cannot load"));
    }

    /** llama.cpp's tokenizer would end the process at the first text with the byte that is missing. */
    @Test
    void refusesAVocabularyThatFallsBackToBytesItLacks() throws IOException {
        Path whole = TinyMamba.write(folder.resolve("whole.gguf"));
        assertDoesNotThrow(() -> GgufHeader.check(whole));
        String text = new String(Files.readAllBytes(whole), StandardCharsets.ISO_8859_1);
        for (String damaged : new String[] {"<0x6!>", "<0x6g>", "<0y61>"}) {
            Path broken = folder.resolve("broken.gguf");
            Files.write(broken, text.replace("<0x61>", damaged).getBytes(StandardCharsets.ISO_8859_1));
            assertRefused(broken, "without a token for the byte 0x61");
        }
    }

    @Test
    void refusesTooFewScores() throws IOException {
        ByteBuffer values = header(3, 0, 2);
        putTokens(values, "a", "b", "c");
        putString(values, "tokenizer.ggml.scores")
                .putInt(9)
                .putInt(6)
                .putLong(2)
                .putFloat(1)
                .putFloat(2);
        assertRefused(write(values), "only 2 tokenizer.ggml.scores");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 513, -1})
    void refusesAsManyLayersAsLlamaCppDoesNotTake(int layers) throws IOException {
        ByteBuffer values = header(3, 0, 1);
        putString(values, "llama.block_count").putInt(4).putInt(layers);
        assertRefused(write(values), "llama.block_count is " + Integer.toUnsignedLong(layers));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, -1e-5f, Float.NEGATIVE_INFINITY})
    void refusesAnEpsilonThatEndsTheProcess(float epsilon) throws IOException {
        ByteBuffer values = header(3, 0, 1);
        putString(values, "llama.attention.layer_norm_rms_epsilon").putInt(6).putFloat(epsilon);
        assertRefused(write(values), "llama.attention.layer_norm_rms_epsilon is " + epsilon);
    }

    @Test
    void namesThatAreNoiseAreToldAsQuestionMarks() throws IOException {
        ByteBuffer values = header(3, 0, 1);
        putString(values, "a\u0000\u001B[31m\u00FF" + "x".repeat(1_000)).putInt(99);
        String message = refusal(write(values));
        assertTrue(message.contains("a??[31m?xxx") && message.length() < 1_000, message);
    }

    @ParameterizedTest
    @ValueSource(longs = {30, 1_000, 100_000, 1_000_000, 1_700_000, 1_757_000, 2_000_000, 50_000_000, 98_362_431})
    void refusesAModelThatIsCutShort(long length) throws IOException {
        assertTrue(refusal(prefix(TestModels.defaultModel(), length)).length() > 20);
    }

    @ParameterizedTest
    @ValueSource(longs = {24, 60, 500, 5_000, 100_000, 500_000, 723_000, 723_868})
    void refusesAVocabularyThatIsCutShort(long length) throws IOException {
        assertTrue(refusal(prefix(TestModels.vocabulary("llama-spm"), length)).length() > 20);
    }

    @Test
    void refusesAVocabularyWithoutWeightsAsAModel() {
        EngineException refused = assertThrows(
                EngineException.class,
                () -> LlamaEngine.load(TestModels.vocabulary("llama-bpe"), LlamaOptions.defaults(), TestModels.STORE));
        assertTrue(String.valueOf(refused.getMessage()).contains("cannot load"));
    }

    private Path prefix(Path file, long length) throws IOException {
        Path target = folder.resolve("prefix.gguf");
        try (FileChannel from = FileChannel.open(file);
                FileChannel to = FileChannel.open(
                        target,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            long copied = 0;
            while (copied < length) {
                copied += from.transferTo(copied, length - copied, to);
            }
        }
        return target;
    }

    private Path write(ByteBuffer content) throws IOException {
        content.flip();
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return Files.write(folder.resolve("made.gguf"), bytes);
    }

    private static ByteBuffer header(int version, long tensors, long values) {
        return ByteBuffer.allocate(4096)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(version)
                .putLong(tensors)
                .putLong(values);
    }

    private static ByteBuffer tokenList(String... tokens) {
        ByteBuffer content = header(3, 0, 1);
        putTokens(content, tokens);
        return content;
    }

    private static void putTokens(ByteBuffer into, String... tokens) {
        putString(into, "tokenizer.ggml.tokens").putInt(9).putInt(8).putLong(tokens.length);
        for (String token : tokens) {
            putString(into, token);
        }
    }

    private static ByteBuffer putString(ByteBuffer into, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return into.putLong(bytes.length).put(bytes);
    }

    private static void assertRefused(Path file, String reason) {
        String message = refusal(file);
        assertTrue(message.contains(reason), message);
    }

    private static String refusal(Path file) {
        EngineException refused =
                assertThrows(EngineException.class, () -> LlamaModel.load(file, 0, LlamaModel.Content.WEIGHTS));
        return String.valueOf(refused.getMessage());
    }
}
