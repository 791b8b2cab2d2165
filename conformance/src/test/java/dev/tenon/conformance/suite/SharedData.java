package dev.tenon.conformance.suite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.conformance.Scale;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data that is no part of the repository: beside the checkout in {@code shared}, or where {@code -Dtenon.shared} says. */
final class SharedData {
    private SharedData() {}

    /** A file or folder; the test that asks is skipped, and says so, where it is not there. */
    static Path require(String name) {
        Path path = find(name);
        assumeTrue(Files.exists(path), () -> "there is no " + path + "; -Dtenon.shared=FOLDER says where the data is");
        return path;
    }

    /** Where a file or folder is looked for. */
    static Path find(String name) {
        return Path.of(System.getProperty("tenon.shared", "../../shared"), "data", name);
    }

    /** Of how many cases one is run: so many in a short run, all in a long one, or what {@code -Dtenon.stride} says. */
    static int stride(int inShort) {
        return Integer.getInteger("tenon.stride", Scale.of(inShort, 1));
    }
}
