package dev.tenon.server.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class ApiKeysTest {
    private static final String HASH_OF_FOUR = HexFormat.of().formatHex(ApiKey.hash("four"));
    private static final String HASH_OF_FIVE = HexFormat.of().withUpperCase().formatHex(ApiKey.hash("five"));

    private static final String FILE = "# who may\n\none\nalice:two\n  bob.b-1 : thr:ee \nsha256:" + HASH_OF_FOUR
            + "\ncarol:sha256:" + HASH_OF_FIVE + "\n";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("keys"), text);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "zero, key-1",
                "uno, key-2",
                "one, line-3",
                "two, alice",
                "thr:ee, bob.b-1",
                "four, line-6",
                "five, carol",
                "six, -",
                "alice:two, -",
                "'', -",
                "on, -",
                "onee, -",
                "# who may, -",
            })
    void tellsTheNameOfAKeyAndKnowsNoOther(String key, String name) throws IOException {
        ApiKeys keys = ApiKeys.of(List.of("zero", "uno")).and(file(FILE));
        assertEquals(Optional.ofNullable(name), keys.nameOf(key));
        assertEquals(7, keys.count());
    }

    @Test
    void theHashOfAKeyIsNoKey() throws IOException {
        ApiKeys keys = ApiKeys.of(List.of()).and(file(FILE));
        assertEquals(Optional.empty(), keys.nameOf(HASH_OF_FOUR));
        assertEquals(Optional.empty(), keys.nameOf("sha256:" + HASH_OF_FOUR));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                   | holds no key",
                "# one~#two           | holds no key",
                "one~two words        | line 2: a key is 1 to 512 visible characters",
                "one~n\u00E9          | line 2: a key is",
                "a b:one              | line 1: what is before the colon is no name",
                ":one                 | line 1: what is before the colon",
                "alice:               | line 1: a key is",
                "alice:one~alice:two  | line 2: there is another key called alice",
                "one~~bob:one         | line 3: this is the same key as line-1",
                "bob:zero             | line 1: this is the same key as key-1",
                "sha256:abc           | line 1: after sha256: there are not 64",
                "al:sha256:           | line 1: after sha256: there are not 64",
            })
    void refusesAFileAndNamesTheLineAndNeverAKey(String text, String told) throws IOException {
        Path file = file(text.replace("~", "\n"));
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> ApiKeys.of(List.of("zero")).and(file))
                .getMessage());
        assertTrue(message.contains(told), message);
        assertFalse(message.contains("two") || message.contains("zero"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "\n", "n\u00E9"})
    void refusesKeysThatNoRequestCouldBring(String key) {
        assertThrows(IllegalArgumentException.class, () -> ApiKeys.of(List.of(key)));
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThrows(IOException.class, () -> ApiKeys.of(List.of()).and(folder.resolve("none")));
    }

    @Test
    void readsAChangedFileAgainAndKeepsTheKeysOfABrokenOne() throws Exception {
        Path file = file("old");
        ApiKeys keys = ApiKeys.of(List.of()).and(file);
        assertTrue(keys.nameOf("old").isPresent());
        Files.writeString(file, "new:key\n");
        assertTrue(keys.nameOf("old").isPresent(), "looked at once a second at most");
        Thread.sleep(1_050);
        assertEquals(Optional.of("new"), keys.nameOf("key"));
        assertFalse(keys.nameOf("old").isPresent());
        for (String broken : new String[] {"", "# all gone", "two words", "a:b:c\na:d"}) {
            Files.writeString(file, broken);
            Thread.sleep(1_050);
            assertEquals(Optional.of("new"), keys.nameOf("key"), broken);
        }
        Files.delete(file);
        Thread.sleep(1_050);
        assertEquals(Optional.of("new"), keys.nameOf("key"));
        Files.writeString(file, "newer\n");
        Thread.sleep(1_050);
        assertTrue(keys.nameOf("newer").isPresent());
        assertFalse(keys.nameOf("key").isPresent());
    }
}
