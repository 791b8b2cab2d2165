package dev.tenon.sampler.llama;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What can become of a GGUF file on its way: the same damage for the same number. A file is cut short, bits are flipped in its header or
 * anywhere, a stretch is zero as in a download that did not end, or a number of its header is one that cannot be.
 */
final class GgufDamage {
    private static final long[] ABSURD = {
        0,
        1,
        3,
        7,
        31,
        63,
        255,
        513,
        1_000,
        65_535,
        65_536,
        1 << 20,
        Integer.MAX_VALUE,
        0x8000_0000L,
        0xFFFF_FFFFL,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
    };
    private static final int ARRAY = 9;
    private static final int STRING = 8;
    /** [type] -> bytes; 0 for those whose size is in the file. */
    private static final int[] SCALAR_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
    /** Of a long list, so many are enough. */
    private static final int ELEMENTS = 3;

    private static final int SECTOR = 512;

    private final byte[] whole;
    private final List<Field> fields = new ArrayList<>();
    private int headerEnd;

    /** A number in the header. */
    private record Field(String what, int offset, int bytes) {}

    /**
     * A damaged file.
     *
     * @param what became of it, for people
     */
    record Damaged(String what, byte[] content) {}

    GgufDamage(byte[] whole) {
        this.whole = whole.clone();
        findFields(ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** How many damages there are of the kind that changes a number of the header. */
    int numbers() {
        return fields.size() * ABSURD.length;
    }

    /** A number of the header is another: all there are, one after the other. */
    Damaged number(int number) {
        Field field = fields.get(number / ABSURD.length % fields.size());
        long value = ABSURD[number % ABSURD.length];
        byte[] content = whole.clone();
        for (int i = 0; i < field.bytes; i++) {
            content[field.offset + i] = (byte) (value >> (8 * i));
        }
        return new Damaged(String.format(Locale.ROOT, "%s is %d", field.what, value), content);
    }

    /** Any other damage, by lot. */
    Damaged any(int number) {
        SplittableRandom random = new SplittableRandom(number);
        byte[] content = whole.clone();
        return switch (number % 5) {
            case 0 -> {
                int length = random.nextInt(headerEnd);
                yield new Damaged("cut in the header to " + length, Arrays.copyOf(content, length));
            }
            case 1 -> {
                int length = random.nextInt(content.length);
                yield new Damaged("cut to " + length, Arrays.copyOf(content, length));
            }
            case 2 -> flipped(content, headerEnd, random);
            case 3 -> flipped(content, content.length, random);
            default -> {
                int from = random.nextInt(random.nextBoolean() ? headerEnd : content.length);
                int to = Math.min(content.length, from + random.nextInt(1, 2 * SECTOR));
                Arrays.fill(content, from, to, (byte) 0);
                yield new Damaged("zero from " + from + " to " + to, content);
            }
        };
    }

    private static Damaged flipped(byte[] content, int end, SplittableRandom random) {
        StringBuilder what = new StringBuilder("flipped");
        for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
            int at = random.nextInt(end);
            int bit = random.nextInt(8);
            content[at] ^= (byte) (1 << bit);
            what.append(" bit ").append(bit).append(" of byte ").append(at);
        }
        return new Damaged(what.toString(), content);
    }

    private void findFields(ByteBuffer in) {
        in.position(4);
        note(in, "version", Integer.BYTES);
        long tensors = note(in, "number of tensors", Long.BYTES);
        long values = note(in, "number of values", Long.BYTES);
        for (long i = 0; i < values; i++) {
            String key = name(in, "key " + i);
            value(in, key, (int) note(in, "type of " + key, Integer.BYTES));
        }
        for (long i = 0; i < tensors; i++) {
            String name = name(in, "tensor " + i);
            long dimensions = note(in, "dimensions of " + name, Integer.BYTES);
            for (long d = 0; d < dimensions; d++) {
                note(in, "dimension " + d + " of " + name, Long.BYTES);
            }
            note(in, "type of " + name, Integer.BYTES);
            note(in, "offset of " + name, Long.BYTES);
        }
        headerEnd = in.position();
    }

    private void value(ByteBuffer in, String key, int type) {
        if (type == STRING) {
            int length = (int) note(in, "length of " + key, Long.BYTES);
            in.position(in.position() + length);
        } else if (type != ARRAY) {
            note(in, key, SCALAR_BYTES[type]);
        } else {
            int element = (int) note(in, "type of the elements of " + key, Integer.BYTES);
            long count = note(in, "elements of " + key, Long.BYTES);
            for (long i = 0; i < count; i++) {
                int bytes = element == STRING ? (int) in.getLong(in.position()) : SCALAR_BYTES[element];
                if (i < ELEMENTS) {
                    note(in, key + "[" + i + "]", element == STRING ? Long.BYTES : bytes);
                } else {
                    in.position(in.position() + (element == STRING ? Long.BYTES : bytes));
                }
                in.position(in.position() + (element == STRING ? bytes : 0));
            }
        }
    }

    private String name(ByteBuffer in, String what) {
        byte[] name = new byte[(int) note(in, "length of " + what, Long.BYTES)];
        in.get(name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private long note(ByteBuffer in, String what, int bytes) {
        int at = in.position();
        fields.add(new Field(what, at, bytes));
        in.position(at + bytes);
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << 8) | (in.get(at + i) & 0xFF);
        }
        return value;
    }
}
