package dev.tenon.conformance.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.server.template.JinjaChatTemplate;
import dev.tenon.toolcalls.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Renders each template of the corpus and compares with what the models' own library made of it, byte for byte.
 *
 * <p>The names of the cases that pass stand in {@code expected/chat-templates.txt}. A case that no longer passes fails this
 * test; so does one that newly passes, until it is recorded with {@code -Dupdate}. The corpus is not part of the
 * repository: it is read from the folder {@code shared} beside the checkout, or from where {@code -Dtenon.shared} says.
 */
final class ChatTemplateCorpusTest {
    private static final Path EXPECTED = Path.of("expected", "chat-templates.txt");

    /** One template writes the date; the corpus was made on this day. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-07-10T12:00:00Z"), ZoneOffset.UTC);

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Test
    void rendersAsManyTemplatesAsRecorded() throws IOException {
        Path corpus = Path.of(System.getProperty("tenon.shared", "../../shared"), "data", "chat-templates.json");
        assumeTrue(
                Files.isRegularFile(corpus),
                () -> "no corpus of chat templates at " + corpus + "; -Dtenon.shared=FOLDER says where it is");
        List<String> passing = new ArrayList<>();
        for (JsonNode testCase : MAPPER.readTree(Files.readString(corpus))) {
            if (renderOrReason(testCase).equals(testCase.get("target").asText())) {
                passing.add(testCase.get("name").asText());
            }
        }
        if (System.getProperty("update") != null) {
            Files.writeString(EXPECTED, String.join("\n", passing) + "\n");
        }
        List<String> recorded = Files.readAllLines(EXPECTED);
        assertEquals(List.of(), without(recorded, passing), "render no longer as they did");
        assertEquals(List.of(), without(passing, recorded), "render now; record them: run with -Dupdate");
    }

    private static String renderOrReason(JsonNode testCase) {
        try {
            return new JinjaChatTemplate(testCase.get("chat_template").asText(), "", "", CLOCK)
                    .render(MAPPER.convertValue(testCase.get("data"), new TypeReference<Map<String, Object>>() {}));
        } catch (TemplateException e) {
            return e.toString();
        }
    }

    private static List<String> without(List<String> names, List<String> others) {
        TreeSet<String> rest = new TreeSet<>(names);
        others.forEach(rest::remove);
        return List.copyOf(rest);
    }
}
