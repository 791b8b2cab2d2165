package dev.tenon.conformance.client;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.conformance.Scale;
import dev.tenon.conformance.wire.RunningServer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs each mode of a client with a scripted model and with one of random weights, and then holds the client's row of the table in
 * the README to what was green.
 */
public final class ClientRun {
    private ClientRun() {}

    /** The tests of a client; the last of them is about the table. */
    public static Stream<DynamicNode> of(Client client) {
        Set<Mode> green = EnumSet.noneOf(Mode.class);
        Stream<DynamicTest> modes = client.modes().stream()
                .sorted()
                .map(mode ->
                        dynamicTest(client.name() + ", " + client.endpoint().table() + ": " + mode.label(), () -> {
                            scripted(client, mode);
                            random(client, mode);
                            green.add(mode);
                        }));
        DynamicTest table =
                dynamicTest(client.name() + ", " + client.endpoint().table() + ": the README has its row", () -> {
                    Scale.report(
                            "client " + client.name() + ", " + client.endpoint().table() + ": " + green.size() + " of "
                                    + client.modes().size() + " modes green, " + seeds() + " random replies each");
                    ClientTable.readme(client.endpoint()).check(client.name(), green);
                });
        return Stream.concat(modes, Stream.of(table));
    }

    /** The tests of several. */
    public static Stream<DynamicNode> of(List<? extends Client> clients) {
        return clients.stream().flatMap(ClientRun::of);
    }

    private static void scripted(Client client, Mode mode) throws Exception {
        try (RunningServer server = RunningServer.scripted(mode.script())) {
            mode.checkScripted(ask(client, mode, server, 0));
        }
    }

    private static void random(Client client, Mode mode) throws Exception {
        try (RunningServer server = RunningServer.random(5)) {
            for (int seed = 0; seed < seeds(); seed++) {
                mode.checkRandom(ask(client, mode, server, seed));
            }
        }
    }

    /** What a client came to; as text and back, because numbers that are equal are not of one class everywhere. */
    private static JsonNode ask(Client client, Mode mode, RunningServer server, int seed) throws Exception {
        return Values.read(client.ask(mode, server, seed).toString());
    }

    private static int seeds() {
        return Scale.of(2, 20);
    }
}
