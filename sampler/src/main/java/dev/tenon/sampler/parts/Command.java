package dev.tenon.sampler.parts;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs one child process to its end in a folder, with both its outputs going to a file, so that no thread has to drain them.
 *
 * @param arguments the program and its arguments
 * @param folder where it runs
 * @param environment variables to set; an empty value removes one; a {@code PATH} here is also where the program is looked for
 * @param outputFile where its output goes
 */
record Command(List<String> arguments, Path folder, Map<String, String> environment, Path outputFile) {
    private static final int TAIL_BYTES = 4096;
    private static final int TAIL_LINES = 6;
    private static final int TAIL_LINE_CHARACTERS = 200;
    private static final long POLL_MILLIS = 200;

    /** How it ended: the exit code, and the last lines it printed, without empty ones. */
    record Result(int exitCode, String tail) {}

    /**
     * Runs it.
     *
     * @param poll called a few times a second meanwhile, on this thread
     * @return how it ended, or nothing when there is no such program
     * @throws InterruptedException when this thread is interrupted; the child is ended
     */
    Optional<Result> run(Runnable poll) throws InterruptedException {
        Optional<Path> program = program();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        List<String> found = new ArrayList<>(arguments);
        found.set(0, program.get().toString());
        ProcessBuilder builder = new ProcessBuilder(found)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(outputFile.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(nullDevice()));
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                poll.run();
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        poll.run();
        return Optional.of(new Result(process.exitValue(), tail()));
    }

    /** The first argument as a file that can be run. */
    private Optional<Path> program() {
        String name = arguments.getFirst();
        if (name.indexOf(File.separatorChar) >= 0) {
            return Optional.of(Path.of(name)).filter(Files::isExecutable);
        }
        String path = environment.getOrDefault("PATH", System.getenv().getOrDefault("PATH", ""));
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private String tail() {
        try {
            byte[] all = Files.readAllBytes(outputFile);
            int start = Math.max(0, all.length - TAIL_BYTES);
            List<String> lines = new String(all, start, all.length - start, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.substring(0, Math.min(line.length(), TAIL_LINE_CHARACTERS)))
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    private static File nullDevice() {
        return new File(File.separatorChar == '/' ? "/dev/null" : "NUL");
    }
}
