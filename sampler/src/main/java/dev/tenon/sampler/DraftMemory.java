package dev.tenon.sampler;

import java.util.Arrays;

/**
 * What came after which tokens in texts of one grammar: a guess at what comes next. Keys, white space and whatever a grammar leaves
 * little choice about are guessed well after a text or two. A guess costs its evaluation and nothing else, for what the model chooses
 * decides. Thread-safe; of fixed size, so that what is seldom gives way to what is frequent.
 */
final class DraftMemory {
    /** The longer row of tokens says more, the shorter one is known sooner. */
    private final Followers afterMany = new Followers(6);

    private final Followers afterFew = new Followers(3);

    /**
     * Tokens that may come next, one after the other.
     *
     * @param trust how likely each is where those before it came
     */
    record Guess(int[] tokens, double[] trust) {}

    /** Notes the last token of {@code text[0 .. count)}, which begins where a text begins. */
    synchronized void learn(int[] text, int count) {
        afterMany.learn(text, count);
        afterFew.learn(text, count);
    }

    /**
     * What probably comes after {@code text[0 .. count)}.
     *
     * @param limit most tokens of a guess
     */
    synchronized Guess guess(int[] text, int count, int limit) {
        int[] ahead = Arrays.copyOf(Arrays.copyOf(text, count), count + limit);
        double[] trust = new double[limit];
        int length = 0;
        while (length < limit) {
            int end = count + length;
            int slot = afterMany.find(ahead, end);
            Followers best = slot < 0 ? afterFew : afterMany;
            slot = slot < 0 ? afterFew.find(ahead, end) : slot;
            if (slot < 0) {
                break;
            }
            ahead[end] = best.token(slot);
            trust[length++] = best.trust(slot);
        }
        return new Guess(Arrays.copyOfRange(ahead, count, count + length), Arrays.copyOf(trust, length));
    }

    /** For each row of so many tokens the one that followed it, and how often it did of late. */
    private static final class Followers {
        private static final int SLOT_BITS = 12;
        private static final int SURE = 7;
        /** Stands in for the tokens before the first. */
        private static final int NOTHING = -1;

        private final int length;
        private final int[] rows = new int[1 << SLOT_BITS];
        private final int[] tokens = new int[1 << SLOT_BITS];
        private final byte[] sureness = new byte[1 << SLOT_BITS];
        /** Of how many tokens that were expected with this sureness how many came, old ones counting less; at first a guess. */
        private final double[] expected = new double[SURE + 1];

        private final double[] came = new double[SURE + 1];

        Followers(int length) {
            this.length = length;
            for (int sure = 1; sure <= SURE; sure++) {
                expected[sure] = 4;
                came[sure] = 4 * (0.5 + 0.06 * sure);
            }
        }

        void learn(int[] text, int count) {
            int row = hash(text, count - 1);
            int slot = slot(row);
            int token = text[count - 1];
            int sure = sureness[slot];
            if (sure > 0 && rows[slot] == row) {
                boolean right = tokens[slot] == token;
                expected[sure] = 0.98 * expected[sure] + 1;
                came[sure] = 0.98 * came[sure] + (right ? 1 : 0);
                if (right) {
                    sureness[slot] = (byte) Math.min(SURE, sure + 1);
                    return;
                }
            }
            if (sure > 2) {
                sureness[slot] = (byte) (sure - 2);
                return;
            }
            rows[slot] = row;
            tokens[slot] = token;
            sureness[slot] = 1;
        }

        /** Where what follows a text is noted; below 0 where it is not. */
        int find(int[] text, int count) {
            int row = hash(text, count);
            int slot = slot(row);
            return sureness[slot] > 0 && rows[slot] == row ? slot : -1;
        }

        int token(int slot) {
            return tokens[slot];
        }

        double trust(int slot) {
            return came[sureness[slot]] / expected[sureness[slot]];
        }

        private int hash(int[] text, int count) {
            int hash = 0;
            for (int i = count - length; i < count; i++) {
                hash = (hash + (i < 0 ? NOTHING : text[i]) + 1) * 0x9E3779B1;
                hash ^= hash >>> 15;
            }
            return hash * 0x85EBCA6B;
        }

        private static int slot(int hash) {
            return hash >>> (Integer.SIZE - SLOT_BITS);
        }
    }
}
