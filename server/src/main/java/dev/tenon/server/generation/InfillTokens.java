package dev.tenon.server.generation;

import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.SpecialTokens;
import dev.tenon.sampler.engine.Tokenizer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tokens between which a model was taught to fill a gap: {@code prefix TEXT suffix TEXT middle}, and the reply is the
 * middle. The names are those that llama.cpp looks for. Immutable.
 */
record InfillTokens(int prefix, int suffix, int middle) {
    /** {prefix, suffix, middle} of the families that have them. */
    private static final List<List<String>> NAMES = List.of(
            List.of("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"),
            List.of("<fim_prefix>", "<fim_suffix>", "<fim_middle>"),
            List.of("<fim-prefix>", "<fim-suffix>", "<fim-middle>"),
            List.of("<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>"),
            List.of("<|code_prefix|>", "<|code_suffix|>", "<|code_middle|>"),
            List.of("<PRE>", "<SUF>", "<MID>"),
            List.of("▁<PRE>", "▁<SUF>", "▁<MID>"));

    /** Those of a vocabulary; empty where it has not all three. */
    static Optional<InfillTokens> of(Vocabulary vocabulary) {
        for (List<String> names : NAMES) {
            int[][] ids = names.stream().map(vocabulary::special).toArray(int[][]::new);
            if (ids[0].length > 0 && ids[1].length > 0 && ids[2].length > 0) {
                return Optional.of(new InfillTokens(ids[0][0], ids[1][0], ids[2][0]));
            }
        }
        return Optional.empty();
    }

    /** The prompt for a gap. The text before it is taken as text, too: it is a file's, and no template's. */
    int[] prompt(GivenPrompt before, String after, Tokenizer tokenizer) {
        int[] start = tokenizer.tokenizePrompt("");
        int[] head = switch (before) {
            case GivenPrompt.Text text -> tokenizer.tokenize(text.text(), SpecialTokens.AS_TEXT);
            case GivenPrompt.Tokens tokens -> tokens.ids();
            case GivenPrompt.Gap gap -> throw new IllegalArgumentException("a gap before a gap");
        };
        int[] tail = tokenizer.tokenize(after, SpecialTokens.AS_TEXT);
        return Stream.of(start, new int[] {prefix}, head, new int[] {suffix}, tail, new int[] {middle})
                .flatMapToInt(IntStream::of)
                .toArray();
    }
}
