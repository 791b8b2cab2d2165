package dev.tenon.sampler.parts;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far one fetch is. */
interface FetchProgress extends AutoCloseable {
    /** Looks at how much lies in the folder by now. */
    void fetched(Path folder);

    @Override
    void close();

    /** Begins to show a fetch. */
    @FunctionalInterface
    interface Factory {
        FetchProgress start(Part part);
    }

    /** A bar on standard error when that is a terminal, else one line for each fetch. */
    static Factory onStandardError() {
        return part -> isTerminal() ? new Bar(part) : new Line(part, System.err);
    }

    /** One line on a stream when a fetch begins. */
    final class Line implements FetchProgress {
        Line(Part part, PrintStream stream) {
            stream.println("tenon: fetching " + part.name() + " (" + Math.ceilDiv(part.bytes(), 1_000_000) + " MB): "
                    + part.fetch().line());
        }

        @Override
        public void fetched(Path folder) {}

        @Override
        public void close() {}
    }

    /** A bar that follows the bytes in the folder. */
    final class Bar implements FetchProgress {
        private static final long MEGABYTE = 1_000_000;

        private final ProgressBar bar;
        private final long total;

        Bar(Part part) {
            this.total = part.bytes();
            this.bar = new ProgressBarBuilder()
                    .setTaskName("Fetching " + part.name())
                    .setInitialMax(total)
                    .setUnit(" MB", MEGABYTE)
                    .setStyle(ProgressBarStyle.ASCII)
                    .build();
        }

        @Override
        public void fetched(Path folder) {
            bar.stepTo(Math.min(total, bytesIn(folder)));
        }

        @Override
        public void close() {
            bar.close();
        }

        private static long bytesIn(Path folder) {
            AtomicLong bytes = new AtomicLong();
            try {
                Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        bytes.addAndGet(attributes.size());
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException e) {
                return bytes.get();
            }
            return bytes.get();
        }
    }

    private static boolean isTerminal() {
        try {
            Process test = new ProcessBuilder("test", "-t", "2")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return test.waitFor(1, TimeUnit.SECONDS) && test.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
