package dev.tenon.server.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.toolcalls.TemplateException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small templates of ours, each with what Jinja2 3.1.6 makes of it under the settings of the models' own library:
 * {@code trim_blocks}, {@code lstrip_blocks}, the immutable sandbox, loop controls, its {@code tojson},
 * {@code raise_exception} and {@code strftime_now}, at noon of 10 July 2025. What it refuses is to be refused.
 */
final class Jinja2GoldensTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-07-10T12:00:00Z"), ZoneOffset.UTC);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static Stream<Arguments> cases() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(Jinja2GoldensTest.class.getResourceAsStream("/template/jinja2.json"))) {
            JsonNode goldens = MAPPER.readTree(file);
            Map<String, Object> data = MAPPER.convertValue(
                    goldens.get("data"),
                    MAPPER.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
            return StreamSupport.stream(goldens.get("cases").spliterator(), false)
                    .map(golden -> Arguments.of(golden.get("source").asText(), golden, data));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void doesAsJinja2Does(String source, JsonNode golden, Map<String, Object> data) {
        JinjaRenderer renderer = new JinjaRenderer(source, CLOCK);
        if (golden.path("refused").asBoolean()) {
            TemplateException refused = assertThrows(TemplateException.class, () -> renderer.render(data));
            assertTrue(refused.line() > 0, "says no line: " + refused.getMessage());
        } else {
            assertEquals(golden.get("output").asText(), renderer.render(data));
        }
    }
}
