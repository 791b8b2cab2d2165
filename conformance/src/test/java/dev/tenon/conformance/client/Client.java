package dev.tenon.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.conformance.wire.RunningServer;
import java.util.Set;

/** A client, used as a program of its users would. */
public interface Client {
    /** Its name and version, as the table has it. */
    String name();

    /** The version of the jar that a class comes from. */
    static String versionOf(Class<?> type) {
        String jar = type.getProtectionDomain().getCodeSource().getLocation().getPath();
        return jar.replaceFirst(".*-([0-9][^/-]*)\\.jar$", "$1");
    }

    /** The modes it has. */
    Set<Mode> modes();

    /** What it speaks to. */
    default Endpoint endpoint() {
        return Endpoint.CHAT_COMPLETIONS;
    }

    /**
     * Asks a server.
     *
     * @param seed for the server, so that random weights are the same tomorrow
     * @return what the client gave the program, in the form that {@link Mode} compares
     */
    JsonNode ask(Mode mode, RunningServer server, int seed) throws Exception;
}
