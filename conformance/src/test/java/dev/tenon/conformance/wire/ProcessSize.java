package dev.tenon.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.conformance.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What another process of Java holds at a moment, as its virtual machine ({@code jcmd}) and the system ({@code /proc}) tell: nothing
 * in it has to be asked, and nothing of those who ask is counted. Of Linux with glibc.
 *
 * @param objects what lives on the heap, after a collection
 * @param allocated bytes that native code and direct buffers have from {@code malloc} and have not given back: what the process has,
 *     without what the virtual machine has for itself
 * @param resident bytes of its memory that are no file's, after what is free has gone back to the system
 * @param outside those of {@code resident} that are not the heap's, classes', compiled code's, or the compiler's
 * @param tracked bytes by what the virtual machine needs them for
 * @param files open file handles, sockets among them, by what they are
 * @param threads all threads, the virtual machine's and those of native code too, by name without numbers; but not those of
 *     pools of the JDK and of Netty, which end them when there is nothing to do
 */
record ProcessSize(
        ClassHistogram objects,
        long allocated,
        long resident,
        long outside,
        SortedMap<String, Long> tracked,
        SortedMap<String, Integer> files,
        SortedMap<String, Integer> threads) {
    /** What {@link #of} needs: memory that is tracked, a heap that has all it may have, and threads that do not come and go. */
    static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xms512m",
            "-Xmx512m",
            "-XX:+AlwaysPreTouch",
            "-XX:MarkSweepAlwaysCompactCount=1",
            "-XX:NativeMemoryTracking=summary",
            "-XX:-UseDynamicNumberOfCompilerThreads");

    private static final String QUESTIONS = """
        GC.run
        GC.class_histogram
        System.trim_native_heap
        VM.info
        """;

    private static final Pattern ALLOCATED = Pattern.compile("C-Heap outstanding allocations: (\\d+)K.*");
    /** Of all its needs together, which come before each. */
    private static final Pattern OF_THE_MACHINE = Pattern.compile("\\s+malloc: (\\d+)KB #.*");

    private static final Pattern ANONYMOUS = Pattern.compile("Anonymous:\\s+(\\d+) kB");
    private static final Pattern TRACKED =
            Pattern.compile("-\\s+(\\S.*\\S) \\(reserved=\\d+KB, committed=(\\d+)KB.*\\)");

    /** As much as the system keeps of the names of the JDK's common pool and of Netty's executor for all that has none. */
    private static final List<String> COMING_AND_GOING = List.of("ForkJoinPool.co", "globalEventExec");

    private static final List<String> COMPILERS = List.of("Compiler", "Arena Chunk");
    private static final List<String> BUFFERS = List.of("Other");
    private static final List<String> CODE = List.of("Java Heap", "Class", "Metaspace", "Shared class space", "Code");
    private static final int TIMES = 3;
    private static final long KIBIBYTE = 1L << 10;
    private static final long MEBIBYTE = 1L << 20;

    /** Whether this system tells what {@link #of} asks. */
    static boolean isTold() {
        return Files.isReadable(Path.of("/proc/self/smaps_rollup"));
    }

    /** Measures a process that was started with {@link #FLAGS}, after a collection: more than once, as its compiler may be at work. */
    static ProcessSize of(long process) throws IOException, InterruptedException {
        ProcessSize least = once(process);
        for (int i = 1; i < TIMES; i++) {
            ProcessSize again = once(process);
            least = again.allocated < least.allocated ? again : least;
        }
        return least;
    }

    private static ProcessSize once(long process) throws IOException, InterruptedException {
        List<String> answer = ask(process);
        SortedMap<String, Long> tracked = new TreeMap<>();
        for (String line : answer) {
            Matcher category = TRACKED.matcher(line);
            if (category.matches()) {
                tracked.put(category.group(1), KIBIBYTE * Long.parseLong(category.group(2)));
            }
        }
        Path system = Path.of("/proc", String.valueOf(process));
        long resident = number(ANONYMOUS, Files.readAllLines(system.resolve("smaps_rollup")));
        long compilers = sum(tracked, COMPILERS);
        return new ProcessSize(
                ClassHistogram.of(answer),
                number(ALLOCATED, answer) - number(OF_THE_MACHINE, answer) + sum(tracked, BUFFERS),
                resident,
                resident - sum(tracked, CODE) - compilers,
                tracked,
                files(system.resolve("fd")),
                threads(system.resolve("task")));
    }

    private static List<String> ask(long process) throws IOException, InterruptedException {
        Path questions = Files.createTempFile("questions", ".txt");
        try {
            Files.writeString(questions, QUESTIONS);
            Process jcmd = new ProcessBuilder(
                            JavaProgram.tool("jcmd").toString(),
                            "-J-XX:TieredStopAtLevel=1",
                            String.valueOf(process),
                            "-f",
                            questions.toString())
                    .redirectErrorStream(true)
                    .start();
            List<String> answer;
            try (Stream<String> lines = jcmd.inputReader().lines()) {
                answer = lines.toList();
            }
            assertEquals(0, jcmd.waitFor(), () -> String.join("\n", answer));
            return answer;
        } finally {
            Files.delete(questions);
        }
    }

    /** Of the first line that has it, in bytes. */
    private static long number(Pattern kibibytes, List<String> lines) {
        return lines.stream()
                .map(kibibytes::matcher)
                .filter(Matcher::matches)
                .mapToLong(line -> KIBIBYTE * Long.parseLong(line.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kibibytes));
    }

    private static long sum(Map<String, Long> tracked, List<String> categories) {
        assertTrue(tracked.keySet().containsAll(categories), tracked::toString);
        return categories.stream().mapToLong(tracked::get).sum();
    }

    private static SortedMap<String, Integer> files(Path handles) throws IOException {
        SortedMap<String, Integer> kinds = new TreeMap<>();
        for (Path handle : children(handles)) {
            try {
                kinds.merge(
                        Files.readSymbolicLink(handle)
                                .toString()
                                .replaceFirst(":\\[\\d+]", "")
                                .replaceFirst("^/.*(?=\\.[a-z]+$)", "*"),
                        1,
                        Integer::sum);
            } catch (NoSuchFileException e) {
                // Closed since it was listed.
            }
        }
        return kinds;
    }

    private static SortedMap<String, Integer> threads(Path tasks) throws IOException {
        SortedMap<String, Integer> names = new TreeMap<>();
        for (Path task : children(tasks)) {
            try {
                String name = Files.readString(task.resolve("comm")).strip();
                if (!COMING_AND_GOING.contains(name)) {
                    names.merge(name.replaceAll("[0-9]+", "#"), 1, Integer::sum);
                }
            } catch (NoSuchFileException e) {
                // Ended since it was listed.
            }
        }
        return names;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    /** Bytes of the objects on the heap. */
    long heap() {
        return objects.total();
    }

    private static int total(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "heap %,.2f MiB, allocated by native code %,.2f MiB, resident %,.1f MiB, of these outside the heap and"
                        + " code %,.1f MiB, %d files, %d threads %s",
                (double) heap() / MEBIBYTE,
                (double) allocated / MEBIBYTE,
                (double) resident / MEBIBYTE,
                (double) outside / MEBIBYTE,
                total(files),
                total(threads),
                threads);
    }
}
