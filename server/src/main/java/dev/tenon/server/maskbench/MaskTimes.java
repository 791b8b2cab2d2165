package dev.tenon.server.maskbench;

/**
 * What each mask and the acceptance after it took, over all instances of a case, one instance after the other.
 *
 * <p>The clock that stops for nothing counts what the machine did besides, compiler and garbage collector included; the time
 * of the processor counts what this thread did alone, less what reading it takes.
 *
 * @param nanos by the clock, one for each token that a mask was made for, and one for each end that was reached
 * @param cpuNanos the thread's time on a processor, in the same order
 * @param counts how many of them belong to each instance
 */
public record MaskTimes(long[] nanos, long[] cpuNanos, int[] counts) {
    static final MaskTimes NONE = new MaskTimes(new long[0], new long[0], new int[0]);

    /** How many there are in all. */
    public int count() {
        return nanos.length;
    }
}
