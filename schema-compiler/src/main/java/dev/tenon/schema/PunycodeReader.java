package dev.tenon.schema;

import dev.tenon.schema.IdnRepertoire.Range;
import dev.tenon.schema.LabelText.Direction;
import dev.tenon.schema.LabelText.Verdict;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The decoder of Punycode (RFC 3492, section 6.2) between two digits: the text so far, where in it the last code point went
 * in, and the difference being read. Immutable.
 *
 * <p>Every code point that goes in must leave a label, or one that {@linkplain Verdict#LACKING lacks} a single letter. So
 * labels are left out whose code points make one only once several more have come; those that come in the order of their
 * numbers, marks after letters, seldom do.
 *
 * <p>A number has exactly one spelling from each digit on. So after digits worth {@code value}, the next one weighing
 * {@code weight}, the differences that can still come of it are {@code value + weight * x} for every {@code x >= 0} that the
 * digits left can spell: whether any of these leaves a label is a search in an arithmetic progression.
 */
final class PunycodeReader {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 0x80;

    private final Direction direction;
    private final int[] text;
    /** What the last code point left; {@link Verdict#NONE} where none went in. */
    private final Verdict verdict;
    /** The least code point that may go in, and the first place for it. */
    private final int n;

    private final int i;
    private final int bias;
    private final boolean isFirst;
    /** Of the difference being read: what its digits are worth, what the next one weighs, its threshold's position. */
    private final long value;

    private final long weight;
    private final int k;

    private PunycodeReader(
            Direction direction,
            int[] text,
            Verdict verdict,
            int n,
            int i,
            int bias,
            boolean isFirst,
            long value,
            long weight,
            int k) {
        this.direction = direction;
        this.text = text;
        this.verdict = verdict;
        this.n = n;
        this.i = i;
        this.bias = bias;
        this.isFirst = isFirst;
        this.value = value;
        this.weight = weight;
        this.k = k;
    }

    /** The decoder before the first digit. */
    static PunycodeReader after(int[] basic, Direction direction) {
        return new PunycodeReader(direction, basic, Verdict.NONE, INITIAL_N, 0, INITIAL_BIAS, true, 0, 1, BASE);
    }

    /** How many digits it takes to put a code point into a text of basic ones. */
    static int digitsOfFirst(int codePoint, int count, int place) {
        return digits((long) (codePoint - INITIAL_N) * (count + 1) + place, BASE, INITIAL_BIAS);
    }

    /** Whether what was read is a label. */
    boolean isLabel() {
        return k == BASE && verdict == Verdict.LABEL;
    }

    /** The decoder after a digit (0..35), or null where it makes no label. */
    @Nullable
    PunycodeReader read(int digit) {
        int places = text.length + 1;
        long sum = value + digit * weight;
        if (sum > (long) (IdnRepertoire.LAST + 1 - n) * places) {
            return null;
        }
        int threshold = threshold(k, bias);
        if (digit >= threshold) {
            return new PunycodeReader(
                    direction, text, verdict, n, i, bias, isFirst, sum, weight * (BASE - threshold), k + BASE);
        }
        int codePoint = (int) (n + (i + sum) / places);
        int place = (int) ((i + sum) % places);
        if (!IdnRepertoire.has(codePoint)) {
            return null;
        }
        int[] longer = new int[places];
        insert(codePoint, place, longer);
        Verdict left = LabelText.judge(longer, places, direction);
        return left == Verdict.NONE
                ? null
                : new PunycodeReader(
                        direction, longer, left, codePoint, place + 1, adapt(sum, places, isFirst), false, 0, 1, BASE);
    }

    /** Whether this is a label or can become one by one more code point, with so many digits. */
    boolean canEnd(int digits) {
        if (isLabel()) {
            return true;
        }
        int[] scratch = new int[text.length + 1];
        // The large ranges are the last, and whatever is a letter is as good as another most of the time.
        for (int at = IdnRepertoire.all().size() - 1; at >= 0; at--) {
            Range range = IdnRepertoire.all().get(at);
            if (range.last() < n) {
                return false;
            }
            if (leastDigits(range, digits, scratch) > 0) {
                return true;
            }
        }
        return false;
    }

    /** The least number of digits by which this becomes a label, 0 if it is one; more than {@code most} if it needs more. */
    int leastDigits(int most) {
        if (isLabel()) {
            return 0;
        }
        int[] scratch = new int[text.length + 1];
        for (Range range : IdnRepertoire.all()) {
            int digits = range.last() < n ? 0 : leastDigits(range, most, scratch);
            if (digits > 0) {
                return digits;
            }
        }
        return most + 1;
    }

    /** The least number of digits by which a code point of the range makes this a label; 0 if that takes more than most. */
    private int leastDigits(Range range, int most, int[] scratch) {
        int places = text.length + 1;
        long first = (long) (Math.max(range.first(), n) - n) * places - (range.first() > n ? i : 0);
        long last = (long) (range.last() - n) * places + text.length - i;
        long x = first <= value ? 0 : (first - value + weight - 1) / weight;
        // In uniform ranges the place alone decides, and the places come again.
        long tries = range.isUniform() ? places : Long.MAX_VALUE;
        for (; value + weight * x <= last && tries > 0 && digits(x, k, bias) <= most; x++, tries--) {
            long at = i + value + weight * x;
            insert((int) (n + at / places), (int) (at % places), scratch);
            if (LabelText.judge(scratch, places, direction) == Verdict.LABEL) {
                return digits(x, k, bias);
            }
        }
        return 0;
    }

    private void insert(int codePoint, int place, int[] longer) {
        System.arraycopy(text, 0, longer, 0, place);
        longer[place] = codePoint;
        System.arraycopy(text, place, longer, place + 1, text.length - place);
    }

    /** How many digits spell a number where the first has the threshold of position {@code k}. */
    private static int digits(long number, int k, int bias) {
        int digits = 1;
        long rest = number;
        for (int at = k; rest >= threshold(at, bias); at += BASE) {
            rest = (rest - threshold(at, bias)) / (BASE - threshold(at, bias));
            digits++;
        }
        return digits;
    }

    private static int threshold(int k, int bias) {
        return Math.min(T_MAX, Math.max(T_MIN, k - bias));
    }

    /** RFC 3492, section 6.1. */
    private static int adapt(long difference, int count, boolean isFirst) {
        long delta = isFirst ? difference / DAMP : difference / 2;
        delta += delta / count;
        int k = 0;
        while (delta > (BASE - T_MIN) * T_MAX / 2) {
            delta /= BASE - T_MIN;
            k += BASE;
        }
        return (int) (k + (BASE - T_MIN + 1) * delta / (delta + SKEW));
    }

    @Override
    public String toString() {
        return Arrays.toString(text);
    }
}
