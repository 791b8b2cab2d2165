package dev.tenon.sampler.parts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small part that no network is needed for. */
final class TestPart {
    static final byte[] ARCHIVE = archive();

    private TestPart() {}

    static Part part() {
        return part(FetchCommand.npm("thing@1"), "thing/model.gguf");
    }

    static Part part(FetchCommand fetch, String entry) {
        return new Part(
                "thing",
                "thing-1.zip",
                ARCHIVE.length,
                sha256(),
                fetch,
                new Packing.Zip(List.of("thing/model.gguf", "thing/LICENSE")),
                1_000_000,
                entry);
    }

    private static byte[] archive() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("thing/model.gguf", "thing/LICENSE", "thing/unwanted.bin")) {
                ZipEntry entry = new ZipEntry(name);
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(name.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(ARCHIVE));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
