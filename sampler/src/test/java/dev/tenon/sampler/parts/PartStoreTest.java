package dev.tenon.sampler.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class PartStoreTest {
    private final Part part = TestPart.part();
    private final AtomicInteger fetches = new AtomicInteger();

    @TempDir
    Path folder;

    @Test
    void fetchesOnceAndThenRunsNothing() throws IOException {
        PartStore store = storeThatGets(TestPart.ARCHIVE);
        assertEquals(Optional.empty(), store.find(part));
        Path entry = store.ensure(part);
        assertEquals("thing/model.gguf", Files.readString(entry));
        assertEquals("thing/LICENSE", Files.readString(entry.resolveSibling("LICENSE")));
        assertFalse(Files.exists(entry.resolveSibling("unwanted.bin")));
        assertEquals(entry, store.ensure(part));
        assertEquals(Optional.of(entry), store.find(part));
        PartStore offline = store((wanted, into) -> {
            throw new AssertionError("fetched");
        });
        assertEquals(entry, offline.ensure(part));
        assertEquals(1, fetches.get());
        assertEquals(List.of(), list("tmp"));
    }

    @Test
    void refusesAnArchiveWithAnotherChecksum() {
        byte[] changed = TestPart.ARCHIVE.clone();
        changed[20] ^= 1;
        String message = refusal(storeThatGets(changed));
        assertTrue(message.contains(part.sha256()), message);
        assertTrue(message.contains("it was deleted"), message);
        assertNothingLeft();
    }

    @Test
    void refusesAnArchiveThatIsCutShort() {
        String message = refusal(storeThatGets(Arrays.copyOf(TestPart.ARCHIVE, 100)));
        assertTrue(message.contains("100 bytes where " + TestPart.ARCHIVE.length), message);
        assertNothingLeft();
    }

    @Test
    void saysWhenTheClientLeftNoArchive() {
        String message = refusal(store((wanted, into) -> {}));
        assertTrue(message.contains("did not leave thing-1.zip"), message);
        assertTrue(message.contains("npm pack"), message);
        assertNothingLeft();
    }

    @Test
    void saysWhenTheArchiveHoldsSomethingElse() {
        PartStore store = storeThatGets(TestPart.ARCHIVE);
        Part wrong = TestPart.part(part.fetch(), "thing/other");
        String message = String.valueOf(
                assertThrows(PartException.class, () -> store.ensure(wrong)).getMessage());
        assertTrue(message.contains("does not hold thing/other"), message);
        assertNothingLeft();
    }

    @Test
    void aFetchThatFailsHalfwayLeavesNothingAndCanBeTriedAgain() {
        PartStore failing = store((wanted, into) -> {
            write(into.resolve(wanted.fileName()), Arrays.copyOf(TestPart.ARCHIVE, 50));
            throw new PartException("the network is gone");
        });
        assertEquals("the network is gone", refusal(failing));
        assertNothingLeft();
        storeThatGets(TestPart.ARCHIVE).ensure(part);
    }

    @Test
    void anInterruptedFetchLeavesNothingAndKeepsTheInterrupt() {
        PartStore interrupted = store((wanted, into) -> {
            write(into.resolve(wanted.fileName()), Arrays.copyOf(TestPart.ARCHIVE, 50));
            throw new InterruptedException();
        });
        assertTrue(refusal(interrupted).contains("interrupted"));
        assertTrue(Thread.interrupted());
        assertNothingLeft();
    }

    @Test
    void clearsAwayWhatAKilledProcessLeft() throws IOException {
        Path leftover = Files.createDirectories(
                folder.resolve("tmp").resolve(part.folderName() + ".123").resolve("download"));
        Files.write(leftover.resolve("thing-1.zip"), new byte[10]);
        storeThatGets(TestPart.ARCHIVE).ensure(part);
        assertEquals(List.of(), list("tmp"));
    }

    @Test
    void twoStoresAtOnceFetchOnce() throws Exception {
        CountDownLatch bothWant = new CountDownLatch(2);
        Fetcher slow = (wanted, into) -> {
            fetches.incrementAndGet();
            write(into.resolve(wanted.fileName()), TestPart.ARCHIVE);
        };
        List<FutureTask<Path>> tasks = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            FutureTask<Path> task = new FutureTask<>(() -> {
                bothWant.countDown();
                bothWant.await();
                return store(slow).ensure(part);
            });
            tasks.add(task);
            new Thread(task, "fetcher").start();
        }
        assertEquals(tasks.get(0).get(), tasks.get(1).get());
        assertEquals(1, fetches.get());
    }

    @Test
    void waitsForWhoeverFetchesTheSame() throws Exception {
        Path lockFile = Files.createDirectories(folder.resolve("locks")).resolve(part.folderName() + ".lock");
        FutureTask<Path> waiting =
                new FutureTask<>(() -> storeThatGets(TestPart.ARCHIVE).ensure(part));
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            new Thread(waiting, "waiting").start();
            assertThrows(TimeoutException.class, () -> waiting.get(300, TimeUnit.MILLISECONDS));
            Path entry = folder.resolve("parts").resolve(part.folderName()).resolve(part.entry());
            Files.createDirectories(Optional.ofNullable(entry.getParent()).orElseThrow());
            Files.writeString(entry, "fetched by another");
        }
        assertEquals("fetched by another", Files.readString(waiting.get()));
        assertEquals(0, fetches.get());
    }

    @Test
    void doesNotBeginWithoutRoomOnTheDisk() {
        PartStore full = new PartStore(folder, this::get, at -> 1_000_000);
        String message = refusal(full);
        assertTrue(message.contains("1 MB are free"), message);
        assertTrue(message.contains("TENON_HOME"), message);
        assertEquals(0, fetches.get());
    }

    @Test
    void saysWhenTheHomeCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        PartStore store = new PartStore(file.resolve("home"), this::get, at -> Long.MAX_VALUE);
        assertTrue(refusal(store).contains("TENON_HOME"));
    }

    private PartStore store(Fetcher fetcher) {
        return new PartStore(folder, fetcher, at -> Long.MAX_VALUE);
    }

    private PartStore storeThatGets(byte[] archive) {
        return store((wanted, into) -> {
            fetches.incrementAndGet();
            write(into.resolve(wanted.fileName()), archive);
        });
    }

    private void get(Part wanted, Path into) {
        fetches.incrementAndGet();
        write(into.resolve(wanted.fileName()), TestPart.ARCHIVE);
    }

    private String refusal(PartStore store) {
        return String.valueOf(
                assertThrows(PartException.class, () -> store.ensure(part)).getMessage());
    }

    private void assertNothingLeft() {
        assertEquals(List.of(), list("tmp"));
        assertEquals(List.of(), list("parts"));
    }

    private List<String> list(String name) {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.map(Path::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
