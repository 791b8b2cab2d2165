package dev.tenon.sampler;

import java.util.random.RandomGenerator;

/**
 * What one text wants to become. It is drawn anew for each, so that short texts and long ones come up, and flat ones and deep
 * ones, where a coin tossed at each step would make them all alike.
 *
 * @param goOn how likely an array, an object, a number or the text itself goes on where it may end
 * @param closeString how likely a string ends where it may go on
 * @param maxBytes from where on the shortest way to the end is taken
 */
record TextWill(double goOn, double closeString, long maxBytes) {
    private static final double[] GO_ON = {0.5, 0.8, 0.9, 0.95};

    /**
     * Any will.
     *
     * @param least how long the shortest text is
     * @param most how long a text may become
     */
    static TextWill draw(long least, long most, RandomGenerator random) {
        double goOn = GO_ON[random.nextInt(GO_ON.length)];
        double closeString = 1.0 / (2 << random.nextInt(5));
        long maxBytes = random.nextBoolean() ? most : random.nextLong(least, most + 1);
        return new TextWill(goOn, closeString, maxBytes);
    }
}
