package dev.tenon.toolcalls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.toolcalls.OutputEvent.Arguments;
import dev.tenon.toolcalls.OutputEvent.CallClosed;
import dev.tenon.toolcalls.OutputEvent.CallOpened;
import dev.tenon.toolcalls.OutputEvent.Content;
import dev.tenon.toolcalls.OutputEvent.Reasoning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One folder a case: {@code tools.json}; {@code messages.json} with {@code prompt.txt}, what the model is told; and
 * {@code reply.txt} with {@code events.txt}, what its reply comes to, however its bytes are cut. {@code -Dupdate}
 * rewrites what is expected.
 */
final class GoldenTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    static List<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.find(
                GOLDEN, 2, (path, kind) -> kind.isDirectory() && path.getNameCount() == GOLDEN.getNameCount() + 2)) {
            return folders.sorted().toList();
        }
    }

    private static ToolCallFormats.Spoken dialect(Path folder) {
        String name = dialectName(folder);
        ToolCallFormat format = ToolCallFormats.named(name, "", ControlTokens.none())
                .orElseThrow()
                .format();
        return new ToolCallFormats.Spoken(format, ToolCallFormats.Telling.PROMPT);
    }

    private static String dialectName(Path folder) {
        return GOLDEN.relativize(folder).getName(0).toString();
    }

    @Test
    void everyDialectHasGoldens() throws IOException {
        Set<String> seen = cases().stream().map(GoldenTest::dialectName).collect(Collectors.toSet());
        assertEquals(
                ToolCallFormats.all(ControlTokens.none()).stream()
                        .map(ToolCallFormat::name)
                        .collect(Collectors.toSet()),
                seen);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writesThePrompt(Path folder) throws IOException {
        PromptBuilder builder = new PromptBuilder(new ChatMl(false), dialect(folder));
        requireGolden(folder.resolve("prompt.txt"), builder.prompt(messages(folder), tools(folder)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheReplyHoweverItIsCut(Path folder) throws IOException {
        String reply = Files.readString(folder.resolve("reply.txt"));
        OutputRequest request = new OutputRequest(
                tools(folder),
                new ToolChoice.Auto(),
                ParallelCalls.ALLOWED,
                new ReplyFormat.Text(),
                OutputRequest.Reasoning.POSSIBLE);
        Replies replies = Replies.to(request, dialect(folder).format(), SchemaOptions.defaults());
        List<OutputEvent> whole = Replies.merged(replies.events(reply));
        requireGolden(folder.resolve("events.txt"), print(whole));
        int length = reply.getBytes(StandardCharsets.UTF_8).length;
        for (int at = 0; at <= length; at++) {
            assertEquals(whole, Replies.merged(replies.events(reply, at)), "cut at " + at);
        }
        assertEquals(
                whole,
                Replies.merged(replies.events(reply, IntStream.range(0, length).toArray())));
        Random random = new Random(length);
        for (int round = 0; round < 100; round++) {
            int[] ends = random.ints(random.nextInt(8), 0, length + 1).sorted().toArray();
            assertEquals(whole, Replies.merged(replies.events(reply, ends)), () -> List.of(ends) + " cuts");
        }
    }

    private static void requireGolden(Path file, String actual) throws IOException {
        if (System.getProperty("update") != null) {
            Files.writeString(file, actual);
        }
        assertEquals(Files.readString(file), actual);
    }

    private static String print(List<OutputEvent> events) {
        return events.stream()
                .map(event -> switch (event) {
                    case Reasoning reasoning -> "reasoning " + PythonJson.write(reasoning.text()) + "\n";
                    case Content content -> "content " + PythonJson.write(content.text()) + "\n";
                    case CallOpened call -> "call " + call.index() + " " + call.name() + "\n";
                    case Arguments arguments -> "arguments " + arguments.index() + " " + arguments.text() + "\n";
                    case CallClosed call -> "end " + call.index() + "\n";
                })
                .collect(Collectors.joining());
    }

    private static List<ToolDefinition> tools(Path folder) throws IOException {
        List<ToolDefinition> tools = new ArrayList<>();
        for (JsonNode tool : Replies.json(Files.readString(folder.resolve("tools.json")))) {
            JsonNode function = tool.get("function");
            String description = function.path("description").asText(null);
            tools.add(ToolDefinition.of(function.get("name").asText(), description, function.get("parameters")));
        }
        return tools;
    }

    private static List<ChatMessage> messages(Path folder) throws IOException {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : Replies.json(Files.readString(folder.resolve("messages.json")))) {
            String content = message.path("content").asText("");
            messages.add(
                    switch (message.get("role").asText()) {
                        case "system" -> new ChatMessage.System(content);
                        case "developer" -> new ChatMessage.Developer(content);
                        case "user" -> new ChatMessage.User(content);
                        case "assistant" -> new ChatMessage.Assistant(content, calls(message.path("tool_calls")));
                        case "tool" ->
                            new ChatMessage.Tool(message.get("tool_call_id").asText(), content);
                        default -> throw new AssertionError(message);
                    });
        }
        return messages;
    }

    private static List<ToolCall> calls(JsonNode calls) {
        List<ToolCall> result = new ArrayList<>();
        for (JsonNode call : calls) {
            JsonNode function = call.get("function");
            result.add(new ToolCall(
                    call.get("id").asText(),
                    function.get("name").asText(),
                    function.get("arguments").asText()));
        }
        return result;
    }
}
