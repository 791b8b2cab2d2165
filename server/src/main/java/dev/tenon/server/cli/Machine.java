package dev.tenon.server.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be told of the machine that this runs on. */
final class Machine {
    /** Features of processors that llama.cpp has kernels for. */
    private static final List<String> FEATURES = List.of(
            "sse4_2",
            "avx",
            "f16c",
            "fma",
            "avx2",
            "avx_vnni",
            "avx512f",
            "avx512_vnni",
            "avx512_bf16",
            "amx_int8",
            "asimd",
            "asimddp",
            "i8mm",
            "sve");

    private static final double GIBIBYTE = 1 << 30;

    private Machine() {}

    /** System, processor, threads and memory in a line. */
    static String describe() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + cpuInfo("model name").orElse("processor not known") + ", "
                + Runtime.getRuntime().availableProcessors() + " threads, " + memory();
    }

    /** The features among {@link #FEATURES} that the processor has, as far as the system tells. */
    static String features() {
        Optional<String> flags = cpuInfo("flags").or(() -> cpuInfo("Features"));
        if (flags.isEmpty()) {
            return "not known on this system";
        }
        List<String> all = List.of(flags.get().split(" ", -1));
        List<String> found = FEATURES.stream().filter(all::contains).toList();
        return found.isEmpty() ? "none of those that llama.cpp is fast with" : String.join(" ", found);
    }

    private static String memory() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            return gibibytes(system.getTotalMemorySize()) + " of memory, "
                    + gibibytes(availableBytes().orElse(system.getFreeMemorySize())) + " available";
        }
        return "memory not known";
    }

    /** A size for a person. */
    static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / GIBIBYTE);
    }

    /** What Linux could give to a process; more than what is free, as caches give way. */
    private static Optional<Long> availableBytes() {
        return lines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst();
    }

    private static Optional<String> cpuInfo(String key) {
        return lines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return new ArrayList<>(lines.toList());
        } catch (IOException e) {
            return List.of();
        }
    }
}
