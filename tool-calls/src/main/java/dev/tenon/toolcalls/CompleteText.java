package dev.tenon.toolcalls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 that comes in pieces, given out in whole code points: bytes of an unfinished one, at most three, wait for the
 * rest. Mutable, not thread-safe.
 */
final class CompleteText {
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

    /** Adds bytes, and takes out all code points that are whole; empty when there is none. O(bytes). */
    String add(byte[] bytes) {
        waiting.writeBytes(bytes);
        byte[] all = waiting.toByteArray();
        int whole = all.length - unfinished(all);
        waiting.reset();
        waiting.write(all, whole, all.length - whole);
        return new String(all, 0, whole, StandardCharsets.UTF_8);
    }

    /** Forgets what waits. */
    void clear() {
        waiting.reset();
    }

    /** How many bytes at the end are the beginning of a code point (RFC 3629, section 3). */
    private static int unfinished(byte[] bytes) {
        for (int back = 1; back <= 3 && back <= bytes.length; back++) {
            int b = bytes[bytes.length - back] & 0xFF;
            if (b >= 0xC0) {
                int length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return back < length ? back : 0;
            } else if (b < 0x80) {
                return 0;
            }
        }
        return 0;
    }
}
