package dev.tenon.automaton.token;

/** Whether bytes are well-formed UTF-8: RFC 3629, section 4, no overlong forms, no surrogates, up to U+10FFFF. */
final class Utf8 {
    /** {@link #step} between code points. */
    static final int WHOLE = 0;

    private static final int NONE = -1;

    private Utf8() {}

    /**
     * Reads a byte.
     *
     * @param progress {@link #WHOLE}, or what the byte before came to
     * @return something else than {@code WHOLE} within a code point, and from bytes on that are part of none
     */
    static int step(int progress, int byteValue) {
        if (progress == NONE) {
            return NONE;
        }
        if (progress == WHOLE) {
            if (byteValue < 0x80) {
                return WHOLE;
            }
            int more = continuationBytes(byteValue);
            return more == 0 ? NONE : (more << 16) | (leastSecond(byteValue) << 8) | greatestSecond(byteValue);
        }
        if (byteValue < ((progress >> 8) & 0xFF) || byteValue > (progress & 0xFF)) {
            return NONE;
        }
        int more = (progress >> 16) - 1;
        return more == 0 ? WHOLE : (more << 16) | 0x80BF;
    }

    /** Whether the bytes of a token are whole code points. O(bytes). */
    static boolean isWellFormed(Vocabulary vocabulary, int tokenId) {
        int length = vocabulary.byteCount(tokenId);
        int at = 0;
        while (at < length) {
            int first = vocabulary.byteAt(tokenId, at++);
            if (first < 0x80) {
                continue;
            }
            int more = continuationBytes(first);
            if (more == 0 || at + more > length) {
                return false;
            }
            int second = vocabulary.byteAt(tokenId, at);
            if (second < leastSecond(first) || second > greatestSecond(first)) {
                return false;
            }
            for (int i = 1; i < more; i++) {
                if ((vocabulary.byteAt(tokenId, at + i) & 0xC0) != 0x80) {
                    return false;
                }
            }
            at += more;
        }
        return true;
    }

    /** The bits of a code point that its first byte has; of a byte that begins none, anything. */
    static int first(int byteValue) {
        return switch (continuationBytes(byteValue)) {
            case 1 -> byteValue & 0x1F;
            case 2 -> byteValue & 0x0F;
            case 3 -> byteValue & 0x07;
            default -> byteValue;
        };
    }

    /** How many bytes follow this first byte of a code point beyond ASCII; 0 when no code point begins with it. */
    private static int continuationBytes(int first) {
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        return first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    }

    private static int leastSecond(int first) {
        return first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    }

    private static int greatestSecond(int first) {
        return first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    }
}
