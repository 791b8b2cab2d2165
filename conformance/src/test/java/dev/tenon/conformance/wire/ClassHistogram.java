package dev.tenon.conformance.wire;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The objects that live in a process, by their class: tells what has grown where the size of the heap only tells that it has. Read from
 * the virtual machine's own list ({@code jcmd PID GC.class_histogram}), which is made after a collection.
 *
 * @param total bytes of all objects
 * @param bytes of the objects of each class that has many
 */
record ClassHistogram(long total, Map<String, Long> bytes) {
    /** {@code   1:  123  4567  [B (java.base@25)}. */
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+).*");

    /** What a collection leaves lying where it is not worth the move. */
    private static final Pattern DEAD = Pattern.compile("\\[?L?jdk\\.internal\\.vm\\.Filler.*");

    /** What is less is not looked at: it is many classes, and tells nothing. */
    private static final long LEAST_BYTES = 8 << 10;

    /** The list among the lines of an answer. */
    static ClassHistogram of(List<String> lines) {
        Map<String, Long> bytes = new HashMap<>();
        lines.stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .filter(line -> !DEAD.matcher(line.group(2)).matches())
                .forEach(line -> bytes.merge(
                        // A hidden class has a number of its own.
                        line.group(2).replaceAll("(0x[0-9a-f]+|/).*", ""), Long.parseLong(line.group(1)), Long::sum));
        long total = bytes.values().stream().mapToLong(Long::longValue).sum();
        bytes.values().removeIf(all -> all < LEAST_BYTES);
        return new ClassHistogram(total, Map.copyOf(bytes));
    }

    /** The classes that have most more than before, as text. */
    String growthSince(ClassHistogram before, int classes) {
        List<Map.Entry<String, Long>> grown = bytes.entrySet().stream()
                .map(entry ->
                        Map.entry(entry.getKey(), entry.getValue() - before.bytes.getOrDefault(entry.getKey(), 0L)))
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(classes)
                .toList();
        return grown.stream()
                .map(entry -> String.format(Locale.ROOT, "%s %,d B", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
