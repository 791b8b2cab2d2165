package dev.tenon.sampler.parts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A process of its own that fetches a part of many files, piece by piece, and is killed while it does. */
public final class KilledFetch {
    static final int FILES = 300;
    private static final int FILE_BYTES = 8 << 10;
    private static final int PIECES = 40;
    private static final byte[] ARCHIVE = archive();

    private KilledFetch() {}

    /** Fetches into the folder named; says when it begins and when it is done. */
    public static void main(String[] arguments) {
        PartStore store = store(Path.of(arguments[0]), () -> {
            System.out.println("begins");
            System.out.flush();
        });
        store.ensure(part());
        System.out.println("done");
    }

    static Part part() {
        return new Part(
                "many",
                "many.zip",
                ARCHIVE.length,
                sha256(ARCHIVE),
                FetchCommand.npm("many@1"),
                new Packing.Zip(
                        IntStream.range(0, FILES).mapToObj(i -> "many/" + i).toList()),
                4 << 20,
                "many/0");
    }

    static PartStore store(Path home, Runnable whenFetching) {
        return new PartStore(
                home,
                (part, folder) -> {
                    whenFetching.run();
                    write(folder.resolve(part.fileName()));
                },
                folder -> Long.MAX_VALUE);
    }

    private static void write(Path file) throws InterruptedException {
        try (OutputStream out = Files.newOutputStream(file)) {
            int piece = Math.ceilDiv(ARCHIVE.length, PIECES);
            for (int from = 0; from < ARCHIVE.length; from += piece) {
                out.write(ARCHIVE, from, Math.min(piece, ARCHIVE.length - from));
                Thread.sleep(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is in one of the files. */
    static byte[] content(int file) {
        byte[] content = new byte[FILE_BYTES];
        new Random(file).nextBytes(content);
        return content;
    }

    private static byte[] archive() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < FILES; i++) {
                ZipEntry entry = new ZipEntry("many/" + i);
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(content(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
