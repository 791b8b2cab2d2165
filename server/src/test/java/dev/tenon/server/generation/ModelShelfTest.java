package dev.tenon.server.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.server.TestModels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class ModelShelfTest {
    private static final Semaphore OPEN = new Semaphore(1 << 20);

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<ModelSource> sources = new CopyOnWriteArrayList<>();
    private final ModelShelf shelf = new ModelShelf(
            () -> sources,
            new ModelShelf.Options(2, 3, 4),
            model -> new ModelShelf.InService(
                    new ModelSlot(
                            model,
                            new RequestCompiler(model, SchemaOptions.defaults(), CompileLimits.defaults()),
                            new GenerationScheduler(model, 4, new Random(1))),
                    () -> {}));

    /** A model of so many bytes, which loads when it is let, and notes when it is loaded and freed. */
    private final class Source implements ModelSource {
        private final String id;
        private final long bytes;
        private final Semaphore gate;
        private volatile String fault = "";
        private volatile int version;

        Source(String id, long bytes, Semaphore gate) {
            this.id = id;
            this.bytes = bytes;
            this.gate = gate;
            sources.add(this);
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Set<String> aliases() {
            return Set.of("also " + id);
        }

        @Override
        public Object version() {
            return version;
        }

        @Override
        public ModelFacts facts() {
            return new ModelFacts(Instant.EPOCH, 10, Set.of(Capability.CHAT), bytes);
        }

        @Override
        public Loaded load() {
            gate.acquireUninterruptibly();
            log.add("+" + id);
            if (!fault.isEmpty()) {
                throw new EngineException(fault);
            }
            return new Loaded.Text(TestModels.served(TestModels.scripted("x")), () -> log.add("-" + id));
        }

        @Override
        public Stay stay() {
            return Stay.WHILE_THERE_IS_ROOM;
        }
    }

    @AfterEach
    void close() {
        shelf.close();
    }

    /** A lease, or why there is none. */
    private static Object next(BlockingQueue<Object> told) throws InterruptedException {
        Object it = told.poll(60, TimeUnit.SECONDS);
        if (it == null) {
            throw new AssertionError("nothing was told");
        }
        return it;
    }

    private BlockingQueue<Object> ask(ModelSource source) {
        BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        shelf.lease(source, told::add, told::add);
        return told;
    }

    private ModelLease lease(ModelSource source) throws InterruptedException {
        return assertInstanceOf(ModelLease.class, next(ask(source)));
    }

    private static Refusal refusal(Object told) {
        return assertInstanceOf(RefusedException.class, told).refusal();
    }

    @Test
    void loadsAModelOnceHoweverManyAskForIt() throws InterruptedException {
        Semaphore gate = new Semaphore(0);
        Source a = new Source("a", 1, gate);
        List<BlockingQueue<Object>> asked = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            asked.add(ask(a));
        }
        assertTrue(shelf.isBusy());
        assertInstanceOf(
                Refusal.QueueFull.class,
                assertThrows(RefusedException.class, () -> ask(a)).refusal());
        gate.release();
        for (BlockingQueue<Object> told : asked) {
            assertInstanceOf(ModelLease.class, next(told)).close();
        }
        lease(a).close();
        assertEquals(List.of("+a"), log);
    }

    @Test
    void unloadsTheOneThatWasNotUsedForTheLongestTime() throws InterruptedException {
        Source a = new Source("a", 1, OPEN);
        Source b = new Source("b", 1, OPEN);
        Source c = new Source("c", 1, OPEN);
        lease(a).close();
        lease(b).close();
        lease(a).close();
        lease(c).close();
        assertEquals(List.of("+a", "+b", "-b", "+c"), log);
        assertEquals(2, shelf.slots().size());
        assertFalse(shelf.entry(b).isLoaded());
        assertTrue(shelf.entry(a).isLoaded());
    }

    @Test
    void neverUnloadsWhatSomebodyUses() throws InterruptedException {
        Source a = new Source("a", 2, OPEN);
        Source b = new Source("b", 1, OPEN);
        ModelLease held = lease(a);
        BlockingQueue<Object> waiting = ask(b);
        assertEquals(null, waiting.poll(100, TimeUnit.MILLISECONDS));
        ModelLease also = lease(a);
        held.close();
        held.close();
        assertEquals(null, waiting.poll(100, TimeUnit.MILLISECONDS));
        assertEquals(List.of("+a"), log);
        also.close();
        assertInstanceOf(ModelLease.class, next(waiting)).close();
        assertEquals(List.of("+a", "-a", "+b"), log);
    }

    @Test
    void triesABrokenModelAgainWhenItsFileHasChanged() throws InterruptedException {
        Source a = new Source("a", 1, OPEN);
        a.fault = "it is cut short";
        assertEquals(new Refusal.BrokenModel("a", "it is cut short"), refusal(next(ask(a))));
        assertEquals(
                new Refusal.BrokenModel("a", "it is cut short"),
                assertThrows(RefusedException.class, () -> ask(a)).refusal());
        assertEquals("it is cut short", shelf.entry(a).fault());
        assertEquals(List.of("+a"), log);
        a.fault = "";
        a.version = 1;
        lease(a).close();
        assertEquals("", shelf.entry(a).fault());
    }

    @Test
    void refusesAModelThatTakesMoreThanAllMay() throws InterruptedException {
        Source a = new Source("a", 3, OPEN);
        assertInstanceOf(Refusal.BrokenModel.class, refusal(next(ask(a))));
        assertEquals(List.of(), log);
    }

    @Test
    void findsModelsByEveryName() {
        Source a = new Source("a", 1, OPEN);
        assertEquals(a, shelf.find("a").orElseThrow());
        assertEquals(a, shelf.find("also a").orElseThrow());
        assertTrue(shelf.find("b").isEmpty());
        assertEquals(a, shelf.first().orElseThrow());
    }

    @Test
    void tellsThoseThatWaitWhenItEnds() throws InterruptedException {
        Semaphore gate = new Semaphore(0);
        Source a = new Source("a", 1, gate);
        BlockingQueue<Object> waiting = ask(a);
        shelf.drain(Duration.ZERO);
        assertInstanceOf(Refusal.Stopping.class, refusal(next(waiting)));
        assertInstanceOf(
                Refusal.Stopping.class,
                assertThrows(RefusedException.class, () -> ask(a)).refusal());
        gate.release();
        shelf.close();
        assertEquals(List.of("+a", "-a"), log);
    }

    /** Four models and room for two: whoever has a lease finds its model at work, whatever is loaded and unloaded beside it. */
    @Test
    void keepsEveryLeasedModelAtWorkUnderPressure() throws InterruptedException {
        List<Source> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(new Source("m" + i, 1, OPEN));
        }
        List<Thread> threads = new ArrayList<>();
        List<Throwable> wrong = new CopyOnWriteArrayList<>();
        for (int t = 0; t < 3; t++) {
            Random random = new Random(t);
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < 40; i++) {
                        Source source = all.get(random.nextInt(all.size()));
                        try (ModelLease lease = lease(source)) {
                            lease.model().text().compiler().maskStatistics();
                            assertTrue(shelf.entry(source).isLoaded());
                        }
                    }
                } catch (Throwable e) {
                    wrong.add(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), wrong);
        shelf.close();
        assertEquals(
                log.stream().filter(it -> it.startsWith("+")).count(),
                log.stream().filter(it -> it.startsWith("-")).count());
    }
}
