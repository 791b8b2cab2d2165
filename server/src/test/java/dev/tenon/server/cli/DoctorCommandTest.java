package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
final class DoctorCommandTest {
    @TempDir
    Path folder;

    private static String line(Shell.Ran ran, String what) {
        return ran.out()
                .lines()
                .filter(line -> line.matches("\\w+ +" + what + " .*"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(what + " in " + ran.out()));
    }

    @Test
    void anEmptyMachineLacksWhatBringsThePartsAndEndsWithThree() {
        Shell.Ran ran = new Shell(folder).run("doctor");
        assertAll(
                () -> assertEquals(3, ran.exitCode()),
                () -> assertTrue(line(ran, "JDK").startsWith("ok "), ran.out()),
                () -> assertTrue(line(ran, "npm").startsWith("MISSING "), ran.out()),
                () -> assertTrue(line(ran, "pip").startsWith("MISSING "), ran.out()),
                () -> assertTrue(line(ran, "default model").startsWith("MISSING "), ran.out()),
                () -> assertTrue(ran.out().contains("mend: sudo apt-get install npm"), ran.out()),
                () -> assertTrue(ran.out().contains("\nMissing: "), ran.out()));
    }

    @Test
    void whatOnlyABuildNeedsIsNotMissingInABuild() {
        Shell.Ran ran = new Shell(folder).run("doctor");
        assertTrue(line(ran, "C compiler").startsWith("absent "), ran.out());
        assertTrue(line(ran, "llama.cpp headers").startsWith("absent "), ran.out());
    }

    @Test
    void whatCanBeFetchedIsNotMissing() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("bin"));
        for (String name : new String[] {"npm", "pip3", "git"}) {
            Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\necho " + name + " 1.2.3\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Shell.Ran ran = new Shell(folder).withPath("/nowhere:" + programs).run("doctor");
        assertAll(
                () -> assertEquals(0, ran.exitCode(), ran.out()),
                () -> assertTrue(line(ran, "npm").endsWith("npm 1.2.3"), ran.out()),
                () -> assertTrue(line(ran, "pip").endsWith("pip3 1.2.3"), ran.out()),
                () -> assertTrue(line(ran, "llama.cpp").startsWith("later "), ran.out()),
                () -> assertTrue(line(ran, "default model").startsWith("later "), ran.out()),
                () -> assertTrue(ran.out().contains("tenon doctor --fetch"), ran.out()),
                () -> assertFalse(ran.out().contains("MISSING"), ran.out()));
    }
}
