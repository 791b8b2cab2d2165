package dev.tenon.server.openai;

import dev.tenon.server.http.WatchedFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of which a request must bring one: some that are given, and some in a file. The file is looked at when a request comes and a
 * second has passed since the last look, and read again when it is not what it was; one that cannot be read, or holds no key, leaves
 * the keys as they were. Thread-safe.
 */
public final class ApiKeys {
    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    private static final long MOST_BYTES = 1 << 20;
    /** Each is compared with every request's. */
    private static final int MOST_KEYS = 1_000;

    private final List<ApiKey> given;
    private final @Nullable WatchedFile file;
    private volatile List<ApiKey> all;

    private ApiKeys(List<ApiKey> given, @Nullable WatchedFile file, List<ApiKey> all) {
        this.given = given;
        this.file = file;
        this.all = all;
    }

    /**
     * Given keys, called {@code key-1} and so on; none to let everybody in.
     *
     * @throws IllegalArgumentException when no request could bring one of them
     */
    public static ApiKeys of(List<String> keys) {
        List<ApiKey> given = new ArrayList<>();
        for (String key : keys) {
            add(given, ApiKey.of("key-" + (given.size() + 1), key));
        }
        return new ApiKeys(List.copyOf(given), null, List.copyOf(given));
    }

    /**
     * These keys and those in a file: a key on a line, with its name and a colon before it or not; {@code sha256:} and its hash in the
     * place of the key; blank lines, and lines that begin with {@code #}.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException with one sentence when a line is none of these, or there is no key
     */
    public ApiKeys and(Path keysFile) throws IOException {
        WatchedFile watched = new WatchedFile(keysFile);
        return new ApiKeys(given, watched, read(keysFile, given));
    }

    /** Whether nobody needs a key. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** How many there are. */
    public int count() {
        return all.size();
    }

    /** The name of a key; empty when it is none. Takes the same time whichever it is. */
    Optional<String> nameOf(String key) {
        refresh();
        byte[] hash = ApiKey.hash(key);
        @Nullable String name = null;
        for (ApiKey known : all) {
            if (known.hasHash(hash)) {
                name = known.name();
            }
        }
        return Optional.ofNullable(name);
    }

    private void refresh() {
        WatchedFile watched = file;
        if (watched == null || !watched.hasChanged()) {
            return;
        }
        try {
            all = read(watched.file(), given);
            LOG.info("read {} again: {} keys", watched.file(), all.size());
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the keys stay as they were: {}", e.getMessage());
        }
    }

    private static List<ApiKey> read(Path file, List<ApiKey> given) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file " + file);
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8", e);
        }
        List<ApiKey> keys = new ArrayList<>(given);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    add(keys, ApiKey.read(line, "line-" + (i + 1)));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        if (keys.size() == given.size()) {
            throw new IllegalArgumentException(file + " holds no key");
        }
        return List.copyOf(keys);
    }

    private static void add(List<ApiKey> keys, ApiKey key) {
        for (ApiKey other : keys) {
            if (other.name().equals(key.name()) || other.isSameAs(key)) {
                throw new IllegalArgumentException(
                        (other.isSameAs(key) ? "this is the same key as " : "there is another key called ")
                                + other.name());
            }
        }
        if (keys.size() >= MOST_KEYS) {
            throw new IllegalArgumentException("there are more than " + MOST_KEYS + " keys");
        }
        keys.add(key);
    }
}
