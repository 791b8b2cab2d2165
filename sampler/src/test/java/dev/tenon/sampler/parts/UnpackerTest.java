package dev.tenon.sampler.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackerTest {
    @TempDir
    Path folder;

    private Path target = Path.of("");
    private Path scratch = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        target = Files.createDirectory(folder.resolve("target"));
        scratch = Files.createDirectory(folder.resolve("scratch"));
        Files.createDirectories(folder.resolve("package").resolve("bins"));
        Files.writeString(folder.resolve("package").resolve("bins").resolve("lib.so"), "library");
        Files.writeString(folder.resolve("package").resolve("unwanted"), "");
    }

    @Test
    void takesTheWantedMembersOutOfATar() throws Exception {
        run("tar", "-czf", "thing.tgz", "package");
        unpack(new Packing.Tar(List.of("package/bins")));
        assertEquals("library", Files.readString(target.resolve("package/bins/lib.so")));
        assertFalse(Files.exists(target.resolve("package/unwanted")));
    }

    @Test
    void takesTheWantedMembersOutOfABundleInATar() throws Exception {
        run("git", "init", "-q", "repository");
        Path repository = folder.resolve("repository");
        Files.createDirectories(repository.resolve("include"));
        Files.writeString(repository.resolve("include").resolve("api.h"), "int f(void);\n");
        Files.writeString(repository.resolve("README"), "");
        run("git", "-C", "repository", "add", ".");
        run("git", "-C", "repository", "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m", "t");
        run("git", "-C", "repository", "bundle", "create", "-q", "../package/release.bundle", "HEAD");
        run("tar", "-czf", "thing.tgz", "package");
        unpack(new Packing.GitBundle("package/release.bundle", List.of("include")));
        assertEquals("int f(void);\n", Files.readString(target.resolve("include/api.h")));
        assertFalse(Files.exists(target.resolve("README")));
        assertFalse(Files.exists(target.resolve(".git")));
    }

    @Test
    void saysWhenATarIsNoTar() throws IOException {
        Files.writeString(folder.resolve("thing.tgz"), "not a tar");
        PartException refused = assertThrows(PartException.class, () -> unpack(new Packing.Tar(List.of("package"))));
        assertTrue(String.valueOf(refused.getMessage()).contains("cannot unpack with tar"));
    }

    private void unpack(Packing packing) throws IOException, InterruptedException {
        Part part = new Part("thing", "thing.tgz", 1, "", FetchCommand.npm("thing"), packing, 1, ".");
        Unpacker.unpack(part, folder.resolve("thing.tgz"), target, scratch);
    }

    private void run(String... command) throws InterruptedException {
        Command.Result result = new Command(List.of(command), folder, Map.of(), folder.resolve("run.txt"))
                .run(() -> {})
                .orElseThrow();
        assertEquals(0, result.exitCode(), result.tail());
    }
}
