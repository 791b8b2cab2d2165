package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class ZeroWordsTest {
    @Test
    void wordsGivenBackAreLentAgain() {
        ZeroWords lender = new ZeroWords(65);
        long[] words = lender.take();
        assertEquals(2, words.length);
        lender.give(words);
        assertSame(words, lender.take());
        assertNotSame(words, lender.take(), "lent to one at a time");
    }

    @Test
    void setsGiveWordsBackAsTheyWere() {
        ZeroWords lender = new ZeroWords(200);
        IdSet set = new IdSet(lender);
        ExcludedIds excluded = new ExcludedIds(lender);
        set.add(3);
        set.add(199);
        excluded.begin(new int[] {3, 70});
        excluded.begin(new int[] {70, 71});
        assertTrue(excluded.has(71));
        excluded.end();
        assertTrue(excluded.has(70) && !excluded.has(71));
        excluded.end();
        set.clear();
        for (int i = 0; i < 3; i++) {
            assertTrue(Arrays.stream(lender.take()).allMatch(word -> word == 0));
        }
        assertEquals(0, set.count);
        set.add(5);
        assertTrue(set.has(5) && !set.has(3) && !excluded.has(3));
    }

    @Test
    void nobodyGetsWhatAnotherThreadHas() throws Exception {
        ZeroWords lender = new ZeroWords(64);
        Callable<Boolean> use = () -> {
            boolean clean = true;
            for (int i = 0; i < 20_000; i++) {
                long[] words = lender.take();
                clean &= words[0] == 0;
                words[0] = Thread.currentThread().threadId();
                clean &= words[0] == Thread.currentThread().threadId();
                words[0] = 0;
                lender.give(words);
            }
            return clean;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                results.add(threads.submit(use));
            }
            for (Future<Boolean> result : results) {
                assertTrue(result.get());
            }
        }
    }
}
