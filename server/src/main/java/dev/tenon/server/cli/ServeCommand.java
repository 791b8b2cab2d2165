package dev.tenon.server.cli;

import dev.tenon.server.ServerOptions;
import dev.tenon.server.TenonServer;
import dev.tenon.server.openai.ApiOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
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
            "  tenon serve --alias gpt-4o --host 0.0.0.0 --api-keys-file KEYS --tls-cert CERT.pem --tls-key KEY.pem",
            "  tenon serve --config FILE --dry-run"
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

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private ListenOptions listen;

    @Option(
            names = Settings.CONFIG,
            paramLabel = "FILE",
            description =
                    "Read settings from this file: on each line the name of a flag without dashes, =, and its value."
                            + " What flags and the environment (TENON_PORT for --port) say goes before it.")
    private @Nullable Path config;

    @Option(
            names = "--dry-run",
            description = "Check all that a start needs, print the settings and where each comes from, and end.")
    private boolean dryRun;

    @Option(
            names = "--alias",
            paramLabel = "NAME",
            split = Settings.SEPARATOR,
            hideParamSyntax = true,
            description =
                    "Another name for the model, or for the first of --models-dir where there is no --model. May be"
                            + " repeated.")
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
            names = "--rehearse",
            paramLabel = "SECONDS",
            defaultValue = "4",
            description =
                    "Make masks and answer requests of its own, and wait for the JVM's compilers, for at most so long"
                        + " before listening, so that the first request from outside is not the slowest; 0 for none."
                        + " Default: ${DEFAULT-VALUE}.")
    private int rehearsal;

    private ServeCommand() {}

    /** The command, with settings from the environment and from a file behind its flags. */
    static CommandLine commandLine(Map<String, String> environment) {
        CommandLine line = new CommandLine(new ServeCommand());
        return line.setDefaultValueProvider(new Settings(line.getCommandSpec(), environment));
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = (Settings) spec.defaultValueProvider();
        settings.check();
        ServerOptions options = options();
        if (dryRun) {
            new DryRun(
                            settings,
                            spec.commandLine().getParseResult(),
                            spec.commandLine().getOut())
                    .run(options, new ModelCheck(models, sequences, folder));
            return ExitCode.DONE.code();
        }
        listen.logFormat().use();
        if (config != null) {
            LOG.info("settings are read from {}", config);
        }
        try (TenonServer server = listen(options)) {
            CountDownLatch stopped = new CountDownLatch(1);
            StopSignals.hear(exitCode -> stop(server, stopped, exitCode));
            try (StockedModels stocked = models.stock(sequences, folder, Set.copyOf(aliases))) {
                server.serve(stocked.stock(), stocked.memoryBytes());
                announce(server, stocked);
                // Until a signal comes.
                stopped.await();
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.MISUSE, String.valueOf(e.getMessage()));
        }
        return ExitCode.DONE.code();
    }

    private ServerOptions options() {
        InetAddress address = listen.address();
        try {
            ServerOptions options = ServerOptions.defaults()
                    .withAddress(listen.host(), listen.port())
                    .withQueue(queue)
                    .withRequestTime(Duration.ofSeconds(requestTimeout))
                    .withRehearsalTime(Duration.ofSeconds(rehearsal))
                    .withDrainTime(listen.drainTime())
                    .withHttp(listen.limits())
                    .withDoor(listen.door())
                    .withApi(new ApiOptions(
                            anyModel ? ApiOptions.ModelNames.ANY : ApiOptions.ModelNames.KNOWN_ONLY,
                            strictParameters ? ApiOptions.UnknownFields.REFUSED : ApiOptions.UnknownFields.REPORTED,
                            profile(),
                            listen.keys()));
            if (!address.isLoopbackAddress() && options.api().keys().isEmpty()) {
                LOG.warn(
                        "listening on {} without a key: whoever reaches this machine may use the model", listen.host());
            }
            return options;
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

    private static TenonServer listen(ServerOptions options) {
        try {
            return TenonServer.listen(options);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.MISUSE, String.valueOf(e.getMessage()));
        }
    }

    /**
     * The process is asked to end. What runs is finished, and that is a success; a server that never was ready has nothing to finish,
     * ends at once, and says with what.
     */
    private static void stop(TenonServer server, CountDownLatch stopped, int exitCode) {
        if (!server.isReady()) {
            Runtime.getRuntime().halt(exitCode);
        }
        LOG.info("stopping: no new requests, the running ones are finished");
        server.close();
        stopped.countDown();
    }

    private void announce(TenonServer server, StockedModels stocked) {
        String base = listen.baseUrl(server.port());
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
