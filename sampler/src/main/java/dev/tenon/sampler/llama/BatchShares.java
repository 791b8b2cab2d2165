package dev.tenon.sampler.llama;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many tokens of whom go into a batch: first those who have few left, which are next tokens, forced runs and the ends of
 * prompts; then parts of prompts, in equal shares, those first that have waited longest. What a short one does not need goes to
 * the others.
 */
final class BatchShares {
    /** Up to here it is few. */
    static final int FEW = 32;

    /** A prompt's smallest part: less would be a waste of the batch. */
    private static final int LEAST = 16;

    private BatchShares() {}

    /**
     * Somebody with tokens to evaluate.
     *
     * @param left how many, at least 1
     * @param turn when it last had a share: what is less has waited longer
     */
    record Claim(int left, long turn) {}

    /**
     * The shares, in the order of the claims.
     *
     * @param room tokens in a batch
     * @param promptRoom how many of them may be of prompts
     */
    static int[] of(List<Claim> claims, int room, int promptRoom) {
        int[] shares = new int[claims.size()];
        int left = room;
        for (int i : inTurn(claims)) {
            if (claims.get(i).left() <= FEW) {
                shares[i] = Math.min(left, claims.get(i).left());
                left -= shares[i];
            }
        }
        List<Integer> prompts =
                inTurn(claims).stream().filter(i -> claims.get(i).left() > FEW).toList();
        left = Math.min(left, promptRoom);
        int others = prompts.size();
        for (int i : prompts) {
            int share = Math.max(LEAST, left / others--);
            shares[i] = Math.min(Math.min(left, share), claims.get(i).left());
            left -= shares[i];
        }
        return shares;
    }

    /** Those who have waited longest first; of two alike, who has less. */
    private static List<Integer> inTurn(List<Claim> claims) {
        return IntStream.range(0, claims.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(i -> claims.get(i).turn())
                        .thenComparingInt(i -> claims.get(i).left()))
                .toList();
    }
}
