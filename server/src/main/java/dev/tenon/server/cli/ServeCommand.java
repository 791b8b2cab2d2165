package dev.tenon.server.cli;

import dev.tenon.server.ServerOptions;
import dev.tenon.server.TenonServer;
import dev.tenon.server.http.HttpLimits;
import dev.tenon.server.openai.ApiOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tenon serve}: the server, until it is told to stop. */
@Command(
        name = "serve",
        description = "Answers OpenAI's chat API on a local port, until it is stopped (Ctrl-C or SIGTERM).",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tenon serve",
            "  tenon serve --model FILE.gguf --context 8192 --port 9000",
            "  tenon serve --alias gpt-4o --api-key SECRET --host 0.0.0.0"
        })
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private ModelOptions models;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private SequenceOptions sequences;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private ModelsFolderOptions folder;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on. Default: ${DEFAULT-VALUE}, this machine only.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "The port; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--alias", paramLabel = "NAME", description = "Another name for the model. May be repeated.")
    private List<String> aliases = List.of();

    @Option(names = "--any-model", description = "Answer to every name of a model.")
    private boolean anyModel;

    @Option(
            names = "--strict-params",
            description = "Refuse requests with unknown fields, instead of telling which had no effect.")
    private boolean strictParameters;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Which requests are taken: default (all that can be answered) or openai (those that OpenAI's"
                    + " own API takes; unknown fields are refused, too). Default: ${DEFAULT-VALUE}.")
    private String profile = "default";

    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "64",
            description = "Requests that may wait for their turn; more get status 429. Default: ${DEFAULT-VALUE}.")
    private int queue;

    @Option(
            names = "--request-timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long a request may take, waiting included; longer ones end with the error timeout."
                    + " Default: ${DEFAULT-VALUE}.")
    private int requestTimeout;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            defaultValue = "${env:TENON_API_KEY}",
            description = "Let in only who brings this key, or the environment's TENON_API_KEY. May be repeated.")
    private List<String> apiKeys = List.of();

    @Option(
            names = "--max-body",
            paramLabel = "BYTES",
            defaultValue = "8388608",
            description = "Largest body of a request; larger ones get status 413. Default: ${DEFAULT-VALUE}.")
    private int maxBody;

    @Option(
            names = "--rehearse",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "Answer requests of its own for at most so long before listening, so that the first one from"
                    + " outside is not the slowest; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int rehearsal;

    private ServeCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        ServerOptions options = options();
        try (StockedModels stocked = models.stock(sequences, folder, Set.copyOf(aliases))) {
            try (TenonServer server = start(stocked, options)) {
                CountDownLatch stopped = new CountDownLatch(1);
                Thread hook = Thread.ofPlatform().name("stop").unstarted(() -> stop(server, stocked));
                Runtime.getRuntime().addShutdownHook(hook);
                announce(server, stocked);
                stopped.await();
            }
        }
        return ExitCode.DONE.code();
    }

    private ServerOptions options() {
        try {
            return ServerOptions.defaults()
                    .withAddress(host, port)
                    .withQueue(queue)
                    .withRequestTime(Duration.ofSeconds(requestTimeout))
                    .withRehearsalTime(Duration.ofSeconds(rehearsal))
                    .withHttp(HttpLimits.defaults().withMaxBodyBytes(maxBody))
                    .withApi(new ApiOptions(
                            anyModel ? ApiOptions.ModelNames.ANY : ApiOptions.ModelNames.KNOWN_ONLY,
                            strictParameters ? ApiOptions.UnknownFields.REFUSED : ApiOptions.UnknownFields.REPORTED,
                            profile(),
                            apiKeys.stream().filter(key -> !key.isBlank()).toList()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.MISUSE, String.valueOf(e.getMessage()));
        }
    }

    private ApiOptions.Profile profile() {
        return switch (profile) {
            case "default" -> ApiOptions.Profile.SUPERSET;
            case "openai" -> ApiOptions.Profile.OPENAI;
            default -> throw new IllegalArgumentException("--profile is default or openai, not " + profile);
        };
    }

    private TenonServer start(StockedModels stocked, ServerOptions options) {
        if (!isLoopback() && options.api().apiKeys().isEmpty()) {
            LOG.warn("listening on {} without --api-key: whoever reaches this machine may use the model", host);
        }
        try {
            return TenonServer.start(stocked.stock(), stocked.memoryBytes(), options);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.MISUSE, String.valueOf(e.getMessage()));
        }
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new CommandFailure(ExitCode.MISUSE, "there is no address " + host);
        }
    }

    /** Runs when the process is asked to end: what runs is finished, and a stop that was asked for is a success. */
    private static void stop(TenonServer server, StockedModels stocked) {
        LOG.info("stopping: no new requests, the running ones are finished");
        server.close();
        stocked.close();
        Runtime.getRuntime().halt(ExitCode.DONE.code());
    }

    private void announce(TenonServer server, StockedModels stocked) {
        String base = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() + "/v1";
        PrintWriter out = spec.commandLine().getOut();
        out.println("Tenon serves " + stocked.name() + " at " + base + ".");
        stocked.conversational().ifPresent(model -> suggest(out, base, model));
        out.flush();
    }

    private static void suggest(PrintWriter out, String base, String model) {
        out.println("To try it:");
        out.println();
        out.println("  curl " + base + "/chat/completions -H 'content-type: application/json' -d '{");
        out.println("    \"model\": \"" + model + "\",");
        out.println("    \"messages\": [{\"role\": \"user\", \"content\": \"Invent a person.\"}],");
        out.println("    \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"person\","
                + " \"schema\": {");
        out.println("      \"type\": \"object\", \"required\": [\"name\", \"age\"], \"additionalProperties\": false,");
        out.println("      \"properties\": {\"name\": {\"type\": \"string\", \"maxLength\": 40},");
        out.println("                     \"age\": {\"type\": \"integer\", \"minimum\": 0, \"maximum\": 120}}}}}}'");
        out.println();
    }
}
