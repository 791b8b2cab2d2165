package dev.tenon.sampler.llama;

/**
 * How long a batch of one sequence takes by its size, as a multiple of a batch of one token: a line through what was measured
 * lately. Thread-safe.
 */
final class BatchCosts {
    /** Larger ones are prompts, which are not on the same line. */
    static final int GREATEST = 32;

    /** What is older counts less and less. */
    private static final double KEPT = 0.97;

    /** One that took so much longer than expected was disturbed, and counts as this. */
    private static final double DISTURBED = 1.5;

    private static final double WEIGHT = 0.1;

    /** Nanoseconds for one token; 0 before it is known. */
    private double single;

    // Sums of a weighted least-squares line: of weights, sizes, squared sizes, costs, and costs times sizes. It begins
    // with two points that make several tokens look cheap, so that they are tried.
    private double weights = 2;
    private double sizes = 2 + 16;
    private double squares = 2 * 2 + 16 * 16;
    private double costs = 1.2 + 2;
    private double products = 1.2 * 2 + 2 * 16;

    /** A batch of one sequence took so long. */
    synchronized void add(int tokens, long nanos) {
        if (tokens == 1) {
            single = single == 0
                    ? (double) nanos
                    : single + WEIGHT * (Math.min((double) nanos, DISTURBED * single) - single);
        } else if (tokens <= GREATEST && single > 0) {
            double cost = Math.min(nanos / single, DISTURBED * of(tokens));
            weights = KEPT * weights + 1;
            sizes = KEPT * sizes + tokens;
            squares = KEPT * squares + (double) tokens * tokens;
            costs = KEPT * costs + cost;
            products = KEPT * products + cost * tokens;
        }
    }

    /** The cost of a batch; at least 1, and 1 for one token. */
    synchronized double of(int tokens) {
        if (tokens == 1) {
            return 1;
        }
        double spread = weights * squares - sizes * sizes;
        double mean = costs / weights;
        // Where all are of one size there is no line: then each token costs as much.
        double slope = spread > 1e-6 * squares * weights
                ? (weights * products - sizes * costs) / spread
                : costs / Math.max(1, sizes);
        return Math.max(1, mean + Math.max(0, slope) * (tokens - sizes / weights));
    }
}
