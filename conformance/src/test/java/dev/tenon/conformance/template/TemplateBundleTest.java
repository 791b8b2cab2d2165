package dev.tenon.conformance.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tenon.sampler.parts.PartStore;
import dev.tenon.sampler.parts.Parts;
import dev.tenon.sampler.parts.Platform;
import dev.tenon.server.template.JinjaChatTemplate;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.ControlTokens;
import dev.tenon.toolcalls.PromptBuilder;
import dev.tenon.toolcalls.TemplateException;
import dev.tenon.toolcalls.ToolCall;
import dev.tenon.toolcalls.ToolCallFormats;
import dev.tenon.toolcalls.ToolDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Renders every chat template that llama.cpp brings along, for a plain chat and for one with a tool, its call and its
 * result. Each either gives a prompt that holds what was said, or refuses the conversation by its own rules.
 */
final class TemplateBundleTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
    private static final PartStore STORE = PartStore.atDefaultHome();

    private static Map<String, JinjaChatTemplate> templates() throws IOException {
        Map<String, JinjaChatTemplate> templates = new TreeMap<>();
        sources().forEach((name, source) -> templates.put(name, new JinjaChatTemplate(source, "<s>", "</s>", CLOCK)));
        return templates;
    }

    private static Map<String, String> sources() throws IOException {
        Optional<Path> folder = STORE.find(Parts.headers(Platform.current()))
                .map(root -> root.resolve("models").resolve("templates"))
                .filter(Files::isDirectory);
        assumeTrue(
                folder.isPresent(),
                "llama.cpp's templates are not in the part store; run the tests of sampler once to fetch them");
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.orElseThrow())) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jinja")).toList()) {
                sources.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertTrue(sources.size() >= 70, "there were 70 of them");
        return sources;
    }

    private static List<ToolDefinition> tools() throws IOException {
        JsonNode parameters = JsonMapper.builder().build().readTree("""
            {"type": "object",
             "properties": {
               "city": {"type": "string", "description": "Where"},
               "days": {"type": "integer", "description": "How many", "minimum": 1},
               "units": {"type": "array", "description": "Which", "items": {"type": "string", "enum": ["C", "F"]}}},
             "required": ["city"]}\
            """);
        return List.of(new ToolDefinition("forecast", "What the weather will be", parameters));
    }

    private static final List<ChatMessage> PLAIN = List.of(
            new ChatMessage.User("Ask-1"),
            new ChatMessage.Assistant("Reply-2", List.of()),
            new ChatMessage.User("Ask-3"));

    private static List<ChatMessage> calling(String content) {
        return List.of(
                new ChatMessage.User("Ask-1"),
                new ChatMessage.Assistant(
                        content, List.of(new ToolCall("abcdefgh1", "forecast", "{\"city\": \"Oslo\", \"days\": 2}"))),
                new ChatMessage.Tool("abcdefgh1", "Result-2"));
    }

    /** What each template comes to that does not give a prompt with all of these in it. */
    private static Map<String, String> failures(Function<JinjaChatTemplate, String> render, String... wanted)
            throws IOException {
        Map<String, String> failures = new TreeMap<>();
        templates().forEach((name, template) -> {
            try {
                String prompt = render.apply(template);
                List<String> gone = new ArrayList<>(List.of(wanted));
                gone.removeIf(prompt::contains);
                if (!gone.isEmpty()) {
                    failures.put(name, "without " + gone);
                }
            } catch (TemplateException e) {
                failures.put(name, e.getMessage());
            }
        });
        return failures;
    }

    @Test
    void rendersAPlainChat() throws IOException {
        assertEquals(Map.of(), failures(template -> template.render(PLAIN, List.of()), "Ask-1", "Reply-2", "Ask-3"));
    }

    /** What says nothing of calls is for {@link PromptBuilder} to rewrite; it is left out here. */
    @Test
    void rendersAToolItsCallAndItsResult() throws IOException {
        List<ToolDefinition> tools = tools();
        String all = "Ask-1 forecast Oslo Result-2";
        assertEquals(
                Map.of(),
                failures(template -> knowsCalls(template) ? template.render(calling(""), tools) : all, all.split(" ")));
        assertEquals(
                Map.of(),
                failures(
                        template -> knowsCalls(template) ? template.render(calling("Say-1"), tools) : all,
                        "Ask-1",
                        "Result-2"));
    }

    private static boolean knowsCalls(JinjaChatTemplate template) {
        return template.knowsTools() && template.writes("tool_calls");
    }

    @Test
    void writesArgumentsNeverAsPythonWritesAMapping() throws IOException {
        List<ToolDefinition> tools = tools();
        Map<String, JinjaChatTemplate> templates = templates();
        templates.values().removeIf(template -> !knowsCalls(template));
        assertTrue(templates.size() > 50, "most know calls");
        templates.forEach((name, template) ->
                assertFalse(template.render(calling(""), tools).contains("{'city': 'Oslo'"), name));
    }

    /** What the server tells templates for {@code reasoning_effort: "none"} and for an effort. */
    @Test
    void switchesAndEffortsReachTheTemplatesThatHaveThem() throws IOException {
        List<ChatMessage> asked = List.of(new ChatMessage.User("Ask-1"));
        Map<String, JsonNode> off = Map.of("enable_thinking", BooleanNode.FALSE, "thinking", BooleanNode.FALSE);
        Map<String, JsonNode> on = Map.of("enable_thinking", BooleanNode.TRUE, "thinking", BooleanNode.TRUE);
        List<String> without = new ArrayList<>();
        int switches = 0;
        for (Map.Entry<String, JinjaChatTemplate> entry : templates().entrySet()) {
            JinjaChatTemplate template = entry.getValue();
            if (template.reads("enable_thinking") || template.reads("thinking")) {
                switches++;
                if (template.render(asked, List.of(), off).equals(template.render(asked, List.of(), on))) {
                    without.add(entry.getKey());
                }
            }
        }
        assertTrue(switches >= 25, "there were 28");
        assertEquals(List.of(), without);
        JinjaChatTemplate harmony = Objects.requireNonNull(templates().get("openai-gpt-oss-120b.jinja"));
        assertTrue(harmony.render(asked, List.of(), Map.of("reasoning_effort", TextNode.valueOf("high")))
                .contains("Reasoning: high"));
        assertTrue(harmony.render(asked, List.of()).contains("Reasoning: medium"));
    }

    /** The way of the server; Gemma 2 takes no system message, in which the tools would be told of. */
    @Test
    void servesAToolItsCallAndItsResultByRewritingWhereItHasTo() throws IOException {
        List<ToolDefinition> tools = tools();
        ToolCallFormats.Spoken hermes = ToolCallFormats.forTemplate("", ControlTokens.none());
        assertEquals(
                Map.of("google-gemma-2-2b-it.jinja", "chat template, line 1: System role not supported"),
                failures(
                        template -> new PromptBuilder(template, hermes).prompt(calling("Say-1"), tools),
                        "Ask-1",
                        "forecast",
                        "Result-2"));
    }

    /** What a model is told in its own dialect, with the ids that this server gives calls. */
    @Test
    void servesEachInItsOwnDialect() throws IOException {
        List<ToolDefinition> tools = tools();
        String id = "call_Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8";
        List<ChatMessage> messages = List.of(
                new ChatMessage.User("Ask-1"),
                new ChatMessage.Assistant("", List.of(new ToolCall(id, "forecast", "{\"city\": \"Oslo\"}"))),
                new ChatMessage.Tool(id, "Result-2"),
                new ChatMessage.Assistant("Say-2", List.of()),
                new ChatMessage.User("Ask-3"));
        Map<String, String> dialects = new TreeMap<>();
        Map<String, String> failures = new TreeMap<>();
        sources().forEach((name, source) -> {
            ToolCallFormats.Spoken spoken = ToolCallFormats.forTemplate(source, ControlTokens.none());
            dialects.put(name, spoken.format().name() + " " + spoken.telling());
            try {
                JinjaChatTemplate template = new JinjaChatTemplate(source, "<s>", "</s>", CLOCK);
                String prompt = new PromptBuilder(template, spoken).prompt(messages, tools);
                List<String> gone = new ArrayList<>(List.of("Ask-1", "forecast", "Oslo", "Result-2", "Ask-3"));
                gone.removeIf(prompt::contains);
                if (!gone.isEmpty()) {
                    failures.put(name, "without " + gone);
                }
            } catch (TemplateException e) {
                failures.put(name, e.getMessage());
            }
        });
        assertEquals(
                Map.of("google-gemma-2-2b-it.jinja", "chat template, line 1: System role not supported"), failures);
        String listed = dialects.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
                .collect(Collectors.joining());
        Path expected = Path.of("expected", "dialects.txt");
        if (System.getProperty("update") != null) {
            Files.writeString(expected, listed);
        }
        assertEquals(Files.readString(expected), listed);
    }

    @Test
    void refusesRolesOutOfTurnWithTheLineAndTheTemplatesOwnWords() throws IOException {
        List<ChatMessage> twice =
                List.of(new ChatMessage.Assistant("a", List.of()), new ChatMessage.Assistant("b", List.of()));
        JinjaChatTemplate nemo = Objects.requireNonNull(templates().get("mistralai-Mistral-Nemo-Instruct-2407.jinja"));
        TemplateException refused = assertThrows(TemplateException.class, () -> nemo.render(twice, List.of()));
        assertEquals(TemplateException.Blame.CONVERSATION, refused.blame());
        assertTrue(refused.line() > 1);
        assertTrue(refused.reason().contains("conversation roles must alternate"), refused.reason());
    }
}
