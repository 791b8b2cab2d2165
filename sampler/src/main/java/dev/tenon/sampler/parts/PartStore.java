package dev.tenon.sampler.parts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cache of fetched parts. A part that is there is used without running anything, so a warm cache works offline; one that is
 * not is fetched by its package client, verified, unpacked aside and renamed into place. The rename is the proof of wholeness: a
 * folder under {@code parts} is complete or absent, whatever was interrupted.
 *
 * <p>Thread-safe, and safe beside other processes on the same folder: one fetches, the others wait for it.
 */
public final class PartStore {
    private static final long LOCK_POLL_MILLIS = 100;

    private final Path home;
    private final Fetcher fetcher;
    private final DiskSpace space;

    /** Free bytes on the disk of a folder. */
    @FunctionalInterface
    interface DiskSpace {
        long freeBytes(Path folder) throws IOException;
    }

    PartStore(Path home, Fetcher fetcher, DiskSpace space) {
        this.home = home;
        this.fetcher = fetcher;
        this.space = space;
    }

    /**
     * The store in {@code TENON_HOME} (an environment variable, or the system property {@code tenon.home}), by default in the
     * platform's cache folder. Progress of a fetch goes to standard error.
     */
    public static PartStore atDefaultHome() {
        return at(TenonHome.of(System.getProperties(), System.getenv()));
    }

    /** The store in a folder, which is made when it is first needed. */
    public static PartStore at(Path home) {
        return new PartStore(
                home.toAbsolutePath().normalize(),
                new ClientFetcher(Map.of(), FetchProgress.onStandardError()),
                folder -> Files.getFileStore(folder).getUsableSpace());
    }

    /** The folder of this store. */
    public Path home() {
        return home;
    }

    /** The part's entry if it is there; never fetches. */
    public Optional<Path> find(Part part) {
        Path folder = folderOf(part);
        return Files.isDirectory(folder) ? Optional.of(entryOf(part)) : Optional.empty();
    }

    /**
     * The part's entry, fetched if it is not there.
     *
     * @throws PartException when it cannot be had; nothing half-made is left
     */
    public Path ensure(Part part) {
        Optional<Path> present = find(part);
        if (present.isPresent()) {
            return present.get();
        }
        try {
            fetchLocked(part);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartException("interrupted while fetching " + part.name(), e);
        } catch (IOException e) {
            throw new PartException(
                    "cannot write " + part.name() + " into " + home + " (" + reason(e)
                            + "); free some disk space, or set TENON_HOME to a folder that can be written",
                    e);
        }
        return entryOf(part);
    }

    private Path folderOf(Part part) {
        return home.resolve("parts").resolve(part.folderName());
    }

    private Path entryOf(Part part) {
        return folderOf(part).resolve(part.entry()).normalize();
    }

    private void fetchLocked(Part part) throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("parts"));
        Files.createDirectories(home.resolve("tmp"));
        Path lockFile = Files.createDirectories(home.resolve("locks")).resolve(part.folderName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            assert lock.isValid();
            if (!Files.isDirectory(folderOf(part))) {
                requireSpace(part);
                deleteLeftovers(part);
                Path work = Files.createTempDirectory(home.resolve("tmp"), part.folderName() + ".");
                try {
                    fetchInto(part, work);
                } finally {
                    Folders.delete(work);
                }
            }
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException, InterruptedException {
        while (true) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                return lock;
            }
            Thread.sleep(LOCK_POLL_MILLIS);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void requireSpace(Part part) throws IOException {
        long free = space.freeBytes(home);
        if (free < part.neededBytes()) {
            throw new PartException("not enough disk space in " + home + " for " + part.name() + ": "
                    + part.neededBytes() / 1_000_000 + " MB are needed, " + free / 1_000_000
                    + " MB are free; free some, or set TENON_HOME to a folder on another disk");
        }
    }

    /** Whoever left these held the lock that this thread holds now: they are of a process that was ended. */
    private void deleteLeftovers(Part part) throws IOException {
        try (DirectoryStream<Path> leftovers =
                Files.newDirectoryStream(home.resolve("tmp"), part.folderName() + ".*")) {
            for (Path leftover : leftovers) {
                Folders.delete(leftover);
            }
        }
    }

    private void fetchInto(Part part, Path work) throws IOException, InterruptedException {
        Path download = Files.createDirectory(work.resolve("download"));
        fetcher.fetch(part, download);
        Path archive = download.resolve(part.fileName());
        verify(part, archive);
        Path content = Files.createDirectory(work.resolve("content"));
        Unpacker.unpack(part, archive, content, work);
        if (!Files.exists(content.resolve(part.entry()))) {
            throw new PartException(part.fileName() + " does not hold " + part.entry());
        }
        Files.move(content, folderOf(part), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void verify(Part part, Path archive) throws IOException {
        if (!Files.isRegularFile(archive)) {
            throw new PartException(
                    part.fetch().client() + " did not leave " + part.fileName() + "; try by hand: " + part.fetchLine());
        }
        long bytes = Files.size(archive);
        if (bytes != part.bytes()) {
            throw new PartException(part.fileName() + " has " + bytes + " bytes where " + part.bytes()
                    + " are expected; it was deleted: try again");
        }
        String found = sha256(archive);
        if (!found.equals(part.sha256())) {
            throw new PartException(part.fileName() + " has SHA-256 " + found + " where " + part.sha256()
                    + " is expected; it was deleted: try again, and if it stays so do not use it");
        }
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
        try (InputStream input = new DigestInputStream(Files.newInputStream(file), digest)) {
            input.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
