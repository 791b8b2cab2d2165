package dev.tenon.server.generation;

import dev.tenon.sampler.llama.GgufFile;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every GGUF file of a folder as a model, called by its path below the folder, with slashes, without suffix. What is put there later
 * is found, and what is taken away is gone. Hidden files and folders are passed over, and of a file in parts all but the first.
 * Thread-safe.
 */
public final class ModelsFolder implements ModelStock {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_MODELS = 10_000;

    /** The folder is not looked into more often than this. */
    private static final long FRESH_NANOS = 500_000_000;

    private final Path folder;
    private final BiFunction<String, GgufFile, ModelSource> sources;
    private final Optional<Path> apart;

    private final Map<Path, ModelSource> known = new HashMap<>();
    private @Nullable List<ModelSource> last;
    private long lastNanos;

    /**
     * A folder, which is not looked into yet.
     *
     * @param sources makes a model of an id and a file
     */
    public ModelsFolder(Path folder, BiFunction<String, GgufFile, ModelSource> sources) {
        this(folder, Optional.empty(), sources);
    }

    /**
     * A folder of which one file, by whatever path, is a model of its own and none of these.
     *
     * @param sources makes a model of an id and a file
     */
    public ModelsFolder(Path folder, Optional<Path> apart, BiFunction<String, GgufFile, ModelSource> sources) {
        this.folder = folder;
        this.apart = apart;
        this.sources = sources;
    }

    /** What the file that stands apart would be called here. */
    public Set<String> namesApart() {
        Set<String> names = new TreeSet<>();
        files().forEach((id, file) -> {
            if (isApart(file)) {
                names.add(id);
            }
        });
        return names;
    }

    private boolean isApart(Path file) {
        try {
            return apart.isPresent() && Files.isSameFile(apart.get(), file);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public synchronized List<ModelSource> sources() {
        List<ModelSource> fresh = last;
        if (fresh == null || System.nanoTime() - lastNanos > FRESH_NANOS) {
            fresh = look();
            last = fresh;
            lastNanos = System.nanoTime();
        }
        return fresh;
    }

    private SortedMap<String, Path> files() {
        SortedMap<String, Path> files = new TreeMap<>();
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new Looking(files));
        } catch (IOException e) {
            files.clear();
        }
        return files;
    }

    private List<ModelSource> look() {
        SortedMap<String, Path> files = files();
        files.values().removeIf(this::isApart);
        known.keySet().retainAll(files.values());
        List<ModelSource> found = new ArrayList<>();
        files.forEach((id, file) -> found.add(known.computeIfAbsent(file, it -> sources.apply(id, GgufFile.of(it)))));
        return List.copyOf(found);
    }

    private final class Looking extends SimpleFileVisitor<Path> {
        private final Map<String, Path> files;

        Looking(Map<String, Path> files) {
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
            return !entered.equals(folder) && isHidden(entered)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !isHidden(file) && GgufFile.isFirst(file)) {
                files.put(id(file), file);
            }
            return files.size() < MAX_MODELS ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        /** What cannot be read, or leads round in a circle, is passed over. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        private boolean isHidden(Path file) {
            return String.valueOf(file.getFileName()).startsWith(".");
        }

        private String id(Path file) {
            Path relative = folder.relativize(file);
            StringBuilder id = new StringBuilder();
            for (int i = 0; i < relative.getNameCount() - 1; i++) {
                id.append(relative.getName(i)).append('/');
            }
            return id.append(GgufFile.of(file).stem()).toString();
        }
    }
}
