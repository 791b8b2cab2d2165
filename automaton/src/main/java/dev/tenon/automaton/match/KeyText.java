package dev.tenon.automaton.match;

import org.jspecify.annotations.Nullable;

/** The bytes of a key read so far, last byte first; immutable and shared between readings. */
final class KeyText {
    final @Nullable KeyText before;
    final byte last;
    final int length;
    final int hash;

    KeyText(@Nullable KeyText before, int last) {
        this.before = before;
        this.last = (byte) last;
        this.length = before == null ? 1 : before.length + 1;
        this.hash = (before == null ? 7 : before.hash) * 31 + last;
    }

    /** The text of at least one byte. */
    static KeyText of(byte[] bytes) {
        KeyText text = new KeyText(null, bytes[0] & 0xFF);
        for (int i = 1; i < bytes.length; i++) {
            text = new KeyText(text, bytes[i] & 0xFF);
        }
        return text;
    }

    byte[] bytes() {
        byte[] bytes = new byte[length];
        KeyText at = this;
        for (int i = length - 1; i >= 0 && at != null; i--) {
            bytes[i] = at.last;
            at = at.before;
        }
        return bytes;
    }

    @SuppressWarnings("ReferenceEquality") // a shared beginning is the same object
    static boolean same(@Nullable KeyText a, @Nullable KeyText b) {
        while (a != b) {
            if (a == null || b == null || a.hash != b.hash || a.length != b.length || a.last != b.last) {
                return false;
            }
            a = a.before;
            b = b.before;
        }
        return true;
    }
}
