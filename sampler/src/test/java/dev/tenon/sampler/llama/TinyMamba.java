package dev.tenon.sampler.llama;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Writes a recurrent model of random weights, as small as llama.cpp takes it: two layers, and a vocabulary of the 256 bytes. Its
 * memory cannot forget a part of a sequence, which the default model's can.
 */
final class TinyMamba {
    static final int VOCABULARY = 259;

    private static final int WIDTH = 32;
    private static final int INNER = 64;
    private static final int STATE = 16;
    private static final int CONVOLUTION = 4;
    private static final int RANK = 2;
    private static final int LAYERS = 2;
    private static final int ALIGNMENT = 32;

    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private final ByteBuffer out = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private final Map<String, int[]> shapes = new LinkedHashMap<>();
    private final Random random = new Random(11);

    private TinyMamba() {}

    static Path write(Path file) throws IOException {
        TinyMamba model = new TinyMamba();
        model.build();
        byte[] bytes = new byte[model.out.flip().remaining()];
        model.out.get(bytes);
        return Files.write(file, bytes);
    }

    private void build() {
        describeTensors();
        out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(shapes.size());
        out.putLong(14);
        text("general.architecture", "mamba");
        number("mamba.context_length", 256);
        number("mamba.embedding_length", WIDTH);
        number("mamba.block_count", LAYERS);
        number("mamba.feed_forward_length", 0);
        number("mamba.attention.head_count", 0);
        number("mamba.ssm.conv_kernel", CONVOLUTION);
        number("mamba.ssm.inner_size", INNER);
        number("mamba.ssm.state_size", STATE);
        number("mamba.ssm.time_step_rank", RANK);
        string("mamba.attention.layer_norm_rms_epsilon").putInt(FLOAT32).putFloat(1e-5f);
        text("tokenizer.ggml.model", "llama");
        tokens();
        writeTensors();
    }

    private void describeTensors() {
        shapes.put("token_embd.weight", new int[] {WIDTH, VOCABULARY});
        shapes.put("output_norm.weight", new int[] {WIDTH});
        for (int layer = 0; layer < LAYERS; layer++) {
            String prefix = "blk." + layer + ".";
            shapes.put(prefix + "attn_norm.weight", new int[] {WIDTH});
            shapes.put(prefix + "ssm_in.weight", new int[] {WIDTH, 2 * INNER});
            shapes.put(prefix + "ssm_conv1d.weight", new int[] {CONVOLUTION, INNER});
            shapes.put(prefix + "ssm_conv1d.bias", new int[] {INNER});
            shapes.put(prefix + "ssm_x.weight", new int[] {INNER, RANK + 2 * STATE});
            shapes.put(prefix + "ssm_dt.weight", new int[] {RANK, INNER});
            shapes.put(prefix + "ssm_dt.bias", new int[] {INNER});
            shapes.put(prefix + "ssm_a", new int[] {STATE, INNER});
            shapes.put(prefix + "ssm_d", new int[] {INNER});
            shapes.put(prefix + "ssm_out.weight", new int[] {INNER, WIDTH});
        }
    }

    private void tokens() {
        string("tokenizer.ggml.tokens").putInt(ARRAY).putInt(STRING).putLong(VOCABULARY);
        string("<unk>");
        string("<s>");
        string("</s>");
        for (int b = 0; b < 256; b++) {
            string(String.format("<0x%02X>", b));
        }
        string("tokenizer.ggml.token_type").putInt(ARRAY).putInt(INT32).putLong(VOCABULARY);
        out.putInt(2).putInt(3).putInt(3);
        for (int b = 0; b < 256; b++) {
            out.putInt(6);
        }
    }

    private void writeTensors() {
        long offset = 0;
        for (Map.Entry<String, int[]> tensor : shapes.entrySet()) {
            string(tensor.getKey()).putInt(tensor.getValue().length);
            for (int length : tensor.getValue()) {
                out.putLong(length);
            }
            out.putInt(0).putLong(offset);
            offset += ALIGNMENT * (long) Math.ceilDiv(count(tensor.getValue()) * Float.BYTES, ALIGNMENT);
        }
        for (Map.Entry<String, int[]> tensor : shapes.entrySet()) {
            pad();
            boolean decay = tensor.getKey().endsWith("ssm_a");
            boolean norm = tensor.getKey().endsWith("norm.weight");
            for (int i = 0; i < count(tensor.getValue()); i++) {
                float noise = (float) random.nextGaussian();
                out.putFloat(decay ? -0.05f - Math.abs(noise) : norm ? 1 : 0.3f * noise);
            }
        }
        pad();
    }

    private void pad() {
        while (out.position() % ALIGNMENT != 0) {
            out.put((byte) 0);
        }
    }

    private static int count(int[] shape) {
        int count = 1;
        for (int length : shape) {
            count *= length;
        }
        return count;
    }

    private void text(String key, String value) {
        string(key).putInt(STRING);
        string(value);
    }

    private void number(String key, int value) {
        string(key).putInt(UINT32).putInt(value);
    }

    private ByteBuffer string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return out.putLong(bytes.length).put(bytes);
    }
}
