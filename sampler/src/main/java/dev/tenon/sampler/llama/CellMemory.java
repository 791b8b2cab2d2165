package dev.tenon.sampler.llama;

import com.sun.management.OperatingSystemMXBean;
import dev.tenon.sampler.engine.EngineException;
import java.lang.management.ManagementFactory;
import java.util.Map;

/**
 * How much memory a context's cells take. Asked before llama.cpp is, because a system that promises more memory than it has would
 * end the process instead of refusing.
 */
final class CellMemory {
    /** Keys and values are kept as 16-bit floats. */
    private static final int BYTES_PER_NUMBER = 2;

    /** More sequences than this are for those to ask who know their machine. */
    private static final int MOST_SEQUENCES = 8;

    private CellMemory() {}

    /** How many sequences of a length fit well: their cells take at most a quarter of what the model leaves. */
    static int sequences(ModelInfo info, int contextLength) {
        long free = (totalMemory() - info.bytes()) / 4;
        long fitting = free / Math.max(1, bytesPerCell(info) * contextLength);
        return (int) Math.max(1, Math.min(MOST_SEQUENCES, fitting));
    }

    /** Bytes that the cells of an engine with these options take. */
    static long cellBytes(ModelInfo info, LlamaOptions options) {
        return bytesPerCell(info) * options.contextLengthOf(info) * options.sequencesOf(info);
    }

    /** All memory of this machine, in bytes. */
    static long totalMemory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /**
     * Checks that so many cells can fit into this machine at all.
     *
     * @throws EngineException when they take more than all its memory
     */
    static void requireRoom(ModelInfo info, int cells) {
        long total = totalMemory();
        long needed = bytesPerCell(info) * cells;
        if (needed > total) {
            throw new EngineException("a context of " + cells + " tokens takes " + needed / 1_000_000
                    + " MB and this machine has " + total / 1_000_000 + "; try a smaller context or fewer sequences");
        }
    }

    /** Bytes that one token takes in all layers; an estimate where layers differ. */
    static long bytesPerCell(ModelInfo info) {
        Map<String, String> metadata = info.metadata();
        String prefix = metadata.getOrDefault("general.architecture", "") + ".attention.";
        long heads = number(metadata, prefix + "head_count", 1);
        long sharedHeads = number(metadata, prefix + "head_count_kv", heads);
        long headLength = info.embeddingLength() / heads;
        long keyLength = number(metadata, prefix + "key_length", headLength);
        long valueLength = number(metadata, prefix + "value_length", headLength);
        return info.layerCount() * sharedHeads * (keyLength + valueLength) * BYTES_PER_NUMBER;
    }

    private static long number(Map<String, String> metadata, String key, long otherwise) {
        String value = metadata.getOrDefault(key, "");
        return value.matches("[1-9][0-9]{0,8}") ? Long.parseLong(value) : otherwise;
    }
}
