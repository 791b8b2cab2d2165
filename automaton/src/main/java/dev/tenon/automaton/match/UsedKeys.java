package dev.tenon.automaton.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The keys that an object has so far of members that come many times; an immutable list, newest first. */
final class UsedKeys {
    final byte[] key;
    final int member;
    final @Nullable UsedKeys earlier;
    /** Order-independent, so that the same set of keys has the same hash. */
    final int hash;

    final int size;

    UsedKeys(byte[] key, int member, @Nullable UsedKeys earlier) {
        this.key = key;
        this.member = member;
        this.earlier = earlier;
        this.hash = (earlier == null ? 0 : earlier.hash) + Arrays.hashCode(key);
        this.size = earlier == null ? 1 : earlier.size + 1;
    }

    /** How many used keys of a member begin with the bytes. O(keys). */
    static int count(@Nullable UsedKeys used, int member, byte[] prefix) {
        int count = 0;
        for (UsedKeys at = used; at != null; at = at.earlier) {
            if (at.member == member && startsWith(at.key, prefix)) {
                count++;
            }
        }
        return count;
    }

    /** Whether exactly this key was used. O(keys). */
    static boolean contains(@Nullable UsedKeys used, byte[] key) {
        for (UsedKeys at = used; at != null; at = at.earlier) {
            if (Arrays.equals(at.key, key)) {
                return true;
            }
        }
        return false;
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    static boolean same(@Nullable UsedKeys a, @Nullable UsedKeys b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        if (a.hash != b.hash || a.size != b.size) {
            return false;
        }
        for (UsedKeys at = a; at != null; at = at.earlier) {
            if (!contains(b, at.key)) {
                return false;
            }
        }
        return true;
    }
}
