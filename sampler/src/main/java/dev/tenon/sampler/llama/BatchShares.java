package dev.tenon.sampler.llama;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many tokens of whom go into a batch, those first that have waited longest. Of prompts short ones go whole, one after the other,
 * since many small parts of many prompts take longer together and none is done sooner; longer ones get equal shares of what is left.
 */
final class BatchShares {
    /** Up to here it is few. */
    static final int FEW = 32;

    /** Up to here a prompt is short. */
    static final int SHORT = 128;

    /** Attention is worked out for blocks of so many tokens, and token by token for what is no whole block. */
    private static final int BLOCK = 64;

    private BatchShares() {}

    /**
     * Somebody with tokens to evaluate.
     *
     * @param left how many, at least 1
     * @param turn when it last had a share: what is less has waited longer
     */
    record Claim(int left, long turn) {}

    /** The shares of those who go on with their texts, in the order of the claims: as many as they want, as long as there is room. */
    static int[] ofTexts(List<Claim> claims, int room) {
        int[] shares = new int[claims.size()];
        int left = room;
        for (int i : inTurn(claims)) {
            shares[i] = Math.min(left, claims.get(i).left());
            left -= shares[i];
        }
        return shares;
    }

    /** The shares of prompts, in the order of the claims. Who has waited longest gets one. */
    static int[] ofPrompts(List<Claim> claims, int room) {
        int[] shares = new int[claims.size()];
        int left = room;
        int others = claims.size();
        for (int i : inTurn(claims)) {
            int wanted = claims.get(i).left();
            int share = wanted <= SHORT ? wanted : Math.min(wanted, Math.max(BLOCK, left / others));
            if (share > left) {
                share = left == room ? room : 0;
            }
            shares[i] = share == wanted ? share : inBlocks(share);
            left -= shares[i];
            others--;
        }
        return shares;
    }

    private static int inBlocks(int tokens) {
        return tokens < BLOCK ? tokens : tokens - tokens % BLOCK;
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
