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

    private final Direction direction;
    private final int most;
    private final int hash;

    /** @param most how many octets may follow {@code xn--} */
    ALabel(Direction direction, int most) {
        this.direction = direction;
        this.most = most;
        this.hash = 31 * direction.ordinal() + most;
    }

    @Override
    public State start() {
        return new State(this, new byte[0], lengthWith(new byte[0]), PunycodeReader.after(new int[0], direction));
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
        private final ALabel machine;
        private final byte[] read;
        /** Octets of a label of which all that was read are basic code points; -1 where there is none. */
        private final int asBasic;
        /** The reading by which the last hyphen has ended these; null where it makes no label. */
        private final @Nullable PunycodeReader digits;

        private State(ALabel machine, byte[] read, int asBasic, @Nullable PunycodeReader digits) {
            this.machine = machine;
            this.read = read;
            this.asBasic = asBasic;
            this.digits = digits;
        }

        @Override
        public @Nullable State step(int byteValue) {
            int digit = digit(byteValue);
            if ((digit < 0 && byteValue != '-') || read.length == machine.most) {
                return null;
            }
            PunycodeReader next;
            if (digit >= 0) {
                next = digits == null ? null : digits.read(digit);
            } else {
                next = asBasic == NONE || read.length == 0 ? null : PunycodeReader.after(basic(), machine.direction);
            }
            byte[] longer = Arrays.copyOf(read, read.length + 1);
            longer[read.length] = (byte) byteValue;
            int length = asBasic == NONE ? NONE : machine.lengthWith(longer);
            if (length == NONE && (next == null || !next.canEnd(machine.most - longer.length))) {
                return null;
            }
            return new State(machine, longer, length, next);
        }

        @Override
        public boolean isAccepting() {
            return digits != null && digits.isLabel();
        }

        @Override
        public int leastBytes() {
            if (isAccepting()) {
                return 0;
            }
            int room = (asBasic == NONE ? machine.most : asBasic) - read.length;
            return digits == null ? room : Math.min(room, digits.leastDigits(room));
        }

        private int[] basic() {
            int[] basic = new int[read.length];
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
