package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.sampler.llama.RandomGguf;
import dev.tenon.sampler.parts.PartStore;
import dev.tenon.sampler.parts.Parts;
import dev.tenon.sampler.parts.Platform;
import dev.tenon.server.ApiClient;
import dev.tenon.server.ServerOptions;
import dev.tenon.server.TenonServer;
import dev.tenon.server.generation.ModelSource;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A folder of models behind a server: real vocabularies, and noise in the place of weights. */
@Timeout(300)
final class ModelsFolderTest {
    @TempDir
    Path folder;

    /** What {@code serve} has of this. */
    @Command
    @SuppressWarnings("NullAway.Init") // picocli sets the fields.
    private static final class Flags {
        @Mixin
        private ModelOptions models;

        @Mixin
        private SequenceOptions sequences;

        @Mixin
        private ModelsFolderOptions folder;

        private Flags() {}

        static StockedModels stock(String... arguments) {
            return stock(Set.of(), arguments);
        }

        static StockedModels stock(Set<String> aliases, String... arguments) {
            Flags flags = new Flags();
            new CommandLine(flags).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
            return flags.models.stock(flags.sequences, flags.folder, aliases);
        }
    }

    @BeforeEach
    void fill() throws Exception {
        Path vocabularies = PartStore.atDefaultHome()
                .ensure(Parts.headers(Platform.current()))
                .resolve("models");
        Path spm = vocabularies.resolve("ggml-vocab-llama-spm.gguf");
        Files.createDirectories(folder.resolve("org"));
        Files.copy(spm, folder.resolve("org/one.gguf"));
        Files.copy(spm, folder.resolve(".hidden.gguf"));
        Files.copy(spm, folder.resolve("part-00001-of-00002.gguf"));
        Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(Files.readAllBytes(spm), 5_000));
        Files.writeString(folder.resolve("text.gguf"), "once upon a time there was no model");
        Files.writeString(folder.resolve("readme.md"), "no model either");
    }

    private static Map<String, JsonNode> models(ApiClient client) throws Exception {
        Map<String, JsonNode> models = new TreeMap<>();
        for (JsonNode model :
                ApiClient.exactJson(client.get("/v1/models").body()).get("data")) {
            models.put(model.get("id").textValue(), model);
        }
        return models;
    }

    private static String capabilities(Map<String, JsonNode> models, String id) {
        JsonNode model = models.get(id);
        return model == null ? "no such model" : model.get("capabilities").toString();
    }

    private static HttpResponse<String> complete(ApiClient client, String model) throws Exception {
        return client.postTo(
                "/v1/completions", "{\"model\":\"" + model + "\",\"prompt\":\"a\",\"guided_regex\":\"[ab]\"}");
    }

    @Test
    void servesWhatIsWholeAndTellsWhatIsNot() throws Exception {
        try (StockedModels stocked = Flags.stock("--models-dir", folder.toString(), "--engine", "random");
                TenonServer server = TenonServer.start(
                        stocked.stock(),
                        stocked.memoryBytes(),
                        ServerOptions.defaults().withAddress("127.0.0.1", 0));
                ApiClient client = new ApiClient(server.port())) {
            Map<String, JsonNode> before = models(client);
            assertEquals(Set.of("org/one", "part", "cut", "text"), before.keySet());
            JsonNode one =
                    before.getOrDefault("org/one", before.values().iterator().next());
            assertFalse(one.get("loaded").booleanValue());
            assertTrue(one.get("capabilities").toString().contains("\"chat\",\"completions\""));
            assertTrue(one.get("context_length").intValue() > 0);
            for (String broken : new String[] {"cut", "text", "part"}) {
                for (int twice = 0; twice < 2; twice++) {
                    HttpResponse<String> refused = complete(client, broken);
                    assertEquals(500, refused.statusCode(), refused.body());
                    JsonNode error = ApiClient.exactJson(refused.body()).get("error");
                    assertEquals("model_not_loadable", error.get("code").textValue());
                    assertFalse(error.get("message").textValue().contains(folder.toString()), refused.body());
                }
                assertTrue(String.valueOf(models(client).get(broken)).contains("\"error\""));
            }
            assertEquals(404, complete(client, "none").statusCode());
            assertEquals(404, complete(client, ".hidden").statusCode());
            assertEquals(200, complete(client, "org/one").statusCode());
            assertTrue(String.valueOf(models(client).get("org/one")).contains("\"loaded\":true"));
            Files.copy(folder.resolve("org/one.gguf"), folder.resolve("whole.gguf"));
            Files.move(folder.resolve("whole.gguf"), folder.resolve("cut.gguf"), StandardCopyOption.REPLACE_EXISTING);
            assertEquals(200, complete(client, "cut").statusCode());
        }
    }

    @Test
    void theNamedModelIsLoadedAtTheStartAndHasTheOtherNames() throws Exception {
        Path spm = folder.resolve("org/one.gguf");
        Path model = Files.copy(
                spm, Files.createDirectories(folder.resolve(".apart")).resolve("named.gguf"));
        Files.copy(spm, folder.resolve("named.gguf"));
        try (StockedModels stocked = Flags.stock(
                        Set.of("gpt"),
                        "--model",
                        model.toString(),
                        "--models-dir",
                        folder.toString(),
                        "--engine",
                        "random");
                TenonServer server = TenonServer.start(
                        stocked.stock(),
                        stocked.memoryBytes(),
                        ServerOptions.defaults().withAddress("127.0.0.1", 0));
                ApiClient client = new ApiClient(server.port())) {
            JsonNode data = ApiClient.exactJson(client.get("/v1/models").body()).get("data");
            assertEquals("named", data.get(0).get("id").textValue());
            assertEquals(
                    1,
                    data.findValuesAsText("id").stream().filter("named"::equals).count(),
                    data.toString());
            Map<String, JsonNode> before = models(client);
            assertTrue(String.valueOf(before.get("named")).contains("\"loaded\":true"));
            assertTrue(String.valueOf(before.get("org/one")).contains("\"loaded\":false"));
            assertEquals(200, complete(client, "gpt").statusCode());
            assertTrue(String.valueOf(models(client).get("org/one")).contains("\"loaded\":false"));
            assertEquals(200, complete(client, "org/one").statusCode());
            Map<String, JsonNode> after = models(client);
            assertTrue(String.valueOf(after.get("named")).contains("\"loaded\":true"));
            assertTrue(String.valueOf(after.get("org/one")).contains("\"loaded\":true"));
        }
    }

    /** By another path, or through a link. */
    @Test
    void aFileThatIsNamedAndInTheFolderIsOneModel() throws Exception {
        Path one = folder.resolve("org/one.gguf");
        Files.createSymbolicLink(folder.resolve("org/link.gguf"), one);
        try (StockedModels stocked = Flags.stock(
                        "--model",
                        folder.resolve("org/../org/one.gguf").toString(),
                        "--models-dir",
                        folder.toString(),
                        "--engine",
                        "random");
                TenonServer server = TenonServer.start(
                        stocked.stock(),
                        stocked.memoryBytes(),
                        ServerOptions.defaults().withAddress("127.0.0.1", 0));
                ApiClient client = new ApiClient(server.port())) {
            assertEquals(
                    Set.of("one", "org/one", "org/link", "part", "cut", "text"),
                    models(client).keySet());
            assertEquals(
                    Set.of("one", "part", "cut", "text"),
                    stocked.stock().sources().stream().map(ModelSource::id).collect(Collectors.toSet()));
            for (String name : new String[] {"one", "org/one", "org/link"}) {
                HttpResponse<String> answer = complete(client, name);
                assertEquals(200, answer.statusCode(), answer.body());
            }
        }
    }

    @Test
    void withoutANamedModelTheFirstOfTheFolderHasTheOtherNames() throws Exception {
        for (String broken : new String[] {"cut", "text", "part-00001-of-00002"}) {
            Files.delete(folder.resolve(broken + ".gguf"));
        }
        Files.copy(folder.resolve("org/one.gguf"), folder.resolve("z.gguf"));
        try (StockedModels stocked =
                        Flags.stock(Set.of("gpt", "4o"), "--models-dir", folder.toString(), "--engine", "random");
                TenonServer server = TenonServer.start(
                        stocked.stock(),
                        stocked.memoryBytes(),
                        ServerOptions.defaults().withAddress("127.0.0.1", 0));
                ApiClient client = new ApiClient(server.port())) {
            for (String name : new String[] {"gpt", "4o"}) {
                HttpResponse<String> answer = complete(client, name);
                assertEquals(200, answer.statusCode(), answer.body());
            }
            assertEquals(404, complete(client, "gpt-4o").statusCode());
            assertTrue(String.valueOf(models(client).get("org/one")).contains("\"loaded\":true"));
            assertTrue(String.valueOf(models(client).get("z")).contains("\"loaded\":false"));
        }
    }

    /** BERT's layers with random weights, by llama.cpp, beside a model that generates text. */
    @Test
    void encodersMakeVectorsAndNothingElse() throws Exception {
        Path vocabularies = PartStore.atDefaultHome()
                .ensure(Parts.headers(Platform.current()))
                .resolve("models");
        Path apart = Files.createDirectories(folder.resolve(".apart"));
        RandomGguf.Shape shape = new RandomGguf.Shape(1, 32, 2, 128);
        Path bert = vocabularies.resolve("ggml-vocab-bert-bge.gguf");
        RandomGguf.writeEncoder(apart.resolve("bert.gguf"), shape, 1, bert, Optional.of(RandomGguf.Pooling.FIRST));
        RandomGguf.writeEncoder(apart.resolve("plain.gguf"), shape, 1, bert, Optional.empty());
        RandomGguf.writeEncoder(apart.resolve("ranks.gguf"), shape, 1, bert, Optional.of(RandomGguf.Pooling.RANK));
        RandomGguf.write(apart.resolve("text.gguf"), shape, 1);
        try (StockedModels stocked = Flags.stock("--models-dir", apart.toString(), "--threads", "1");
                TenonServer server = TenonServer.start(
                        stocked.stock(),
                        stocked.memoryBytes(),
                        ServerOptions.defaults().withAddress("127.0.0.1", 0));
                ApiClient client = new ApiClient(server.port())) {
            Map<String, JsonNode> models = models(client);
            assertEquals("[\"embeddings\"]", capabilities(models, "bert"));
            assertEquals("[]", capabilities(models, "ranks"));
            for (String model : new String[] {"bert", "plain", "text"}) {
                HttpResponse<String> answer = client.postTo(
                        "/v1/embeddings", "{\"model\":\"" + model + "\",\"input\":[\"a cat\",\"a dog\"]}");
                assertEquals(200, answer.statusCode(), answer.body());
                JsonNode data = ApiClient.exactJson(answer.body()).get("data");
                assertEquals(32, data.get(0).get("embedding").size());
                assertNotEquals(data.get(0).get("embedding"), data.get(1).get("embedding"));
            }
            for (String model : new String[] {"bert", "ranks"}) {
                for (String body : new String[] {
                    "/v1/chat/completions {~,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                    "/v1/completions {~,\"prompt\":\"hi\"}",
                    "/v1/responses {~,\"input\":\"hi\"}"
                }) {
                    String[] parts =
                            body.replace("~", "\"model\":\"" + model + "\"").split(" ", 2);
                    HttpResponse<String> refused = client.postTo(parts[0], parts[1]);
                    assertEquals(400, refused.statusCode(), body + refused.body());
                    JsonNode error = ApiClient.exactJson(refused.body()).get("error");
                    assertEquals("model", error.get("param").textValue(), refused.body());
                    assertTrue(error.get("message").textValue().contains("`" + model + "`"), refused.body());
                }
            }
            HttpResponse<String> ranked = client.postTo("/v1/embeddings", "{\"model\":\"ranks\",\"input\":\"hi\"}");
            assertEquals(400, ranked.statusCode(), ranked.body());
        }
    }

    @ParameterizedTest
    @CsvSource({"--models-memory, 12X", "--models-memory, -1", "--models-memory, 99999999999T"})
    void refusesBoundsThatAreNone(String flag, String value) {
        assertThrows(CommandFailure.class, () -> Flags.stock("--models-dir", folder.toString(), flag, value));
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertThrows(
                CommandFailure.class,
                () -> Flags.stock("--models-dir", folder.resolve("nothing").toString()));
        assertThrows(CommandFailure.class, () -> Flags.stock("--models-memory", "8G"));
    }
}
