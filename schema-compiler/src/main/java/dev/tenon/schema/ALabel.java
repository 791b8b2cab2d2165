package dev.tenon.schema;

import dev.tenon.automaton.grammar.TextMachine;
import dev.tenon.schema.LabelText.Direction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What follows {@code xn--} in a label (RFC 5890, section 2.3.2.1): Punycode, in small letters, of a label beyond ASCII,
 * told step by step since no automaton of a reasonable size could.
 *
 * <p>The last hyphen ends the basic code points, and which one is the last nobody knows before the end. So a state has two
 * readings: all that was read are basic code points, or those before the last hyphen are and digits follow. The first one
 * can be completed as long as there is room for a hyphen and one more letter, so that what digits come to is asked only
 * where a label may end and where its room does.
 */
final class ALabel implements TextMachine {
    /** The letter that any basic code points can be completed with: few digits, and no rule asks for more. */
    private static final int LETTER = 0xDF;

    private static final int NONE = -1;

    /** No hyphens may be the third and fourth (RFC 5891, section 4.2.3.1). */
    private static final int HYPHENS = 4;

    private final Direction direction;
    private final int most;
    private final int hash;

    /** @param most how many octets may follow {@code xn--} */
    ALabel(Direction direction, int most) {
        this.direction = direction;
        this.most = most;
        this.hash = 31 * direction.hashCode() + most;
    }

    @Override
    public State start() {
        return new State(this, new byte[0], lengthWith(new byte[0]), 0, null, 0);
    }

    @Override
    public boolean holds(int byteValue) {
        return digit(byteValue) >= 0 || byteValue == '-';
    }

    /** Whether it is a text of this machine. */
    boolean matches(String text) {
        TextMachine.State state = start();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            state = state.step(b & 0xFF);
            if (state == null) {
                return false;
            }
        }
        return state.isAccepting();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ALabel that && direction == that.direction && most == that.most;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "A-label of " + most + " octets, " + direction;
    }

    private static int digit(int byteValue) {
        if (byteValue >= 'a' && byteValue <= 'z') {
            return byteValue - 'a';
        }
        return byteValue >= '0' && byteValue <= '9' ? byteValue - '0' + 26 : NONE;
    }

    /** How many octets a label has that begins with these basic code points, or -1 where there is none. */
    private int lengthWith(byte[] basic) {
        int count = basic.length;
        if (count == 0) {
            return lengthWith(new byte[] {'a'});
        }
        if (basic[0] == '-' || (count > 3 && basic[2] == '-' && basic[3] == '-')) {
            return NONE;
        }
        boolean isDigit = basic[0] < 'a';
        if (direction == Direction.LEFT_TO_RIGHT || !isDigit) {
            return fitting(count + 1 + PunycodeReader.digitsOfFirst(LETTER, count, count));
        }
        // A name with a Bidi label has no label that begins with a digit: the letter goes before it.
        if (count > 2 && basic[1] == '-' && basic[2] == '-') {
            return NONE;
        }
        int all = basic[count - 1] == '-' ? count + 1 : count;
        return fitting(all + 1 + PunycodeReader.digitsOfFirst(LETTER, all, 0));
    }

    private int fitting(int length) {
        return length <= most ? length : NONE;
    }

    /** A place in a label. */
    static final class State implements TextMachine.State {
        /** No reading ends the basic code points. */
        private static final int NO_DIGITS = -1;

        private final ALabel machine;
        private final byte[] read;
        /** Octets of a label of which all that was read are basic code points; -1 where there is none. */
        private final int asBasic;
        /** Where digits begin, after the last hyphen; -1 where they make no label. */
        private final int digitsFrom;
        /** The decoder after the first so many octets, as a start for {@link #digits}; null where they begin there. */
        private final @Nullable PunycodeReader known;

        private final int knownAt;
        /** Made where it is first asked for; whoever makes it makes the same. Null where it was not, or there is none. */
        private @Nullable PunycodeReader digits;

        private State(
                ALabel machine, byte[] read, int asBasic, int digitsFrom, @Nullable PunycodeReader known, int knownAt) {
            this.machine = machine;
            this.read = read;
            this.asBasic = asBasic;
            this.digitsFrom = digitsFrom;
            this.known = known;
            this.knownAt = knownAt;
        }

        @Override
        public @Nullable State step(int byteValue) {
            int length = read.length;
            int digit = digit(byteValue);
            if ((digit < 0 && byteValue != '-') || length == machine.most) {
                return null;
            }
            byte[] longer = Arrays.copyOf(read, length + 1);
            longer[length] = (byte) byteValue;
            int basic = asBasic == NONE ? NONE : machine.lengthWith(longer);
            State next;
            if (digit < 0) {
                int from = asBasic == NONE || length == 0 ? NO_DIGITS : length + 1;
                next = new State(machine, longer, basic, from, null, length + 1);
            } else {
                PunycodeReader before = digits;
                next = before == null
                        ? new State(machine, longer, basic, digitsFrom, known, knownAt)
                        : new State(machine, longer, basic, digitsFrom, before, length);
            }
            return basic != NONE || next.canEndByDigits() ? next : null;
        }

        private boolean canEndByDigits() {
            PunycodeReader reader = digits();
            return reader != null && reader.canEnd(machine.most - read.length);
        }

        /** The reading by which the last hyphen has ended the basic code points; null where it makes no label. */
        private @Nullable PunycodeReader digits() {
            PunycodeReader reader = digits;
            if (reader == null && digitsFrom != NO_DIGITS) {
                reader = known == null ? PunycodeReader.after(basic(), machine.direction) : known;
                for (int at = knownAt; reader != null && at < read.length; at++) {
                    reader = reader.read(digit(read[at]));
                }
                digits = reader;
            }
            return reader;
        }

        @Override
        public boolean isAccepting() {
            PunycodeReader reader = digits();
            return reader != null && reader.isLabel();
        }

        /** Past the places where hyphens matter, letters and hyphens go on as long as there is room for the end. */
        @Override
        public int free() {
            int end = 2 + PunycodeReader.digitsOfFirst(LETTER, machine.most, machine.most);
            return asBasic == NONE || read.length < HYPHENS ? 0 : Math.max(0, machine.most - end - read.length);
        }

        @Override
        public int leastBytes() {
            int room = (asBasic == NONE ? machine.most : asBasic) - read.length;
            PunycodeReader reader = digits();
            return reader == null ? room : Math.min(room, reader.leastDigits(room));
        }

        private int[] basic() {
            int[] basic = new int[Math.max(0, digitsFrom - 1)];
            for (int i = 0; i < basic.length; i++) {
                basic[i] = read[i];
            }
            return basic;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof State that && machine.equals(that.machine) && Arrays.equals(read, that.read);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(read) * 31 + machine.hash;
        }
    }
}
