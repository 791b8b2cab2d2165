package dev.tenon.sampler.llama;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** How many threads compute best: one per physical core that this process may use. */
final class CpuCores {
    private CpuCores() {}

    static int count() {
        int available = Runtime.getRuntime().availableProcessors();
        int physical = physical(Path.of("/sys/devices/system/cpu"));
        return Math.max(1, physical == 0 ? available : Math.min(available, physical));
    }

    /** Distinct sets of sibling threads under a folder as Linux has it; 0 when it is not there. */
    static int physical(Path folder) {
        Set<String> siblings = new HashSet<>();
        try (DirectoryStream<Path> processors = Files.newDirectoryStream(folder, "cpu[0-9]*")) {
            for (Path processor : processors) {
                Path list = processor.resolve("topology").resolve("thread_siblings_list");
                if (Files.isReadable(list)) {
                    siblings.add(Files.readString(list).strip());
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return siblings.size();
    }
}
