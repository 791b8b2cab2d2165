package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.parts.LlamaLibraries;
import dev.tenon.sampler.parts.PartStore;
import dev.tenon.sampler.parts.Parts;
import dev.tenon.sampler.parts.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Loads llama.cpp and the C file's library into the process. The C file's library travels inside the jar and is written out once
 * per content, beside the fetched parts; the libraries it needs are loaded first, by their full paths.
 */
final class NativeLibrary {
    private static final String ASIDE = "aside.tmp";

    private NativeLibrary() {}

    /**
     * Loads what is not loaded; later calls are cheap.
     *
     * @throws dev.tenon.sampler.parts.PartException when llama.cpp is not there and cannot be fetched
     * @throws EngineException when this machine cannot load it
     */
    @SuppressWarnings("restricted")
    static synchronized void load(PartStore store) {
        Platform platform = Platform.current();
        Path libraries = store.ensure(Parts.libraries(platform));
        try {
            for (Path library : LlamaLibraries.inLoadOrder(libraries)) {
                System.load(library.toString());
            }
            System.load(extract(store.home(), platform).toString());
        } catch (UnsatisfiedLinkError e) {
            throw new EngineException("this machine cannot load llama.cpp: " + e.getMessage(), e);
        }
        LlamaNative.start(libraries.toString().getBytes(StandardCharsets.UTF_8));
        if (LlamaNative.deviceCount() == 0) {
            throw new EngineException("no compute library in " + libraries + " suits this processor");
        }
    }

    /** The C file's library as a file below a folder: whole, and written if it is not there. */
    static Path extract(Path home, Platform platform) {
        String fileName = platform.libraryFileName("tenon_llama");
        String resource = "native/" + platform.label() + "/" + fileName;
        try (InputStream input = NativeLibrary.class.getResourceAsStream(resource)) {
            if (input == null) {
                throw new EngineException("this build of Tenon carries no native library for " + platform.label()
                        + "; build it on such a machine");
            }
            byte[] content = input.readAllBytes();
            Path folder = Files.createDirectories(home.resolve("shim").resolve(sha256(content)));
            Path file = folder.resolve(fileName);
            if (!Files.exists(file)) {
                writeLocked(content, folder, file);
            }
            return file;
        } catch (IOException e) {
            throw new EngineException("cannot write the native library into " + home + ": " + e.getMessage(), e);
        }
    }

    /** One process writes, others wait: what lies aside when this one has the lock is of a process that was ended. */
    private static void writeLocked(byte[] content, Path folder, Path file) throws IOException {
        Path lockFile = folder.resolveSibling("shim.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            if (!Files.exists(file)) {
                Path aside = folder.resolve(ASIDE);
                Files.write(aside, content);
                Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (AtomicMoveNotSupportedException e) {
            throw new EngineException("cannot rename files in " + folder, e);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                    .substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
