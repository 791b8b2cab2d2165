package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where settings come from, and what {@code --dry-run} finds. */
@SuppressWarnings("NullAway.Init") // JUnit and the method before each set them.
final class ServeSettingsTest {
    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void writeModel() throws Exception {
        model = Files.write(folder.resolve("model.gguf"), gguf(2));
    }

    private static byte[] gguf(int layers) {
        return gguf(layers, 2_000);
    }

    /** A header of a llama of so many layers, trained for so many tokens, and nothing else. */
    private static byte[] gguf(int layers, int contextLength) {
        Map<String, Integer> numbers = new TreeMap<>(Map.of(
                "llama.block_count",
                layers,
                "llama.context_length",
                contextLength,
                "llama.embedding_length",
                64,
                "llama.attention.head_count",
                4));
        ByteBuffer file = ByteBuffer.allocate(4_096).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x46554747).putInt(3).putLong(0).putLong(numbers.size() + 1L);
        text(file, "general.architecture");
        file.putInt(8);
        text(file, "llama");
        numbers.forEach((key, value) -> {
            text(file, key);
            file.putInt(4).putInt(value);
        });
        return Arrays.copyOf(file.array(), file.position());
    }

    private static void text(ByteBuffer file, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        file.putLong(bytes.length).put(bytes);
    }

    private Shell.Ran dryRun(Map<String, String> environment, String config, String... flags) throws Exception {
        Files.writeString(folder.resolve("config"), config);
        String[] arguments = new String[flags.length + 6];
        System.arraycopy(flags, 0, arguments, 6, flags.length);
        arguments[0] = "serve";
        arguments[1] = "--dry-run";
        arguments[2] = "--config";
        arguments[3] = folder.resolve("config").toString();
        arguments[4] = "--model";
        arguments[5] = model.toString();
        return new Shell(folder).withEnvironment(environment).run(arguments);
    }

    private static String setting(Shell.Ran ran, String name) {
        assertEquals(0, ran.exitCode(), ran.err());
        return ran.out()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow()
                .replaceAll(" +", " ")
                .replace(name + " ", "");
    }

    @Test
    void flagsGoBeforeTheEnvironmentBeforeTheFileBeforeDefaults() throws Exception {
        String file = "# settings\n\nport = 9001\nqueue=9\n max-body = 10 \nany-model = true\n";
        Shell.Ran ran = dryRun(Map.of("TENON_PORT", "9002", "TENON_QUEUE", "8"), file, "--queue", "7");
        assertAll(
                () -> assertEquals("7 flag", setting(ran, "queue")),
                () -> assertEquals("9002 TENON_PORT", setting(ran, "port")),
                () -> assertTrue(setting(ran, "max-body").matches("10 .*config, line 5"), ran.out()),
                () -> assertTrue(setting(ran, "any-model").startsWith("true "), ran.out()),
                () -> assertEquals("127.0.0.1 default", setting(ran, "host")),
                () -> assertEquals("text default", setting(ran, "log-format")));
    }

    @Test
    void aSourceSetsTheWholeOfAListAndSecretsAreNotShown() throws Exception {
        String file = "alias = one\nalias = two, too\napi-key = geheim\ncors-origin = https://a.example\n";
        Shell.Ran ran = dryRun(Map.of("TENON_API_KEY", "secret-a,secret-b"), file, "--cors-origin", "none");
        assertAll(
                () -> assertTrue(setting(ran, "alias").startsWith("one, two, too "), ran.out()),
                () -> assertEquals("(2 secrets) TENON_API_KEY", setting(ran, "api-key")),
                () -> assertEquals("none flag", setting(ran, "cors-origin")),
                () -> assertFalse(ran.out().contains("secret-a") || ran.out().contains("geheim"), ran.out()),
                () -> assertTrue(ran.out().contains("keys: 2"), ran.out()));
    }

    @Test
    void theEnvironmentMayNameTheFile() throws Exception {
        Files.writeString(folder.resolve("other"), "port = 9003\n");
        Shell.Ran ran = new Shell(folder)
                .withEnvironment(Map.of(
                        "TENON_CONFIG", folder.resolve("other").toString(), "TENON_PROT", "1", "TENON_HOME", "x"))
                .run("serve", "--dry-run", "--model", model.toString());
        assertTrue(setting(ran, "port").startsWith("9003 "), ran.out());
        assertTrue(ran.out().contains("no settings, though named so: TENON_PROT\n"), ran.out());
    }

    @Test
    void tellsWhatAContextTakes() throws Exception {
        Shell.Ran ran = dryRun(Map.of(), "");
        assertEquals(0, ran.exitCode(), ran.err());
        assertTrue(ran.out().contains("llama, 0 MB; a context of 2000 tokens takes 1 MB, and 8 at once 8;"), ran.out());
        assertTrue(ran.out().contains("keys: none"), ran.out());
        assertTrue(ran.out().endsWith("ok\n"), ran.out());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3", "200, 204"})
    void countsTheContextsThatAreThereAtOnce(int parallel, int megabytes) throws Exception {
        Shell.Ran ran = dryRun(Map.of("TENON_PARALLEL", String.valueOf(parallel)), "");
        assertEquals(0, ran.exitCode(), ran.err());
        assertTrue(ran.out().contains("and " + parallel + " at once " + megabytes + ";"), ran.out());
    }

    @Test
    void refusesMoreContextsThanTheMachineHasRoomFor() throws Exception {
        Files.write(model, gguf(500, 2_000_000));
        assertEquals(
                0,
                dryRun(Map.of("TENON_PARALLEL", "1", "TENON_CONTEXT", "100"), "")
                        .exitCode());
        Shell.Ran ran = dryRun(Map.of("TENON_PARALLEL", "250", "TENON_CONTEXT", "2000000"), "");
        assertEquals(2, ran.exitCode(), ran.out());
        assertTrue(ran.err().contains("the model and 250 contexts of 2000000 tokens take"), ran.err());
        assertTrue(ran.err().contains("lower --context or --parallel"), ran.err());
    }

    @Test
    void listsTheModelsOfAFolderWithTheirFaults() throws Exception {
        Path models = Files.createDirectories(folder.resolve("models/org"));
        Files.write(models.resolve("whole.gguf"), gguf(2));
        Files.writeString(models.resolve("text.gguf"), "no model at all, though long enough for a header");
        String path = folder.resolve("models").toString();
        Shell.Ran ran = new Shell(folder).run("serve", "--dry-run", "--models-dir", path);
        assertEquals(0, ran.exitCode(), ran.err());
        assertTrue(ran.out().contains("models: 2 in " + path), ran.out());
        assertTrue(
                ran.out().contains("  org/whole: chat, completions, embeddings, tools; contexts of 2000"), ran.out());
        assertTrue(ran.out().contains("  org/text: cannot be served: "), ran.out());
        assertFalse(ran.out().contains("model: "), ran.out());

        Shell.Ran small = new Shell(folder).run("serve", "--dry-run", "--models-dir", path, "--models-memory", "1M");
        assertEquals(2, small.exitCode(), small.out());
        assertTrue(small.err().contains("of 2 models in " + path + " none can be served"), small.err());

        Shell.Ran both = dryRun(Map.of(), "", "--models-dir", path, "--models-memory", "1M");
        assertEquals(0, both.exitCode(), both.err());
        assertTrue(both.out().contains("model: " + model), both.out());
        assertTrue(both.out().contains("  org/whole: cannot be served: it takes about"), both.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prot = 9          | config, line 1: there is no setting prot; there are alias, any-model,",
                "port              | config, line 1: there is no '='",
                "port = 1~port = 2 | config, line 2: port was set before, on line 1",
                "~port = many      | 'many' is not an int (from .*config, line 2)",
                "any-model = maybe | 'maybe' is not a boolean (from .*config, line 1)",
                "port = 70000      | a port is 0 to 65535",
                "dry-run = true    | there is no setting dry-run",
                "help = true       | there is no setting help",
                "config = other    | there is no setting config",
                "log-format = xml  | --log-format",
                "api-key = a b     | --api-key: a key is 1 to 512 visible characters",
                "api-keys-file = /no/such/file | --api-keys-file: there is no file",
                "tls-cert = /no/such/file      | --tls-cert and --tls-key go together",
                "tls-cert = /no/file~tls-key = /no/file | there is no file /no/file",
                "cors-origin = example.com     | --cors-origin: an origin is written like https://",
                "max-connections = 2000000000  | more than the process may have open files",
                "drain-seconds = -1            | --drain-seconds",
                "host = no.such.host.invalid   | there is no address",
                "context = 2001                | --context: model.gguf was trained for 2000 tokens; a context of 2001"
                        + " is",
                "profile = strict              | --profile is default or openai",
            })
    void saysWhatIsWrongAndWhere(String config, String told) throws Exception {
        Shell.Ran ran = dryRun(Map.of(), config.replace("~", "\n"));
        assertEquals(2, ran.exitCode(), ran.out());
        assertTrue(
                ran.err().contains(told)
                        || ran.err().matches("(?s).*" + told.replace("(", "\\(").replace(")", "\\)") + ".*"),
                ran.err());
    }

    @Test
    void saysWhichVariableIsWrong() throws Exception {
        Shell.Ran ran = dryRun(Map.of("TENON_PORT", "tcp://10.0.0.1:8080"), "");
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("(from TENON_PORT)"), ran.err());
    }

    @Test
    void refusesAModelThatIsNone() throws Exception {
        Files.writeString(model, "no model at all, though long enough for a header");
        Shell.Ran ran = dryRun(Map.of(), "");
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("is not a GGUF file"), ran.err());
    }

    @Test
    void refusesAFileThatIsNotThere() {
        Shell.Ran ran = new Shell(folder)
                .run("serve", "--dry-run", "--config", folder.resolve("none").toString());
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("there is no file"), ran.err());
    }
}
