package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.EngineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a GGUF file's header before llama.cpp does, because llama.cpp ends the process on some that are broken. What is checked:
 * that it is a file, its magic and version, that every key, value and tensor description is inside the file, that tensor data
 * begins inside it, and that the token list and the number of layers are such as llama.cpp takes. A file that was made to do harm
 * can still pass; a damaged or unfinished one is told. The layout is that of {@code ggml/include/gguf.h}.
 */
final class GgufHeader {
    private static final int MAGIC = 0x46554747;
    private static final long MAX_VALUES = 1 << 20;
    private static final int MAX_DIMENSIONS = 4;

    private static final int TYPE_UINT32 = 4;
    private static final int TYPE_FLOAT32 = 6;
    private static final int TYPE_BOOL = 7;
    private static final int TYPE_STRING = 8;
    private static final int TYPE_ARRAY = 9;
    private static final int TYPE_FLOAT64 = 12;
    /** A chat template may be long; more than this is none. */
    private static final int MAX_TEXT_BYTES = 1 << 20;
    /** [type] -> bytes; 0 for those whose size is in the file. */
    private static final int[] SCALAR_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    private static final String TOKENS = "tokenizer.ggml.tokens";
    private static final String ARCHITECTURE = "general.architecture";
    private static final String TOKENIZER = "tokenizer.ggml.model";
    private static final String FALLS_BACK_TO_BYTES = "llama";
    /** How a token of a byte is called; its letters are capitals, or llama.cpp does not find it. */
    private static final Pattern BYTE_NAME = Pattern.compile("<0x[0-9A-F]{2}>");

    private static final int BYTE_NAME_LENGTH = 6;
    private static final String ALIGNMENT = "general.alignment";
    /** Suffixes of keys whose value llama.cpp takes for granted: it ends the process over others. */
    private static final Map<String, Bounds> BOUNDED =
            Map.of(".block_count", new Bounds(1, 512), ".expert_count", new Bounds(0, 1024));

    private final GgufInput input;
    private final Map<String, String> scalars = new HashMap<>();
    private final Map<String, Long> arrayLengths = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private String architecture = "";
    /** Bytes that have a token. */
    private final BitSet byteTokens = new BitSet();

    private long alignment = 32;

    private static final String EPSILON = "_epsilon";

    /** What a value may be, both ends included. */
    private record Bounds(int least, int most) {}

    private GgufHeader(GgufInput input) {
        this.input = input;
    }

    /**
     * Checks a file.
     *
     * @throws EngineException with one sentence when it is not a GGUF file that can be loaded
     */
    static void check(Path file) {
        read(file);
    }

    /**
     * The same, and what the header tells.
     *
     * @throws EngineException with one sentence when it is not a GGUF file that can be loaded
     */
    static GgufHeader read(Path file) {
        if (Files.isDirectory(file)) {
            throw new EngineException(file + " is a folder, not a GGUF file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            GgufHeader header = new GgufHeader(new GgufInput(channel, file));
            header.read();
            return header;
        } catch (NoSuchFileException e) {
            throw new EngineException("no such file: " + file, e);
        } catch (IOException e) {
            throw new EngineException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The name of the model's architecture; empty where the file has none. */
    String architecture() {
        return architecture;
    }

    /** A number that is kept for the architecture, e.g. {@code context_length}. */
    long number(String key, long otherwise) {
        return numbers.getOrDefault(architecture + '.' + key, otherwise);
    }

    /** The scalar values by their keys, as text. */
    Map<String, String> scalars() {
        return scalars;
    }

    private void read() throws IOException {
        if (input.length() < 24 || input.int32() != MAGIC) {
            throw input.broken("is not a GGUF file");
        }
        int version = input.int32();
        if (version < 2 || version > 3) {
            throw input.broken("is GGUF version " + version + "; only versions 2 and 3 are known");
        }
        long tensors = input.int64();
        long values = input.int64();
        if (tensors < 0 || tensors > MAX_VALUES || values < 0 || values > MAX_VALUES) {
            throw input.broken("is not whole: it announces " + tensors + " tensors and " + values + " values");
        }
        for (long i = 0; i < values; i++) {
            readValue();
        }
        requireTokenArrays();
        requireByteTokens();
        readTensors(tensors);
    }

    private void readValue() throws IOException {
        String key = input.key();
        int type = input.int32();
        if (type == TYPE_ARRAY) {
            readArray(key);
        } else if (type == TYPE_STRING && key.equals(ARCHITECTURE)) {
            architecture = input.key();
            scalars.put(key, architecture);
        } else if (type == TYPE_STRING) {
            scalars.put(key, input.text(input.length64(), MAX_TEXT_BYTES));
        } else {
            readScalar(key, type);
        }
    }

    private void readScalar(String key, int type) throws IOException {
        long value = input.number(scalarBytes(key, type));
        switch (type) {
            case TYPE_UINT32 -> readNumber(key, value);
            case TYPE_BOOL -> scalars.put(key, value == 0 ? "false" : "true");
            case TYPE_FLOAT32 -> readFloat(key, Float.intBitsToFloat((int) value));
            case TYPE_FLOAT64 -> scalars.put(key, String.valueOf(Double.longBitsToDouble(value)));
            default -> scalars.put(key, Long.toString(value));
        }
    }

    private void readFloat(String key, float value) {
        scalars.put(key, String.valueOf(value));
        // ggml ends the process over a negative one, and over what is no number, when it comes to the first layer.
        if (key.endsWith(EPSILON) && !(value >= 0)) {
            throw input.broken("is damaged: " + key + " is " + value);
        }
    }

    private void readNumber(String key, long value) {
        scalars.put(key, Long.toString(value));
        numbers.put(key, value);
        if (key.equals(ALIGNMENT)) {
            if (Long.bitCount(value) != 1) {
                throw input.broken("has an alignment of " + value + ", which is no power of two");
            }
            alignment = value;
        }
        int dot = key.lastIndexOf('.');
        Bounds bounds = dot < 0 ? null : BOUNDED.get(key.substring(dot));
        if (bounds != null && (value < bounds.least || value > bounds.most)) {
            throw input.broken("is damaged: " + key + " is " + value);
        }
    }

    private void readArray(String key) throws IOException {
        int type = input.int32();
        long count = input.int64();
        if (count < 0 || count > input.remaining()) {
            throw input.broken("is not whole: " + key + " announces " + count + " elements");
        }
        arrayLengths.put(key, count);
        if (type != TYPE_STRING) {
            input.skip(Math.multiplyExact(count, (long) scalarBytes(key, type)));
            return;
        }
        StringHashes tokens = new StringHashes(key.equals(TOKENS) ? Math.toIntExact(count) : 0);
        for (long i = 0; i < count; i++) {
            long bytes = input.length64();
            if (key.equals(TOKENS) && (bytes == 1 || bytes == BYTE_NAME_LENGTH)) {
                byte[] token = input.bytes(bytes);
                noteByte(token);
                tokens.add(GgufInput.hash(token));
            } else if (key.equals(TOKENS) && bytes > 0) {
                tokens.add(input.hash(bytes));
            } else {
                input.skip(bytes);
            }
        }
        if (tokens.hasTwice()) {
            throw input.broken("has a vocabulary in which one token stands twice");
        }
    }

    private void noteByte(byte[] token) {
        String name = new String(token, StandardCharsets.ISO_8859_1);
        if (token.length == 1) {
            byteTokens.set(token[0] & 0xFF);
        } else if (BYTE_NAME.matcher(name).matches()) {
            byteTokens.set(Integer.parseInt(name.substring(3, 5), 16));
        }
    }

    /** llama.cpp's tokenizer of this kind falls back to the token of a byte, and ends the process where there is none. */
    private void requireByteTokens() {
        boolean fallsBack = FALLS_BACK_TO_BYTES.equals(scalars.get(TOKENIZER)) && arrayLengths.containsKey(TOKENS);
        int missing = byteTokens.nextClearBit(0);
        if (fallsBack && missing < 256) {
            throw input.broken(
                    String.format(Locale.ROOT, "has a vocabulary without a token for the byte 0x%02X", missing));
        }
    }

    private int scalarBytes(String key, int type) {
        if (type < 0 || type >= SCALAR_BYTES.length || SCALAR_BYTES[type] == 0) {
            throw input.broken("is not whole: " + key + " has the unknown type " + type);
        }
        return SCALAR_BYTES[type];
    }

    private void requireTokenArrays() {
        Long tokens = arrayLengths.get(TOKENS);
        for (String companion : new String[] {"tokenizer.ggml.scores", "tokenizer.ggml.token_type"}) {
            Long length = arrayLengths.get(companion);
            if (tokens != null && length != null && length < tokens) {
                throw input.broken("has " + tokens + " tokens but only " + length + " " + companion);
            }
        }
    }

    private void readTensors(long count) throws IOException {
        long lastOffset = 0;
        for (long i = 0; i < count; i++) {
            String name = input.key();
            int dimensions = input.int32();
            if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
                throw input.broken("is not whole: tensor " + name + " has " + dimensions + " dimensions");
            }
            for (int d = 0; d < dimensions; d++) {
                if (input.int64() < 0) {
                    throw input.broken("is not whole: tensor " + name + " has a negative size");
                }
            }
            input.int32();
            lastOffset = Math.max(lastOffset, input.int64());
        }
        long dataStart = Math.ceilDiv(input.position(), alignment) * alignment;
        if (count > 0 && lastOffset >= input.length() - dataStart) {
            throw input.broken("is cut short: its last tensor begins " + lastOffset + " bytes after byte " + dataStart
                    + " of " + input.length());
        }
    }
}
