package dev.tenon.server.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Programs on a search path.
 *
 * @param path folders, separated as the system does
 */
record Programs(String path) {
    private static final Pattern COLOURS = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final long PATIENCE_SECONDS = 20;

    /** The first of these names that is there. */
    Optional<Path> find(List<String> names) {
        return names.stream()
                .flatMap(name -> Stream.of(path.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder).resolve(name)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** The first line that a program prints when it is asked for its version; empty when it does not answer. */
    static String version(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return "";
                }
                // The few lines of a version fit into the pipe, so that the program has ended without a reader.
                String output = new String(process.getInputStream().readNBytes(4_096), StandardCharsets.UTF_8);
                return COLOURS.matcher(output.lines().findFirst().orElse(""))
                        .replaceAll("")
                        .strip();
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
