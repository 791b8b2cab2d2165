package dev.tenon.sampler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.match.MatchEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Stop strings against {@code indexOf}, however the text is cut. */
class StopConditionsProperties {
    /** Collects what comes out, and prints captures as brackets. */
    private static final class Output {
        private final StringBuilder text = new StringBuilder();

        void take(MatchEvent event) {
            switch (event) {
                case MatchEvent.Open open ->
                    text.append('[').append(open.label()).append(':');
                case MatchEvent.Bytes bytes -> {
                    assertTrue(bytes.bytes().length > 0, "no empty text");
                    text.append(new String(bytes.bytes(), StandardCharsets.ISO_8859_1));
                }
                case MatchEvent.Close close -> text.append(']');
            }
        }

        String text() {
            return new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), UTF_8);
        }
    }

    @Property(tries = 1_000)
    void cutsWhereIndexOfFinds(@ForAll("texts") String text, @ForAll("stops") List<String> stops, @ForAll long seed) {
        Output output = new Output();
        StopConditions conditions = new StopConditions(stops, Set.of(), offset -> true, output::take);
        Random random = new Random(seed);
        byte[] bytes = text.getBytes(UTF_8);
        int fed = 0;
        while (fed < bytes.length && !conditions.isStopped()) {
            int next = fed + 1 + random.nextInt(bytes.length - fed);
            conditions.accept(new MatchEvent.Bytes(Arrays.copyOfRange(bytes, fed, next)));
            fed = next;
            assertNothingMoreIsHeldThanMayBecomeAStop(output.text.length(), bytes, fed, stops, conditions);
        }
        boolean stopped = conditions.isStopped();
        conditions.finish();

        int cut = firstMatch(text, stops);
        assertEquals(cut >= 0, stopped);
        assertEquals(cut >= 0 ? text.substring(0, cut) : text, output.text());
    }

    /** Where the match begins that ends first, the longest of those; or -1. */
    private static int firstMatch(String text, List<String> stops) {
        for (int end = 1; end <= text.length(); end++) {
            int begin = Integer.MAX_VALUE;
            for (String stop : stops) {
                if (text.substring(0, end).endsWith(stop)) {
                    begin = Math.min(begin, end - stop.length());
                }
            }
            if (begin != Integer.MAX_VALUE) {
                return begin;
            }
        }
        return -1;
    }

    private static void assertNothingMoreIsHeldThanMayBecomeAStop(
            int given, byte[] bytes, int fed, List<String> stops, StopConditions conditions) {
        if (conditions.isStopped()) {
            return;
        }
        int longest = 0;
        for (String stop : stops) {
            byte[] wanted = stop.getBytes(UTF_8);
            for (int length = 1; length < wanted.length && length <= fed; length++) {
                if (Arrays.equals(wanted, 0, length, bytes, fed - length, fed)) {
                    longest = Math.max(longest, length);
                }
            }
        }
        assertEquals(fed - longest, given);
    }

    @Example
    void constrainedTextIsNeverCut() {
        assertEquals("a[json:xSTOPy]b", run("a", "[json", "xSTOPy", "]", "b"));
        assertEquals("[json:ST][json:OP]", run("[json", "ST", "]", "[json", "OP", "]"));
    }

    @Example
    void freeCapturesAreSearched() {
        assertEquals("[content:x]", run("[content", "xST", "OPy", "]", "z"));
    }

    @Example
    void aFreeCaptureInsideAConstrainedOneIsConstrained() {
        assertEquals("[json:[content:STOP]STOP]", run("[json", "[content", "STOP", "]", "STOP", "]"));
    }

    @Example
    void aStopStringDoesNotReachOverTheBorderOfACapture() {
        assertEquals("ST[content:OP]", run("ST", "[content", "OP", "]"));
        assertEquals("ST[json:x]OP", run("ST", "[json", "x", "]", "OP"));
    }

    @Example
    void afterAStopTheOpenCapturesAreClosed() {
        assertEquals("[content:[content:a]]", run("[content", "[content", "aSTOPb", "]", "]", "c"));
    }

    @Example
    void whereTheTextMayNotEndAStopStringIsText() {
        Output output = new Output();
        StopConditions conditions = new StopConditions(List.of("STOP"), Set.of(), offset -> offset >= 5, output::take);
        feed(conditions, "STOPaSTOPb");
        conditions.finish();

        assertEquals("STOPa", output.text());
    }

    @Example
    void offsetsCountConstrainedTextToo() {
        List<Long> asked = new ArrayList<>();
        StopConditions conditions = new StopConditions(
                List.of("STOP"),
                Set.of(),
                offset -> {
                    asked.add(offset);
                    return false;
                },
                event -> {});
        feed(conditions, "ab");
        conditions.accept(new MatchEvent.Open("json"));
        feed(conditions, "{}é");
        conditions.accept(new MatchEvent.Close("json"));
        feed(conditions, "cSTOP");

        assertEquals(List.of(7L), asked);
    }

    @Example
    void withoutStopStringsNothingIsHeldBack() {
        Output output = new Output();
        StopConditions conditions = new StopConditions(List.of(), Set.of(), offset -> true, output::take);
        feed(conditions, "STOP");

        assertEquals("STOP", output.text());
        assertFalse(conditions.isStopped());
    }

    private static String run(String... events) {
        Output output = new Output();
        StopConditions conditions =
                new StopConditions(List.of("STOP"), Set.of("content"), offset -> true, output::take);
        List<String> open = new ArrayList<>();
        for (String event : events) {
            if (event.startsWith("[")) {
                open.add(event.substring(1));
                conditions.accept(new MatchEvent.Open(event.substring(1)));
            } else if (event.equals("]")) {
                conditions.accept(new MatchEvent.Close(open.remove(open.size() - 1)));
            } else {
                feed(conditions, event);
            }
        }
        conditions.finish();
        return output.text();
    }

    private static void feed(StopConditions conditions, String text) {
        conditions.accept(new MatchEvent.Bytes(text.getBytes(UTF_8)));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("aabé").ofMaxLength(30);
    }

    @Provide
    Arbitrary<List<String>> stops() {
        return Arbitraries.strings()
                .withChars("aabé")
                .ofMinLength(1)
                .ofMaxLength(5)
                .list()
                .ofMaxSize(4);
    }
}
