package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A GGUF file as it lies there, which may be in several parts ({@code NAME-00001-of-00003.gguf}). Nothing is loaded; llama.cpp is not
 * needed. Immutable.
 *
 * @param parts the files, the first one first
 * @param stem the first one's name without its suffix, and without the number of the part
 */
public record GgufFile(List<Path> parts, String stem) {
    private static final String SUFFIX = ".gguf";
    private static final Pattern PART = Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})");
    private static final int MAX_PARTS = 1_000;

    /** What a loaded model takes beside its weights and cells: tables of its vocabulary, and the memory of a batch. */
    private static final long OVERHEAD_BYTES = 128L << 20;

    /** Copies the list. */
    public GgufFile {
        parts = List.copyOf(parts);
    }

    /** The file of a path, with its other parts where its name says that there are some. */
    public static GgufFile of(Path first) {
        String name = String.valueOf(first.getFileName());
        String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        Matcher part = PART.matcher(stem);
        int count = part.matches() ? Integer.parseInt(part.group(3)) : 1;
        if (count <= 1 || count > MAX_PARTS || Integer.parseInt(part.group(2)) != 1) {
            return new GgufFile(List.of(first), stem);
        }
        List<Path> parts = new ArrayList<>(List.of(first));
        for (int number = 2; number <= count; number++) {
            parts.add(first.resolveSibling(
                    String.format(Locale.ROOT, "%s-%05d-of-%05d%s", part.group(1), number, count, SUFFIX)));
        }
        return new GgufFile(parts, part.group(1));
    }

    /** Whether a file of this name may be a model by itself, or the first part of one. */
    public static boolean isFirst(Path file) {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(SUFFIX)) {
            return false;
        }
        Matcher part = PART.matcher(name.substring(0, name.length() - SUFFIX.length()));
        return !part.matches() || Integer.parseInt(part.group(2)) == 1;
    }

    /**
     * Checks that every part is there and whole, as far as its header tells.
     *
     * @throws EngineException with one sentence when one is not
     */
    public void check() {
        parts.forEach(GgufHeader::check);
    }

    /**
     * What the file says about itself; parameters are not counted, and bytes are the files'.
     *
     * @throws EngineException with one sentence when it is broken
     */
    public ModelInfo info() {
        Map<String, String> metadata = GgufHeader.read(parts.get(0)).scalars();
        parts.stream().skip(1).forEach(GgufHeader::check);
        String prefix = metadata.getOrDefault("general.architecture", "") + ".";
        return new ModelInfo(
                metadata.getOrDefault("general.architecture", "unknown"),
                0,
                bytes(),
                number(metadata, prefix + "context_length"),
                number(metadata, prefix + "embedding_length"),
                number(metadata, prefix + "block_count"),
                metadata);
    }

    private static int number(Map<String, String> metadata, String key) {
        String value = metadata.getOrDefault(key, "");
        return value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : 0;
    }

    /** Bytes of all parts; those that are not there count nothing. */
    public long bytes() {
        long bytes = 0;
        for (Path part : parts) {
            // 0 for one that is not there.
            bytes += part.toFile().length();
        }
        return bytes;
    }

    /** Changes when a part does: the sizes and times of all. */
    public String version() {
        StringBuilder version = new StringBuilder();
        for (Path part : parts) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(part, BasicFileAttributes.class);
                version.append(attributes.size())
                        .append('@')
                        .append(attributes.lastModifiedTime())
                        .append(' ');
            } catch (IOException e) {
                version.append("missing ");
            }
        }
        return version.toString();
    }

    /** Memory that it takes once it is loaded with these options, in bytes; an estimate. */
    public static long memoryBytes(ModelInfo info, LlamaOptions options) {
        long cells = ModelPurpose.of(info) == ModelPurpose.TEXT ? CellMemory.cellBytes(info, options) : 0;
        return info.bytes() + cells + OVERHEAD_BYTES;
    }

    /** Memory of this machine, in bytes. */
    public static long machineBytes() {
        return CellMemory.totalMemory();
    }
}
