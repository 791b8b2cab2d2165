package dev.tenon.sampler;

/**
 * Brings the best candidates to the front without sorting the rest: quickselect, expected O(count). Candidates are
 * strictly ordered (logit, then id), so that which ones are kept does not depend on how they lay.
 */
final class Selection {
    private Selection() {}

    /** Keeps the k best. */
    static void keepBest(Candidates candidates, int k) {
        if (k >= candidates.count()) {
            return;
        }
        int low = 0;
        int high = candidates.count();
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
    static void keepMass(Candidates candidates, double mass) {
        int low = 0;
        int high = candidates.count();
        double missing = mass;
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
