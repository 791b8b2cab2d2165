package dev.tenon.conformance.suite;

import dev.tenon.conformance.Scale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is expected of each case of a suite, in a committed file that holds names and verdicts and nothing of the suite. Cases
 * that are not in it pass; a line is {@code verdict <tab> name <tab> cause}, and the cause is for readers.
 *
 * <p>A case that is worse than it was fails the test. One that is better is reported; {@code -Dupdate} records it, and is
 * never used to let anything become worse.
 */
final class Ratchet {
    private static final int SHOWN = 40;

    private final Path file;
    private final Map<String, Case> found = new TreeMap<>();

    /**
     * A case as it came out.
     *
     * @param verdict how it did
     * @param cause what is at fault, in a few words
     */
    record Case(Verdict verdict, String cause) {}

    /** A ratchet that is kept in {@code expected/NAME.txt}. */
    Ratchet(String name) {
        this(Path.of("expected", name + ".txt"));
    }

    /** A ratchet that is kept in a file. */
    Ratchet(Path file) {
        this.file = file;
    }

    /** What becomes of the file. */
    enum Recording {
        /** It stays as it is. */
        KEPT,
        /** It takes over what was found. */
        UPDATED
    }

    /** Notes a case. */
    void add(String name, Verdict verdict, String cause) {
        Case before = found.put(name, new Case(verdict, cause));
        if (before != null) {
            throw new IllegalArgumentException("two cases are named " + name);
        }
    }

    /** The cases that did so. */
    long count(Verdict verdict) {
        return found.values().stream().filter(c -> c.verdict == verdict).count();
    }

    /** Counts by verdict, in one line. */
    String counts() {
        List<String> parts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            parts.add(verdict.label() + " " + count(verdict));
        }
        return found.size() + " cases: " + String.join(", ", parts);
    }

    /**
     * Compares what was noted with what is recorded. Cases that did not run stay as recorded.
     *
     * @throws AssertionError when a case is worse
     */
    void check() {
        check(System.getProperty("update") == null ? Recording.KEPT : Recording.UPDATED);
    }

    /** The same without a look at the system property. */
    void check(Recording recording) {
        Map<String, Case> recorded = read();
        List<String> worse = new ArrayList<>();
        List<String> better = new ArrayList<>();
        found.forEach((name, now) -> {
            Verdict before = recorded.getOrDefault(name, new Case(Verdict.PASS, "")).verdict;
            int change = now.verdict.compareTo(before);
            if (change != 0) {
                (change > 0 ? worse : better)
                        .add(name + ": " + before.label() + " -> " + now.verdict.label() + " " + now.cause);
            }
        });
        boolean update = recording == Recording.UPDATED;
        if (update) {
            recorded.keySet().removeAll(found.keySet());
            found.forEach((name, now) -> {
                if (now.verdict != Verdict.PASS) {
                    recorded.put(name, now);
                }
            });
            write(recorded);
        }
        if (!better.isEmpty()) {
            Scale.report(better.size() + " cases of " + file.getFileName() + " are better than recorded"
                    + (update ? ", and are recorded now: " : "; record them with -Dupdate: ") + some(better));
        }
        if (!worse.isEmpty() && !update) {
            throw new AssertionError(worse.size() + " cases of " + file + " are worse than recorded:\n"
                    + String.join("\n", worse.subList(0, Math.min(SHOWN, worse.size()))));
        }
    }

    private static String some(List<String> names) {
        String text = String.join("; ", names.subList(0, Math.min(5, names.size())));
        return names.size() > 5 ? text + "; ..." : text;
    }

    private Map<String, Case> read() {
        Map<String, Case> recorded = new TreeMap<>();
        if (!Files.exists(file)) {
            return recorded;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split("\t", -1);
                    recorded.put(parts[1], new Case(Verdict.ofLabel(parts[0]), parts[2]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return recorded;
    }

    private void write(Map<String, Case> cases) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "# What is not as it should be: verdict, case, cause. All other cases pass. See docs/conformance.md.");
        cases.forEach((name, c) -> lines.add(c.verdict.label() + "\t" + name + "\t" + c.cause));
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
