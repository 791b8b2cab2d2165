package dev.tenon.server.openai;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A key as it is kept: its hash, and a name that may be written down. Immutable. */
final class ApiKey {
    /** What a hash in a file begins with, where a key in the open would be. */
    static final String HASHED = "sha256:";

    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    /** What a header can carry as one word. */
    private static final Pattern KEY = Pattern.compile("[!-~]{1,512}");

    private final String name;
    private final byte[] hash;

    private ApiKey(String name, byte[] hash) {
        this.name = name;
        this.hash = hash;
    }

    /**
     * A key in the open.
     *
     * @throws IllegalArgumentException when no request could bring it
     */
    static ApiKey of(String name, String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "a key is 1 to 512 visible characters of ASCII without a space, and that of " + name + " is not");
        }
        return new ApiKey(name, hash(key));
    }

    /**
     * What a line of a file says: {@code key}, {@code name:key}, {@code sha256:HEX} or {@code name:sha256:HEX}.
     *
     * @param otherwise its name where the line gives none
     * @throws IllegalArgumentException with what is wrong, and never a key
     */
    static ApiKey read(String line, String otherwise) {
        int colon = line.startsWith(HASHED) ? -1 : line.indexOf(':');
        String name = colon < 0 ? otherwise : line.substring(0, colon).strip();
        String key = line.substring(colon + 1).strip();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "what is before the colon is no name: letters, digits, '.', '_' and '-'");
        }
        if (!key.startsWith(HASHED)) {
            return of(name, key);
        }
        String digits = key.substring(HASHED.length());
        if (!HASH.matcher(digits).matches()) {
            throw new IllegalArgumentException("after " + HASHED + " there are not 64 hexadecimal digits");
        }
        return new ApiKey(name, HexFormat.of().parseHex(digits));
    }

    String name() {
        return name;
    }

    /** Whether the hash is this key's, in a time that does not depend on how much of it is right. */
    boolean hasHash(byte[] other) {
        return MessageDigest.isEqual(hash, other);
    }

    boolean isSameAs(ApiKey other) {
        return hasHash(other.hash);
    }

    static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
