package dev.tenon.server.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a file is not what it was: another time of change, length or file of that name, looked at once a second at most and only
 * when somebody asks. A link is followed, since that is how clusters swap a secret. Thread-safe.
 */
public final class WatchedFile {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private long lookedAt = System.nanoTime();
    private Stamp stamp;

    private record Stamp(
            long modified, long length, @Nullable Object key) {
        static final Stamp MISSING = new Stamp(-1, -1, null);

        static Stamp of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(
                        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                        attributes.size(),
                        attributes.fileKey());
            } catch (IOException e) {
                return MISSING;
            }
        }
    }

    /** The file as it is now. Make it before the file is read, so that no change falls in between. */
    public WatchedFile(Path file) {
        this.file = file;
        this.stamp = Stamp.of(file);
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** Whether it changed since this was last asked and answered with yes, or since the beginning. */
    public synchronized boolean hasChanged() {
        long now = System.nanoTime();
        if (now - lookedAt < PERIOD_NANOS) {
            return false;
        }
        lookedAt = now;
        Stamp seen = Stamp.of(file);
        boolean changed = !seen.equals(stamp);
        stamp = seen;
        return changed;
    }
}
