package dev.tenon.sampler.llama;

import dev.tenon.sampler.parts.Platform;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process of its own that writes the native library out again and again, until it is killed. */
public final class KilledExtract {
    private KilledExtract() {}

    /** Writes below the folder named; says when it begins. */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        System.out.println("begins");
        System.out.flush();
        while (true) {
            Files.delete(NativeLibrary.extract(home, Platform.current()));
        }
    }
}
