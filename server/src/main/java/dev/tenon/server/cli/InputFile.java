package dev.tenon.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that the command line names; {@code -} is standard input. */
final class InputFile {
    /** Larger files are no schema, prompt or text that anybody means. */
    static final int MAX_BYTES = 64 << 20;

    private static final String STANDARD_INPUT = "-";

    private InputFile() {}

    /** A file as messages name it. */
    static String name(String path) {
        return STANDARD_INPUT.equals(path) ? "(standard input)" : path;
    }

    /** Whether it stands for standard input. */
    static boolean isStandardInput(String path) {
        return STANDARD_INPUT.equals(path);
    }

    /**
     * All bytes of a file.
     *
     * @throws CommandFailure when it cannot be read or is larger than {@link #MAX_BYTES}
     */
    static byte[] bytes(String path, Console console) {
        String name = name(path);
        try (InputStream input = STANDARD_INPUT.equals(path) ? console.in() : Files.newInputStream(Path.of(path))) {
            byte[] bytes = input.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw CommandFailure.misuse(name + ": larger than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw CommandFailure.misuse(name + ": there is no such file");
        } catch (IOException e) {
            throw CommandFailure.misuse(name + ": cannot be read (" + e.getMessage() + ")");
        }
    }

    /**
     * A file as text, without a byte order mark.
     *
     * @throws CommandFailure as above, and when it is not UTF-8
     */
    static String text(String path, Console console) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(path, console)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw CommandFailure.misuse(name(path) + ": is not valid UTF-8");
        }
    }
}
