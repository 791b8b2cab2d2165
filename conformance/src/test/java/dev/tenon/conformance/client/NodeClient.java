package dev.tenon.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.wire.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** A client that runs under Node; its modes are those that its script exports. */
record NodeClient(NodeProcess node, String script, String name, Endpoint endpoint, Set<Mode> modes) implements Client {

    /**
     * A client of a workspace.
     *
     * @param endpoint what the script speaks to
     * @param module the npm package that it is of, whose version is told with it
     */
    static NodeClient of(NodeProcess node, String workspace, String script, Endpoint endpoint, String module)
            throws IOException, InterruptedException {
        Path lock = Path.of("src", "test", "node", workspace, "package.json");
        String version = Values.read(Files.readString(lock))
                .path("dependencies")
                .path(module)
                .asText();
        Set<Mode> modes = EnumSet.noneOf(Mode.class);
        node.ask(request(script)).path("modes").forEach(label -> modes.add(Mode.of(label.asText())));
        return new NodeClient(node, script, "`" + module + "` " + version, endpoint, modes);
    }

    private static ObjectNode request(String script) {
        return JsonNodeFactory.instance.objectNode().put("client", script);
    }

    @Override
    public JsonNode ask(Mode mode, RunningServer server, int seed) throws IOException, InterruptedException {
        ObjectNode request = request(script)
                .put("mode", mode.label())
                .put("url", server.url())
                .put("model", RunningServer.MODEL)
                .put("seed", seed);
        return node.ask(request).path("value");
    }
}
