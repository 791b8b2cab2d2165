package dev.tenon.server.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The tasks and tools that lie beside this class. */
final class LoadTasks {
    private static final JsonNode TOOLS = read("tools.json");
    private static final List<LoadTask> ALL = readTasks();

    private LoadTasks() {}

    static List<LoadTask> all() {
        return ALL;
    }

    /** The tools of {@link LoadTask.Kind#TOOLS}, each with {@code name}, {@code description} and {@code parameters}. */
    static JsonNode tools() {
        return TOOLS;
    }

    private static List<LoadTask> readTasks() {
        List<LoadTask> tasks = new ArrayList<>();
        for (JsonNode task : read("tasks.json")) {
            tasks.add(new LoadTask(
                    task.get("name").textValue(),
                    LoadTask.Kind.valueOf(task.get("kind").textValue().toUpperCase(Locale.ROOT)),
                    task.get("system").textValue(),
                    task.get("prompt").textValue(),
                    Optional.ofNullable(task.get("schema"))));
        }
        return List.copyOf(tasks);
    }

    private static JsonNode read(String resource) {
        try (InputStream in = Objects.requireNonNull(LoadTasks.class.getResourceAsStream(resource), resource)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
