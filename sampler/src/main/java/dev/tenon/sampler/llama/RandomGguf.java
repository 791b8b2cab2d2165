package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Writes a model of random weights, as small as one likes: for tests, and for measuring everything but the model. Its texts are
 * noise, the same for the same seed. It has the layers of Llama, or those of BERT where it is to make vectors, in 32-bit floats.
 */
public final class RandomGguf {
    private static final int ALIGNMENT = 32;
    private static final int VERSION = 3;

    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    /** [type] -> bytes; 0 for those whose size is in the file. */
    private static final int[] SCALAR_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    /** {@code enum llama_token_type}. */
    private static final int UNKNOWN_TOKEN = 2;

    private static final int CONTROL_TOKEN = 3;
    private static final int BYTE_TOKEN = 6;

    private static final int BYTES = 256;
    private static final String TOKENS = "tokenizer.ggml.tokens";

    private final Family family;
    private final Shape shape;
    private final Random random;
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private int valueCount;
    private int tokenCount;

    /**
     * How large a model is.
     *
     * @param layers how many layers
     * @param width numbers in an embedding; a multiple of twice the heads
     * @param heads heads of attention; each two share their keys
     * @param contextLength tokens that it claims to be trained for
     */
    public record Shape(int layers, int width, int heads, int contextLength) {
        /** Two layers, 64 wide, two heads, 4,096 tokens. */
        public static Shape tiny() {
            return new Shape(2, 64, 2, 4096);
        }
    }

    private enum Family {
        LLAMA,
        BERT;

        /** How llama.cpp calls it. */
        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a file says that one vector is made of many: {@code enum llama_pooling_type}. */
    public enum Pooling {
        /** There is a vector for each token. */
        NONE(0),
        /** The mean of all tokens. */
        MEAN(1),
        /** That of the first token. */
        FIRST(2),
        /** That of the last one. */
        LAST(3),
        /** A number, and no vector. */
        RANK(4);

        private final int number;

        Pooling(int number) {
            this.number = number;
        }
    }

    private RandomGguf(Family family, Shape shape, long seed) {
        this.family = family;
        this.shape = shape;
        this.random = new Random(seed);
    }

    /** Writes a model whose tokens are {@code <unk>}, {@code <s>}, {@code </s>} and the 256 bytes. */
    public static Path write(Path file, Shape shape, long seed) throws IOException {
        RandomGguf model = new RandomGguf(Family.LLAMA, shape, seed);
        model.describe();
        model.bytesAsTokens();
        return model.write(file);
    }

    /**
     * Writes a model with the tokens of another.
     *
     * @param vocabulary a GGUF file; its weights, if it has any, do not matter
     */
    public static Path write(Path file, Shape shape, long seed, Path vocabulary) throws IOException {
        RandomGguf model = new RandomGguf(Family.LLAMA, shape, seed);
        model.describe();
        model.tokensOf(vocabulary);
        return model.write(file);
    }

    /**
     * Writes a model that sees a whole text at once and generates none, with the tokens of another.
     *
     * @param vocabulary a GGUF file; its weights, if it has any, do not matter
     * @param pooling what the file says, if it says anything
     */
    public static Path writeEncoder(Path file, Shape shape, long seed, Path vocabulary, Optional<Pooling> pooling)
            throws IOException {
        RandomGguf model = new RandomGguf(Family.BERT, shape, seed);
        model.describe();
        model.put("bert.attention.causal", BOOL, buffer(1).put((byte) 0));
        pooling.ifPresent(it -> model.number("bert.pooling_type", it.number));
        model.tokensOf(vocabulary);
        return model.write(file);
    }

    private void describe() {
        String word = family.word();
        put("general.architecture", STRING, string(word));
        number(word + ".context_length", shape.contextLength);
        number(word + ".embedding_length", shape.width);
        number(word + ".block_count", shape.layers);
        number(word + ".feed_forward_length", 2 * shape.width);
        number(word + ".attention.head_count", shape.heads);
        number(word + ".attention.head_count_kv", keyHeads());
        String epsilon = switch (family) {
            case LLAMA -> {
                number("llama.rope.dimension_count", shape.width / shape.heads);
                yield "llama.attention.layer_norm_rms_epsilon";
            }
            case BERT -> "bert.attention.layer_norm_epsilon";
        };
        put(epsilon, FLOAT32, buffer(Float.BYTES).putFloat(1e-5f));
    }

    private int keyHeads() {
        return switch (family) {
            case LLAMA -> shape.heads / 2;
            case BERT -> shape.heads;
        };
    }

    private void bytesAsTokens() {
        tokenCount = 3 + BYTES;
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.writeBytes(content(buffer(12).putInt(STRING).putLong(tokenCount)));
        for (String special : new String[] {"<unk>", "<s>", "</s>"}) {
            names.writeBytes(content(string(special)));
        }
        ByteBuffer types = buffer(12 + Integer.BYTES * tokenCount).putInt(INT32).putLong(tokenCount);
        types.putInt(UNKNOWN_TOKEN).putInt(CONTROL_TOKEN).putInt(CONTROL_TOKEN);
        for (int b = 0; b < BYTES; b++) {
            names.writeBytes(content(string("<0x%02X>".formatted(b))));
            types.putInt(BYTE_TOKEN);
        }
        put("tokenizer.ggml.model", STRING, string("llama"));
        put(TOKENS, ARRAY, ByteBuffer.wrap(names.toByteArray()));
        put("tokenizer.ggml.token_type", ARRAY, types);
    }

    /** Copies what a file says about its tokens, as it stands. */
    private void tokensOf(Path vocabulary) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(vocabulary)).order(ByteOrder.LITTLE_ENDIAN);
        in.position(16);
        long count = in.getLong();
        for (long i = 0; i < count; i++) {
            byte[] name = new byte[Math.toIntExact(in.getLong())];
            in.get(name);
            String key = new String(name, StandardCharsets.UTF_8);
            int type = in.getInt();
            int begin = in.position();
            if (key.equals(TOKENS)) {
                tokenCount = Math.toIntExact(in.getLong(begin + Integer.BYTES));
            }
            skip(in, type);
            if (key.startsWith("tokenizer.")) {
                put(key, type, in.slice(begin, in.position() - begin));
            }
        }
        if (tokenCount == 0) {
            throw new EngineException(vocabulary + " carries no vocabulary");
        }
    }

    /** Reads over a value; an array holds no arrays. */
    private static void skip(ByteBuffer in, int type) {
        int element = type == ARRAY ? in.getInt() : type;
        long count = type == ARRAY ? in.getLong() : 1;
        for (long i = 0; i < count; i++) {
            int bytes = element == STRING ? Math.toIntExact(in.getLong()) : SCALAR_BYTES[element];
            in.position(in.position() + bytes);
        }
    }

    private Path write(Path file) throws IOException {
        Map<String, int[]> tensors = tensors();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        head.writeBytes(
                content(buffer(20).putInt(VERSION).putLong(tensors.size()).putLong(valueCount)));
        head.writeBytes(values.toByteArray());
        long offset = 0;
        for (Map.Entry<String, int[]> tensor : tensors.entrySet()) {
            int[] lengths = tensor.getValue();
            head.writeBytes(content(string(tensor.getKey())));
            ByteBuffer about = buffer(16 + Long.BYTES * lengths.length).putInt(lengths.length);
            for (int length : lengths) {
                about.putLong(length);
            }
            head.writeBytes(content(about.putInt(0).putLong(offset)));
            offset += padded(bytes(lengths));
        }
        ByteBuffer out = buffer(Math.toIntExact(padded(head.size()) + offset)).put(head.toByteArray());
        for (Map.Entry<String, int[]> tensor : tensors.entrySet()) {
            out.position(Math.toIntExact(padded(out.position())));
            fill(out, tensor.getValue(), tensor.getKey().endsWith("norm.weight"));
        }
        return Files.write(file, content(out));
    }

    private Map<String, int[]> tensors() {
        return switch (family) {
            case LLAMA -> decoder();
            case BERT -> encoder();
        };
    }

    private Map<String, int[]> encoder() {
        int width = shape.width;
        Map<String, int[]> tensors = new LinkedHashMap<>();
        tensors.put("token_embd.weight", new int[] {width, tokenCount});
        tensors.put("position_embd.weight", new int[] {width, shape.contextLength});
        biased(tensors, "token_embd_norm", width);
        for (int layer = 0; layer < shape.layers; layer++) {
            String prefix = "blk." + layer + ".";
            for (String part : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
                biased(tensors, prefix + part, width, width);
            }
            biased(tensors, prefix + "attn_output_norm", width);
            biased(tensors, prefix + "ffn_up", width, 2 * width);
            biased(tensors, prefix + "ffn_down", 2 * width, width);
            biased(tensors, prefix + "layer_output_norm", width);
        }
        return tensors;
    }

    private static void biased(Map<String, int[]> tensors, String name, int... lengths) {
        tensors.put(name + ".weight", lengths);
        tensors.put(name + ".bias", new int[] {lengths[lengths.length - 1]});
    }

    private Map<String, int[]> decoder() {
        int width = shape.width;
        Map<String, int[]> tensors = new LinkedHashMap<>();
        tensors.put("token_embd.weight", new int[] {width, tokenCount});
        tensors.put("output_norm.weight", new int[] {width});
        tensors.put("output.weight", new int[] {width, tokenCount});
        for (int layer = 0; layer < shape.layers; layer++) {
            String prefix = "blk." + layer + ".";
            tensors.put(prefix + "attn_norm.weight", new int[] {width});
            tensors.put(prefix + "attn_q.weight", new int[] {width, width});
            tensors.put(prefix + "attn_k.weight", new int[] {width, width / 2});
            tensors.put(prefix + "attn_v.weight", new int[] {width, width / 2});
            tensors.put(prefix + "attn_output.weight", new int[] {width, width});
            tensors.put(prefix + "ffn_norm.weight", new int[] {width});
            tensors.put(prefix + "ffn_gate.weight", new int[] {width, 2 * width});
            tensors.put(prefix + "ffn_up.weight", new int[] {width, 2 * width});
            tensors.put(prefix + "ffn_down.weight", new int[] {2 * width, width});
        }
        return tensors;
    }

    /** Weights such that what goes through a matrix stays about as large as it was. */
    private void fill(ByteBuffer out, int[] lengths, boolean norm) {
        double scale = 1 / Math.sqrt(lengths[0]);
        for (long i = bytes(lengths) / Float.BYTES; i > 0; i--) {
            out.putFloat(norm ? 1 : (float) (scale * random.nextGaussian()));
        }
    }

    private void number(String key, int value) {
        put(key, UINT32, buffer(Integer.BYTES).putInt(value));
    }

    private void put(String key, int type, ByteBuffer value) {
        values.writeBytes(content(string(key)));
        values.writeBytes(content(buffer(Integer.BYTES).putInt(type)));
        values.writeBytes(content(value));
        valueCount++;
    }

    private static ByteBuffer string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return buffer(Long.BYTES + bytes.length).putLong(bytes.length).put(bytes);
    }

    /** All of a buffer, wherever it stands. */
    private static byte[] content(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.rewind().remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long bytes(int[] lengths) {
        long count = Float.BYTES;
        for (int length : lengths) {
            count *= length;
        }
        return count;
    }

    private static long padded(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }
}
