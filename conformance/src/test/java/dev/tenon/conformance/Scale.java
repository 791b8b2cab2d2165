package dev.tenon.conformance;

/**
 * How much a test does: a little in every build, all that was promised with {@code -Dtenon.long=true}, and as a figure
 * in the build's log either way.
 */
public final class Scale {
    private static final boolean LONG = Boolean.getBoolean("tenon.long");

    private Scale() {}

    /** Whether this is a long run. */
    public static boolean isLong() {
        return LONG;
    }

    /** How many, in a short run and in a long one. */
    public static int of(int inShort, int inLong) {
        return LONG ? inLong : inShort;
    }

    /** Puts a figure into the test's output, for the record. */
    public static void report(String figure) {
        System.out.println("[conformance] " + figure);
    }
}
