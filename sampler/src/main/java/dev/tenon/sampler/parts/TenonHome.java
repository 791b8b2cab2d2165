package dev.tenon.sampler.parts;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Where fetched parts are kept: {@code TENON_HOME}, or the system property {@code tenon.home}, or the platform's cache folder. */
final class TenonHome {
    private TenonHome() {}

    static Path of(Properties properties, Map<String, String> environment) {
        String chosen = properties.getProperty("tenon.home", environment.getOrDefault("TENON_HOME", ""));
        if (!chosen.isEmpty()) {
            return Path.of(chosen).toAbsolutePath().normalize();
        }
        Path user = Path.of(properties.getProperty("user.home", ""));
        String system = properties.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path caches;
        if (system.startsWith("mac")) {
            caches = user.resolve("Library").resolve("Caches");
        } else if (system.startsWith("windows")) {
            caches = Path.of(environment.getOrDefault(
                    "LOCALAPPDATA", user.resolve("AppData").resolve("Local").toString()));
        } else {
            String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
            caches = xdg.isEmpty() ? user.resolve(".cache") : Path.of(xdg);
        }
        return caches.resolve("tenon").toAbsolutePath().normalize();
    }
}
