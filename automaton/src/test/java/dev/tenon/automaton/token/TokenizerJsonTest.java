package dev.tenon.automaton.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.token.TokenizerJson.Options;
import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerJsonTest {
    private static final String BYTE_LEVEL = """
        {"version":"1.0","truncation":null,
         "added_tokens":[
           {"id":0,"content":"<|endoftext|>","single_word":false,"special":true},
           {"id":7,"content":"<|im_end|>","special":true},
           {"id":8,"content":"<|im_start|>","special":true},
           {"id":9,"content":"<table> é","special":false}],
         "normalizer":null,
         "pre_tokenizer":{"type":"Sequence","pretokenizers":[
           {"type":"Digits","individual_digits":true},{"type":"ByteLevel","add_prefix_space":false}]},
         "post_processor":null,
         "decoder":{"type":"ByteLevel"},
         "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":"","end_of_word_suffix":"",
           "byte_fallback":false,
           "vocab":{"<|endoftext|>":0,"A":1,"\u0120world":2,"\u00c3\u00a9":3,"\u010a":4,"\u00e2\u0124":5,"a b":6},
           "merges":["a b",["c","d"]]}}
        """;

    private static final String SENTENCE_PIECE = """
        {"added_tokens":[
           {"id":0,"content":"<unk>","special":true},
           {"id":2,"content":"</s>","special":true},
           {"id":8,"content":"\u2581\u2581","special":false}],
         "normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"\u2581"},
           {"type":"Replace","pattern":{"String":" "},"content":"\u2581"}]},
         "pre_tokenizer":null,
         "decoder":{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"\u2581"},"content":" "},
           {"type":"ByteFallback"},{"type":"Fuse"}]},
         "model":{"type":"BPE","unk_token":"<unk>","byte_fallback":true,
           "vocab":{"<unk>":0,"<s>":1,"</s>":2,"<0x0A>":3,"<0xE2>":4,"\u2581the":5,"<0xZZ>":6,"\u00e9":7},"merges":[]}}
        """;

    private static final String UNIGRAM = """
        {"model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0.0],["\u2581a",-1.5],["b",-2]],"byte_fallback":false},
         "pre_tokenizer":{"type":"Metaspace","replacement":"\u2581","add_prefix_space":true},
         "added_tokens":[{"id":3,"content":"<eos>","special":true}]}
        """;

    @Test
    void byteLevelTokensAreBytes() throws IOException {
        Vocabulary vocabulary = read(BYTE_LEVEL, Options.defaults());

        assertEquals(10, vocabulary.size());
        assertText("A", vocabulary, 1);
        assertText(" world", vocabulary, 2);
        assertText("é", vocabulary, 3);
        assertText("\n", vocabulary, 4);
        assertArrayEquals(new byte[] {(byte) 0xE2, (byte) 0x82}, vocabulary.bytes(5));
        assertText("a b", vocabulary, 6);
    }

    @Test
    void addedTokensAreControlEndOrLiteralText() throws IOException {
        Vocabulary vocabulary = read(BYTE_LEVEL, Options.defaults());

        assertArrayEquals(new int[] {0, 7}, vocabulary.endTokens());
        assertEquals(TokenKind.CONTROL, vocabulary.kind(8));
        assertArrayEquals(new int[] {8}, vocabulary.special("<|im_start|>"));
        assertText("<table> é", vocabulary, 9);
    }

    @Test
    void sentencePieceTokensAreTextAndBytes() throws IOException {
        Vocabulary vocabulary = read(SENTENCE_PIECE, Options.defaults());

        assertEquals(TokenKind.CONTROL, vocabulary.kind(0));
        assertText("<s>", vocabulary, 1);
        assertArrayEquals(new int[] {2}, vocabulary.endTokens());
        assertText("\n", vocabulary, 3);
        assertArrayEquals(new byte[] {(byte) 0xE2}, vocabulary.bytes(4));
        assertText(" the", vocabulary, 5);
        assertText("<0xZZ>", vocabulary, 6);
        assertText("é", vocabulary, 7);
        assertText("  ", vocabulary, 8);
    }

    @Test
    void unigramIdsAreThePlacesInTheList() throws IOException {
        Vocabulary vocabulary = read(UNIGRAM, Options.defaults());

        assertEquals(4, vocabulary.size());
        assertEquals(TokenKind.CONTROL, vocabulary.kind(0));
        assertText(" a", vocabulary, 1);
        assertText("b", vocabulary, 2);
        assertArrayEquals(new int[] {3}, vocabulary.endTokens());
    }

    @Test
    void theCallerNamesTheEndAndTheSize() throws IOException {
        Vocabulary vocabulary = read(BYTE_LEVEL, new Options(16, List.of("<|im_end|>")));

        assertEquals(16, vocabulary.size());
        assertArrayEquals(new int[] {7}, vocabulary.endTokens());
        assertEquals(TokenKind.CONTROL, vocabulary.kind(0));
        assertEquals(TokenKind.UNUSED, vocabulary.kind(15));
        assertArrayEquals(
                new int[] {1},
                read(SENTENCE_PIECE, new Options(0, List.of("<s>"))).endTokens());
    }

    @Test
    void everyByteHasALetter() {
        boolean[] seen = new boolean[256];
        for (char letter = 0; letter < 0x200; letter++) {
            byte[] bytes = ByteLevelAlphabet.decode(String.valueOf(letter));
            if (bytes != null) {
                assertTrue(!seen[bytes[0] & 0xFF], "one letter only");
                seen[bytes[0] & 0xFF] = true;
            }
        }
        for (boolean one : seen) {
            assertTrue(one);
        }
        assertArrayEquals(new byte[] {' '}, ByteLevelAlphabet.decode("\u0120"));
        assertArrayEquals(new byte[] {(byte) 0xAD}, ByteLevelAlphabet.decode("\u0143"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ``                                            | line 1, column 0, at "": expected an object
        []                                            | line 1, column 1, at "": expected an object
        {}                                            | /model: missing
        {"model":3}                                   | at "/model": expected an object
        {"model":{"type":"WordPiece"}}                | at "/model/type": a model of type WordPiece does not say
        {"model":{"type":"BPE","vocab":{"a":1.5}}}    | at "/model/vocab/a": expected an integer
        {"model":{"type":"BPE","vocab":{"a":-1}}}     | at "/model/vocab/a": an id must be from 0 to
        {"model":{"vocab":{"a":99999999}}}            | at "/model/vocab/a": an id must be from 0 to
        {"model":{"vocab":{"a":99999999999999999999}}} | an id must be from 0 to
        {"model":{"vocab":{"a":1,"b":1}}}             | at "/model/vocab/b": the id 1 is given twice
        {"model":{"vocab":[["a"],3]}}                 | at "/model/vocab/1": expected an array of a token
        {"model":{"end_of_word_suffix":"</w>"}}       | mark the ends of words
        {"model":{"byte_fallback":1}}                 | at "/model/byte_fallback": expected true or false
        {"added_tokens":[{"id":1}]}                   | at "/added_tokens/0": an added token needs
        {"model":{"vocab":{"a":1}}                    | no well-formed JSON
        {"model":{"vocab":{"a":1}}}                   | /decoder: cannot tell which bytes
        {"model":{"vocab":{}},"decoder":{"type":"ByteLevel"}} | /model/vocab: there are no tokens
        {"model":{"vocab":{"a":1}},"decoder":{"type":"ByteLevel"}} | no token is known to end a text
        {"model":{"vocab":{"\\ud800":1}}}              | no well-formed JSON
        """)
    void whatIsBrokenIsRefusedWithItsPlace(String json, String expected) {
        TokenizerFormatException refusal =
                assertThrows(TokenizerFormatException.class, () -> read(json, Options.defaults()));

        assertTrue(String.valueOf(refusal.getMessage()).contains(expected), refusal.getMessage());
    }

    @Test
    void anEndTokenThatIsNotThereIsRefused() {
        TokenizerFormatException refusal = assertThrows(
                TokenizerFormatException.class,
                () -> read(BYTE_LEVEL, new Options(0, List.of("<|im_end|>", "<|nope|>"))));

        assertEquals("/added_tokens: no token is named [<|nope|>]", refusal.getMessage());
    }

    @Test
    void halfOfASurrogatePairIsRefused() {
        String json = "{\"model\":{\"vocab\":{\"a\ud800\":1}},\"decoder\":{\"type\":\"ByteLevel\"}}";

        TokenizerFormatException refusal =
                assertThrows(TokenizerFormatException.class, () -> read(json, Options.defaults()));
        assertEquals("token id 1: half of a surrogate pair is no text", refusal.getMessage());
    }

    @Test
    void deepNestingIsRefused() {
        String json = "{\"model\":" + "[".repeat(10_000);

        assertThrows(TokenizerFormatException.class, () -> read(json, Options.defaults()));
        assertThrows(
                TokenizerFormatException.class,
                () -> read("{\"decoder\":" + "{\"a\":".repeat(10_000), Options.defaults()));
    }

    @Test
    void aFileIsNamedInTheMessage(@TempDir Path folder) throws IOException {
        Path good = Files.writeString(folder.resolve("good.json"), BYTE_LEVEL);
        Path bad = Files.writeString(folder.resolve("bad.json"), "{}");

        assertEquals(10, TokenizerJson.load(good).size());
        TokenizerFormatException refusal = assertThrows(TokenizerFormatException.class, () -> TokenizerJson.load(bad));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("bad.json: /model: missing"));
        assertThrows(IOException.class, () -> TokenizerJson.load(folder.resolve("none.json")));
    }

    private static Vocabulary read(String json, Options options) throws IOException {
        return TokenizerJson.load(new StringReader(json), options);
    }

    private static void assertText(String expected, Vocabulary vocabulary, int id) {
        assertEquals(TokenKind.TEXT, vocabulary.kind(id));
        assertEquals(expected, new String(vocabulary.bytes(id), UTF_8));
    }
}
