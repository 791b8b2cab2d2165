package dev.tenon.sampler;

import java.util.Arrays;

/**
 * Brings the best candidates to the front without sorting the rest, in expected O(count). Candidates are strictly ordered
 * (logit, then id), so that which ones are kept does not depend on how they lay.
 *
 * <p>Candidates are dealt into buckets by how far their logits are below the greatest; one bucket holds the border
 * between what is kept and what is not, and only in that one the border is searched for, by quickselect. Not
 * thread-safe; used again for every step.
 */
final class Selection {
    private static final int BUCKETS = 1024;
    /** Buckets a unit of logit: those above the last one reach 32 units down, e^-32 of the best. */
    private static final float SCALE = BUCKETS / 32f;

    private final int[] counts = new int[BUCKETS];
    private final double[] masses = new double[BUCKETS];

    /** Keeps the k best. */
    void keepBest(Candidates candidates, int k) {
        int count = candidates.count();
        if (k >= count) {
            return;
        }
        float greatest = candidates.logit(candidates.greatest());
        Arrays.fill(counts, 0);
        for (int i = 0; i < count; i++) {
            counts[bucket(candidates, i, greatest)]++;
        }
        int border = 0;
        int before = 0;
        while (before + counts[border] < k) {
            before += counts[border++];
        }
        int low = bringForward(candidates, greatest, border, 0);
        int high = bringForward(candidates, greatest, border + 1, low);
        while (high - low > 1) {
            int pivot = partition(candidates, low, high);
            if (pivot == k) {
                break;
            }
            if (pivot > k) {
                high = pivot;
            } else {
                low = pivot + 1;
            }
        }
        candidates.keepFirst(k);
    }

    /**
     * Keeps the smallest set of best candidates whose weights sum up to at least the mass, and at least one candidate.
     * The weights must be set.
     */
    void keepMass(Candidates candidates, double mass) {
        int count = candidates.count();
        float greatest = candidates.logit(candidates.greatest());
        Arrays.fill(masses, 0);
        for (int i = 0; i < count; i++) {
            masses[bucket(candidates, i, greatest)] += candidates.weight(i);
        }
        int border = 0;
        double missing = mass;
        while (border < BUCKETS - 1 && masses[border] < missing) {
            missing -= masses[border++];
        }
        int low = bringForward(candidates, greatest, border, 0);
        int high = bringForward(candidates, greatest, border + 1, low);
        while (high - low > 1) {
            int pivot = partition(candidates, low, high);
            double before = 0;
            for (int i = low; i < pivot; i++) {
                before += candidates.weight(i);
            }
            if (before >= missing) {
                high = Math.max(pivot, low + 1);
            } else {
                missing -= before + candidates.weight(pivot);
                low = pivot + 1;
                if (missing <= 0) {
                    high = low;
                }
            }
        }
        candidates.keepFirst(Math.max(high, 1));
    }

    /** The buckets follow the order of the logits, the greatest in bucket 0. */
    private static int bucket(Candidates candidates, int index, float greatest) {
        // A distance beyond all ints is cast to the greatest one.
        return Math.min((int) ((greatest - candidates.logit(index)) * SCALE), BUCKETS - 1);
    }

    /** Moves those in buckets before the end to {@code [from, result)}; what lies before from stays. */
    private static int bringForward(Candidates candidates, float greatest, int endBucket, int from) {
        int front = from;
        int count = candidates.count();
        for (int i = from; i < count; i++) {
            if (bucket(candidates, i, greatest) < endBucket) {
                if (i != front) {
                    candidates.swap(i, front);
                }
                front++;
            }
        }
        return front;
    }

    /** Moves those of {@code [low, high)} that are before a pivot to the front, and returns the pivot's index. */
    private static int partition(Candidates candidates, int low, int high) {
        int last = high - 1;
        candidates.swap(pivot(candidates, low, high), last);
        int front = low;
        for (int i = low; i < last; i++) {
            if (candidates.isBefore(i, last)) {
                if (i != front) {
                    candidates.swap(i, front);
                }
                front++;
            }
        }
        candidates.swap(front, last);
        return front;
    }

    /** The median of three places that are scattered by a hash, so that no usual order of the input is a bad one. */
    private static int pivot(Candidates candidates, int low, int high) {
        int length = high - low;
        long hash = (low * 0x9E3779B97F4A7C15L) ^ (high * 0xC2B2AE3D27D4EB4FL);
        int a = low + (int) ((hash >>> 33) % length);
        int b = low + (int) (((hash * 0x9E3779B97F4A7C15L) >>> 33) % length);
        int c = low + length / 2;
        if (candidates.isBefore(a, b)) {
            return candidates.isBefore(b, c) ? b : candidates.isBefore(a, c) ? c : a;
        }
        return candidates.isBefore(a, c) ? a : candidates.isBefore(b, c) ? c : b;
    }
}
