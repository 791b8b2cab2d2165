package dev.tenon.server.load;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges answers that call themselves whole: another JSON parser and another validator than those of any server under test. Not
 * thread-safe.
 */
final class ReplyCheck {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new HashMap<>();

    /** What is wrong with the answer; empty when it is what was asked for. */
    Optional<String> fault(LoadTask task, Reply reply) {
        return switch (task.kind()) {
            case PLAIN -> finished(reply, "stop");
            case SMALL, LARGE ->
                finished(reply, "stop")
                        .or(() -> invalid(task.name(), task.schema().orElseThrow(), reply.content()));
            case TOOLS -> finished(reply, "tool_calls").or(() -> badCall(reply));
        };
    }

    private static Optional<String> finished(Reply reply, String wanted) {
        return reply.finish().equals(wanted)
                ? Optional.empty()
                : Optional.of("finish_reason is '" + reply.finish() + "', not '" + wanted + "'");
    }

    private Optional<String> badCall(Reply reply) {
        if (reply.calls().isEmpty()) {
            return Optional.of("no tool is called");
        }
        for (Reply.Call call : reply.calls()) {
            String name = call.name.toString();
            JsonNode tool = null;
            for (JsonNode candidate : LoadTasks.tools()) {
                if (candidate.get("name").textValue().equals(name)) {
                    tool = candidate;
                }
            }
            if (tool == null) {
                return Optional.of("a tool that is not there is called: '" + name + "'");
            }
            Optional<String> fault = invalid("tool " + name, tool.get("parameters"), call.arguments.toString());
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<String> invalid(String name, JsonNode schema, String text) {
        JsonNode value;
        try {
            value = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.of(name + ": no JSON: " + e.getOriginalMessage() + ": " + text);
        }
        List<Error> errors = schemas.computeIfAbsent(name, key -> registry.getSchema(schema))
                .validate(value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(name + ": " + errors.getFirst().getInstanceLocation() + ": "
                        + errors.getFirst().getMessage() + ": " + text);
    }
}
