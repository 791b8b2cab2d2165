package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.SpecialTokens;
import dev.tenon.sampler.engine.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * llama.cpp's tokenizer, held to keep the text. Thread-safe while its model is open.
 *
 * <p>Vocabularies of the SentencePiece kind put a space in front of a text. A text that goes on from another must not get one, so
 * it is tokenised behind a character that no token holds and that therefore joins with nothing, whose own tokens are then cut
 * off.
 */
final class LlamaTokenizer implements Tokenizer {
    /** Above this a call gets a stack of its own. */
    private static final int SHALLOW_BYTES = 512;

    private static final int PIECE_BYTES = 32 << 10;
    private static final String JOINS_WITH_NOTHING = "\uE000";
    private static final int SHOWN_CHARACTERS = 40;

    private final LlamaModel model;
    private final TokenTable table;
    private volatile @Nullable SpellingSearch search;

    LlamaTokenizer(LlamaModel model, TokenTable table) {
        this.model = model;
        this.table = table;
    }

    @Override
    public int[] tokenize(String text, SpecialTokens special) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (special) {
            case PARSED -> natively(bytes, true);
            case AS_TEXT -> exactly(text, bytes);
        };
    }

    @Override
    public int[] tokenizePrompt(String text) {
        int[] tokens = natively(text.getBytes(StandardCharsets.UTF_8), true);
        return model.leadingToken()
                .filter(leading -> tokens.length == 0 || tokens[0] != leading)
                .map(leading -> IntStream.concat(IntStream.of(leading), Arrays.stream(tokens))
                        .toArray())
                .orElse(tokens);
    }

    /** The tokens that the model was trained on for a text, with what its tokenizer changes; names of special tokens are text. */
    int[] trained(String text) {
        return natively(text.getBytes(StandardCharsets.UTF_8), false);
    }

    /** What the tokenizer puts before and after a text of its own accord. */
    int[][] around() {
        byte[] any = {'a'};
        int[] bare = model.tokenize(any, false);
        int[] whole = model.tokenizeWhole(any);
        for (int from = 0; from + bare.length <= whole.length; from++) {
            if (Arrays.equals(bare, 0, bare.length, whole, from, from + bare.length)) {
                return new int[][] {
                    Arrays.copyOf(whole, from), Arrays.copyOfRange(whole, from + bare.length, whole.length)
                };
            }
        }
        throw new EngineException(
                "the tokenizer of " + model.file().getFileName() + " changes a text that it surrounds");
    }

    private int[] exactly(String text, byte[] bytes) {
        int[] tokens = natively(bytes, false);
        if (table.spells(tokens, 0, bytes)) {
            return tokens;
        }
        int[] behind = natively((JOINS_WITH_NOTHING + text).getBytes(StandardCharsets.UTF_8), false);
        for (int from = 1; from <= behind.length; from++) {
            if (table.spells(behind, from, bytes)) {
                return Arrays.copyOfRange(behind, from, behind.length);
            }
            if (from > SHOWN_CHARACTERS) {
                break;
            }
        }
        return searched()
                .spell(bytes)
                .orElseThrow(() -> new EngineException("the vocabulary of "
                        + model.file().getFileName() + " cannot spell: "
                        + text.substring(0, Math.min(text.length(), SHOWN_CHARACTERS))));
    }

    private int[] natively(byte[] text, boolean parseSpecial) {
        if (text.length == 0) {
            return new int[0];
        }
        if (text.length <= SHALLOW_BYTES || model.vocabularyType() != LlamaNative.TYPE_BPE) {
            return model.tokenize(text, parseSpecial);
        }
        return DeepStack.call(() -> inPieces(text, parseSpecial));
    }

    private int[] inPieces(byte[] text, boolean parseSpecial) {
        List<Integer> ends = TextCuts.ends(text, PIECE_BYTES);
        int[][] pieces = new int[ends.size()][];
        int start = 0;
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = model.tokenize(Arrays.copyOfRange(text, start, ends.get(i)), parseSpecial);
            start = ends.get(i);
        }
        return Arrays.stream(pieces).flatMapToInt(Arrays::stream).toArray();
    }

    private SpellingSearch searched() {
        SpellingSearch known = search;
        if (known == null) {
            known = new SpellingSearch(table);
            search = known;
        }
        return known;
    }
}
