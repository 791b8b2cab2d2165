package dev.tenon.benchmarks.versus;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Which schemas of a corpus are run, in which order: every so-manieth, with some others in front for the engines to get warm on.
 * Where all are taken there are no others, and the first ones are for warming.
 */
final class Selection {
    private static final int GZIP_MAGIC = 0x8B1F;

    private Selection() {}

    /**
     * The chosen lines, the first {@code warmup} of them for warming.
     *
     * @param stride 1 for all
     * @param offset the first that is measured, from 0, below the stride
     */
    static <T> List<T> of(List<T> all, int stride, int offset, int warmup) {
        if (stride < 1 || offset < 0 || offset >= stride || warmup < 0) {
            throw new IllegalArgumentException("stride " + stride + ", offset " + offset + ", warm-up " + warmup);
        }
        List<T> measured = new ArrayList<>();
        List<T> others = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            (i % stride == offset ? measured : others).add(all.get(i));
        }
        List<T> chosen = new ArrayList<>();
        int spread = Math.min(warmup, others.size());
        for (int i = 0; i < spread; i++) {
            chosen.add(others.get((int) ((long) i * others.size() / spread)));
        }
        chosen.addAll(measured);
        return chosen;
    }

    /** The lines of a file, packed by gzip or not; empty ones left out. */
    static List<String> lines(Path file) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            raw.mark(2);
            int magic = raw.read() | raw.read() << 8;
            raw.reset();
            InputStream in = magic == GZIP_MAGIC ? new GZIPInputStream(raw, 1 << 16) : raw;
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }
}
