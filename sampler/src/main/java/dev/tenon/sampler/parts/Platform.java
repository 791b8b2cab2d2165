package dev.tenon.sampler.parts;

import java.util.Locale;

/** The operating systems and processors that prebuilt llama.cpp libraries are pinned for. */
public enum Platform {
    LINUX_X64("linux-x64", "linux", "so"),
    LINUX_ARM64("linux-arm64", "linux", "so"),
    MAC_X64("mac-x64", "darwin", "dylib"),
    MAC_ARM64("mac-arm64", "darwin", "dylib");

    private final String label;
    private final String jniFolder;
    private final String librarySuffix;

    Platform(String label, String jniFolder, String librarySuffix) {
        this.label = label;
        this.jniFolder = jniFolder;
        this.librarySuffix = librarySuffix;
    }

    /** The short name, such as {@code linux-x64}: a folder name and a resource name. */
    public String label() {
        return label;
    }

    /** The file name of a shared library, such as {@code libtenon_llama.so}. */
    public String libraryFileName(String name) {
        return "lib" + name + "." + librarySuffix;
    }

    /** The folder of {@code jni_md.h} inside a JDK's include folder. */
    String jniFolder() {
        return jniFolder;
    }

    /**
     * The platform this Java runs on.
     *
     * @throws PartException when no libraries are pinned for it
     */
    public static Platform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static Platform of(String osName, String osArch) {
        String system = osName.toLowerCase(Locale.ROOT);
        boolean arm = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> false;
            case "aarch64", "arm64" -> true;
            default -> throw unsupported(osName, osArch);
        };
        if (system.startsWith("linux")) {
            return arm ? LINUX_ARM64 : LINUX_X64;
        }
        if (system.startsWith("mac")) {
            return arm ? MAC_ARM64 : MAC_X64;
        }
        throw unsupported(osName, osArch);
    }

    private static PartException unsupported(String osName, String osArch) {
        return new PartException("no llama.cpp libraries are pinned for " + osName + " on " + osArch
                + "; use Linux or macOS on x64 or arm64 (on Windows: inside WSL)");
    }
}
