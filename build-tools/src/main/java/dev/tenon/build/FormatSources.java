package dev.tenon.build;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Holds every Java source to one layout: {@code FormatSources check|apply PATH...}.
 *
 * <p>A path is a file, or a folder that is searched; build output and hidden folders are passed over. {@code check} lists the
 * files whose layout differs and exits with 1; {@code apply} rewrites them. A file that does not parse is named and exits with 1.
 */
public final class FormatSources {
    private enum Outcome {
        SAME,
        DIFFERS,
        BROKEN
    }

    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());
    private final boolean apply;

    private FormatSources(boolean apply) {
        this.apply = apply;
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 2 || !(args[0].equals("check") || args[0].equals("apply"))) {
            System.err.println("usage: FormatSources check|apply PATH...");
            System.exit(2);
        }
        List<Path> sources = new ArrayList<>();
        for (String path : List.of(args).subList(1, args.length)) {
            collect(Path.of(path).toAbsolutePath().normalize(), sources);
        }
        FormatSources run = new FormatSources(args[0].equals("apply"));
        boolean clean;
        try (Stream<Path> stream = sources.parallelStream()) {
            clean = stream.map(run::visit).toList().stream().allMatch(outcome -> outcome == Outcome.SAME);
        }
        if (!clean) {
            System.err.println("not formatted; to mend it: mvn -q -Pformat -pl build-tools verify");
            System.exit(1);
        }
    }

    private static void collect(Path start, List<Path> into) throws IOException {
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (folder.equals(start)) {
                    return FileVisitResult.CONTINUE;
                }
                String name = Objects.toString(folder.getFileName(), "");
                boolean skip = name.startsWith(".") || name.equals("target") || name.equals("node_modules");
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    into.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Outcome visit(Path file) {
        try {
            String before = Files.readString(file);
            String after = formatter.formatSourceAndFixImports(before);
            if (after.equals(before)) {
                return Outcome.SAME;
            }
            if (apply) {
                Files.writeString(file, after);
                return Outcome.SAME;
            }
            System.err.println(file + ": layout differs");
            return Outcome.DIFFERS;
        } catch (IOException | FormatterException e) {
            System.err.println(file + ": " + e.getMessage());
            return Outcome.BROKEN;
        }
    }
}
