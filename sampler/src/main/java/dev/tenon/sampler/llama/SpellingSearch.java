package dev.tenon.sampler.llama;

import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the fewest text tokens whose bytes are exactly a given text: what is left when a model's own tokenizer does not keep the
 * text as it is. Immutable, thread-safe. Time grows with the text's length and the length of the tokens that match in it.
 */
final class SpellingSearch {
    private static final int UNREACHED = Integer.MAX_VALUE;

    private final TokenTable table;
    /** Text tokens in the order of their bytes. */
    private final int[] sorted;

    SpellingSearch(TokenTable table) {
        this.table = table;
        this.sorted = IntStream.range(0, table.size())
                .filter(token -> table.kinds()[token] == TokenKind.TEXT)
                .boxed()
                .sorted((a, b) ->
                        Arrays.compareUnsigned(table.pieces(), start(a), end(a), table.pieces(), start(b), end(b)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The tokens, or nothing when the vocabulary cannot spell the text. */
    Optional<int[]> spell(byte[] text) {
        // counts[i]: fewest tokens for text[0 .. i); last[i]: the last of them.
        int[] counts = new int[text.length + 1];
        int[] last = new int[text.length + 1];
        Arrays.fill(counts, 1, counts.length, UNREACHED);
        for (int at = 0; at < text.length; at++) {
            if (counts[at] != UNREACHED) {
                extend(text, at, counts, last);
            }
        }
        if (counts[text.length] == UNREACHED) {
            return Optional.empty();
        }
        int[] tokens = new int[counts[text.length]];
        int at = text.length;
        for (int i = tokens.length - 1; i >= 0; i--) {
            tokens[i] = last[at];
            at -= end(last[at]) - start(last[at]);
        }
        return Optional.of(tokens);
    }

    /** Tries every token that stands in the text at a place, by narrowing the sorted range byte by byte. */
    private void extend(byte[] text, int at, int[] counts, int[] last) {
        int low = 0;
        int high = sorted.length;
        for (int depth = 0; low < high; depth++) {
            // All tokens in [low, high) agree with the text in their first "depth" bytes; the shortest comes first.
            if (depth > 0 && end(sorted[low]) - start(sorted[low]) == depth && counts[at] + 1 < counts[at + depth]) {
                counts[at + depth] = counts[at] + 1;
                last[at + depth] = sorted[low];
            }
            if (at + depth == text.length) {
                return;
            }
            int wanted = text[at + depth] & 0xFF;
            low = firstWithByteAtLeast(low, high, depth, wanted);
            high = firstWithByteAtLeast(low, high, depth, wanted + 1);
        }
    }

    private int firstWithByteAtLeast(int from, int to, int depth, int wanted) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (byteAt(sorted[middle], depth) < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** -1 past the end, so that a shorter token comes before those it begins. */
    private int byteAt(int token, int depth) {
        int at = start(token) + depth;
        return at < end(token) ? table.pieces()[at] & 0xFF : -1;
    }

    private int start(int token) {
        return table.offsets()[token];
    }

    private int end(int token) {
        return table.offsets()[token + 1];
    }
}
