package dev.tenon.sampler;

import dev.tenon.automaton.match.Matcher;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where the matcher stood after the last tokens, as far back as a stop string may still begin: so that it can be asked
 * whether the text may end in the middle of what came since. Not thread-safe.
 */
final class Checkpoints {
    /** After a token: the length of the text in bytes, the matcher there, and the bytes of the token. */
    private record Checkpoint(long textEnd, Matcher matcher, byte[] bytes) {}

    /** The oldest first; never empty. */
    private final Deque<Checkpoint> checkpoints = new ArrayDeque<>();

    /** @param start before the first token */
    Checkpoints(Matcher start) {
        checkpoints.add(new Checkpoint(0, start.fork(), new byte[0]));
    }

    /** Adds the place after a token of these bytes; none for a special token. */
    void add(Matcher after, byte[] bytes) {
        checkpoints.add(new Checkpoint(checkpoints.getLast().textEnd + bytes.length, after.fork(), bytes));
    }

    /** Nobody will ask for offsets before this one. */
    void forgetBefore(long offset) {
        while (checkpoints.size() > 1) {
            Checkpoint oldest = checkpoints.removeFirst();
            if (checkpoints.getFirst().textEnd > offset) {
                checkpoints.addFirst(oldest);
                return;
            }
        }
    }

    /** Whether the text up to this byte is complete. O(tokens since), O(1) for the last ones. */
    boolean mayEndAt(long offset) {
        Checkpoint before = checkpoints.getFirst();
        for (Checkpoint next : checkpoints) {
            if (next.textEnd > offset) {
                Matcher at = before.matcher.fork();
                int rest = (int) (offset - before.textEnd);
                if (at.acceptBytes(next.bytes, 0, rest) < rest) {
                    throw new IllegalStateException("the matcher does not accept again what it accepted");
                }
                return at.isAccepting();
            }
            before = next;
        }
        return before.matcher.isAccepting();
    }
}
