package dev.tenon.sampler;

import dev.tenon.automaton.match.MatchEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Stop strings over streamed text. Events go in; the same events come out, less the text from a stop string on, and with
 * text that may be the beginning of a stop string held back until that is decided. Not thread-safe; one for each
 * generation.
 *
 * <p>Stop strings are looked for in free text only: in no capture, or in captures that are all named free. A stop string
 * lies within one stretch of free text: where a capture opens or closes, the search starts anew. The match that ends
 * first counts, and the longest of those that end at the same byte: so it does not matter how the text was cut into
 * events. The search is Knuth, Morris and Pratt's for each stop string, O(bytes * stop strings) in all.
 */
final class StopConditions {
    private final byte[][] stops;
    /** {@code borders[s][n]}: length of the longest proper prefix of stop s that ends its first n bytes. */
    private final int[][] borders;
    /** How many bytes of each stop string the text ends with. */
    private final int[] matched;

    private final Set<String> freeLabels;
    private final LongPredicate mayEnd;
    private final Consumer<MatchEvent> out;

    private final Deque<String> open = new ArrayDeque<>();
    private int constrainedCaptures;
    /** Bytes that went in, of free and constrained text. */
    private long offset;
    /** Bytes that went in and did not yet come out: the last ones of the text. */
    private byte[] held = new byte[64];

    private int heldCount;
    private boolean stopped;

    /**
     * @param stop none of them empty
     * @param mayEnd whether the text may end before its byte of this offset; a stop string whose beginning it refuses is
     *     text like any other
     * @param out takes the events
     */
    StopConditions(List<String> stop, Set<String> freeLabels, LongPredicate mayEnd, Consumer<MatchEvent> out) {
        this.stops = new byte[stop.size()][];
        this.borders = new int[stop.size()][];
        this.matched = new int[stop.size()];
        for (int s = 0; s < stops.length; s++) {
            stops[s] = stop.get(s).getBytes(StandardCharsets.UTF_8);
            borders[s] = borders(stops[s]);
        }
        this.freeLabels = freeLabels;
        this.mayEnd = mayEnd;
        this.out = out;
    }

    /** Whether a stop string ended the text. Nothing comes out any more but by {@link #finish}. */
    boolean isStopped() {
        return stopped;
    }

    /** How many bytes came out: a stop string that is still to be found begins there or later. */
    long released() {
        return offset - heldCount;
    }

    /** Takes the next event. */
    void accept(MatchEvent event) {
        if (stopped) {
            return;
        }
        switch (event) {
            case MatchEvent.Open opened -> {
                breakText();
                open.push(opened.label());
                constrainedCaptures += freeLabels.contains(opened.label()) ? 0 : 1;
                out.accept(opened);
            }
            case MatchEvent.Close closed -> {
                breakText();
                constrainedCaptures -= freeLabels.contains(open.pop()) ? 0 : 1;
                out.accept(closed);
            }
            case MatchEvent.Bytes text -> {
                if (stops.length == 0 || constrainedCaptures > 0) {
                    offset += text.bytes().length;
                    out.accept(text);
                } else {
                    search(text.bytes());
                }
            }
        }
    }

    /** Gives out what is held back: no stop string goes on over this place. */
    void breakText() {
        release(heldCount);
        Arrays.fill(matched, 0);
    }

    /** The end of the text: gives out what is held back, or, after a stop string, closes the captures that are open. */
    void finish() {
        if (!stopped) {
            breakText();
            return;
        }
        while (!open.isEmpty()) {
            out.accept(new MatchEvent.Close(open.pop()));
        }
    }

    private void search(byte[] bytes) {
        for (byte b : bytes) {
            if (heldCount == held.length) {
                held = Arrays.copyOf(held, 2 * heldCount);
            }
            held[heldCount++] = b;
            offset++;
            int longest = advance(b);
            if (longest > 0 && mayEnd.test(offset - longest)) {
                release(heldCount - longest);
                heldCount = 0;
                stopped = true;
                return;
            }
        }
        int beginning = 0;
        for (int s = 0; s < stops.length; s++) {
            beginning = Math.max(beginning, matched[s]);
        }
        release(heldCount - beginning);
    }

    /** Goes on by a byte in every stop string; returns the length of the longest that is complete, or 0. */
    private int advance(byte b) {
        int longest = 0;
        for (int s = 0; s < stops.length; s++) {
            byte[] stop = stops[s];
            int state = matched[s];
            while (state > 0 && stop[state] != b) {
                state = borders[s][state];
            }
            if (stop[state] == b) {
                state++;
            }
            if (state == stop.length) {
                longest = Math.max(longest, state);
                state = borders[s][state];
            }
            matched[s] = state;
        }
        return longest;
    }

    private void release(int count) {
        if (count == 0) {
            return;
        }
        byte[] text = Arrays.copyOf(held, count);
        System.arraycopy(held, count, held, 0, heldCount - count);
        heldCount -= count;
        out.accept(new MatchEvent.Bytes(text));
    }

    private static int[] borders(byte[] stop) {
        int[] borders = new int[stop.length + 1];
        int state = 0;
        for (int i = 1; i < stop.length; i++) {
            while (state > 0 && stop[state] != stop[i]) {
                state = borders[state];
            }
            if (stop[state] == stop[i]) {
                state++;
            }
            borders[i + 1] = state;
        }
        return borders;
    }
}
