package dev.tenon.sampler.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsTest {
    @Test
    void everyPartIsPinned() {
        List<Part> all = new ArrayList<>(List.of(Parts.DEFAULT_MODEL, Parts.JSON_SCHEMA_SUITE));
        Set<String> folders = new HashSet<>();
        for (Platform platform : Platform.values()) {
            all.add(Parts.libraries(platform));
            all.add(Parts.headers(platform));
        }
        for (Part part : all) {
            assertTrue(part.sha256().matches("[0-9a-f]{64}"), part.name());
            assertTrue(part.bytes() > 100_000 && part.installedBytes() > part.bytes(), part.name());
            folders.add(part.folderName());
        }
        // Both Linux platforms share their headers, and so do both kinds of Mac.
        assertEquals(all.size() - 2, folders.size());
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, LINUX_X64",
        "Linux, aarch64, LINUX_ARM64",
        "Mac OS X, x86_64, MAC_X64",
        "Mac OS X, aarch64, MAC_ARM64",
    })
    void knowsThePlatformsThatHaveLibraries(String system, String processor, Platform platform) {
        assertEquals(platform, Platform.of(system, processor));
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, amd64", "Linux, riscv64", "FreeBSD, amd64"})
    void namesAPlatformThatHasNone(String system, String processor) {
        String message = String.valueOf(assertThrows(PartException.class, () -> Platform.of(system, processor))
                .getMessage());
        assertTrue(message.contains(system) && message.contains(processor), message);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Linux, -, -, -, /home/me/.cache/tenon",
                "Linux, -, -, /caches, /caches/tenon",
                "Linux, -, /parts, /caches, /parts",
                "Linux, /property, /parts, /caches, /property",
                "Mac OS X, -, -, -, /home/me/Library/Caches/tenon",
            })
    void keepsPartsInTheHomeOrTheCacheFolder(
            String system, @Nullable String property, @Nullable String variable, @Nullable String xdg, Path expected) {
        Properties properties = new Properties();
        properties.setProperty("os.name", system);
        properties.setProperty("user.home", "/home/me");
        if (property != null) {
            properties.setProperty("tenon.home", property);
        }
        Map<String, String> environment =
                Map.of("TENON_HOME", variable == null ? "" : variable, "XDG_CACHE_HOME", xdg == null ? "" : xdg);
        assertEquals(expected, TenonHome.of(properties, environment));
    }
}
