package dev.tenon.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.server.load.LoadPlan;
import dev.tenon.server.load.LoadReport;
import dev.tenon.server.load.LoadRun;
import dev.tenon.server.load.TaskMix;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tenon bench serve}: many requests to a server that runs already. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        header = "Put a running server under load, and check each of its answers.",
        description = {
            "Sends chats with schemas and tools to any server with OpenAI's API, and reads the streams. What calls"
                    + " itself whole is parsed and validated; the exit code is 1 when an answer was wrong or a request"
                    + " failed.",
            "With --clients each client waits for its answer before it asks again. With --rate requests come at their"
                    + " own times, and times count from when a request was to be sent.",
            "Kinds of tasks: plain, small, large, tools; --mix with a wrong name lists the tasks."
        },
        footer = {
            "%nExamples:",
            "  tenon bench serve --clients 32 --requests 1000",
            "  tenon bench serve http://10.0.0.7:8080/v1 --rate 5 --mix small=3,tools=1 --cut-off 5%% --malformed 5%%"
        })
final class BenchServeCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080/v1",
            description = "Where the API lies. Default: ${DEFAULT-VALUE}.")
    private String url = "";

    @Option(
            names = "--clients",
            paramLabel = "N",
            description = "A closed loop: so many clients at a time. Default, without --rate: 8.")
    private @Nullable Integer clients;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "An open loop: so many requests a second, at random times (Poisson).")
    private @Nullable Double rate;

    @Option(
            names = {"-n", "--requests"},
            paramLabel = "M",
            defaultValue = "200",
            description = "Requests that are counted. Default: ${DEFAULT-VALUE}.")
    private int requests;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "0",
            description = "Requests before those, in the same way. Default: ${DEFAULT-VALUE}.")
    private int warmup;

    @Option(
            names = "--mix",
            paramLabel = "MIX",
            defaultValue = "plain=1,small=4,large=3,tools=2",
            description = "Kinds or tasks, with weights. Default: ${DEFAULT-VALUE}.")
    private String mix = "";

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "400",
            description = "Tokens of an answer at the most. Default: ${DEFAULT-VALUE}.")
    private int maxTokens;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0",
            description = "Default: ${DEFAULT-VALUE}, so that a server answers the same each time.")
    private double temperature;

    @Option(
            names = "--body",
            paramLabel = "JSON",
            defaultValue = "{}",
            description = "Members to add to each request, such as '{\"logit_bias\":{\"2\":-100}}'.")
    private String body = "";

    @Option(
            names = "--cut-off",
            paramLabel = "SHARE",
            defaultValue = "0%",
            description = "Clients that go away before the end, such as 5%%. Default: none.")
    private String cutOff = "";

    @Option(
            names = "--malformed",
            paramLabel = "SHARE",
            defaultValue = "0%",
            description = "Requests that must be refused with status 400 to 499: broken JSON, wrong types, tools and"
                    + " schemas that are none. Default: none.")
    private String malformed = "";

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description =
                    "Of all that is drawn by lot: the same seed sends the same requests. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--model", paramLabel = "NAME", description = "Default: the first one that the server lists.")
    private @Nullable String model;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            defaultValue = "${env:TENON_API_KEY}",
            description = "What to let oneself in with. Default: the environment's TENON_API_KEY.")
    private @Nullable String apiKey;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long an answer may take. Default: ${DEFAULT-VALUE}.")
    private int patience;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    BenchServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        LoadReport report;
        try {
            report = LoadRun.run(plan(), console::note);
        } catch (IOException e) {
            throw CommandFailure.misuse("nothing to measure at " + url + ": " + e);
        }
        if (json) {
            console.out().println(report.json());
        } else {
            report.print(console.out());
        }
        return report.isClean() ? ExitCode.DONE.code() : ExitCode.NO.code();
    }

    private LoadPlan plan() {
        try {
            return new LoadPlan(
                    URI.create(url),
                    Optional.ofNullable(model),
                    Optional.ofNullable(apiKey).filter(key -> !key.isBlank()),
                    arrivals(),
                    requests,
                    warmup,
                    TaskMix.parse(mix),
                    body(),
                    share("--cut-off", cutOff),
                    share("--malformed", malformed),
                    seed,
                    Duration.ofSeconds(patience));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.misuse(String.valueOf(e.getMessage()));
        }
    }

    private LoadPlan.Arrivals arrivals() {
        if (clients != null && rate != null) {
            throw CommandFailure.misuse("--clients or --rate, not both");
        }
        return rate != null
                ? new LoadPlan.Arrivals.Rate(rate)
                : new LoadPlan.Arrivals.Clients(clients == null ? 8 : clients);
    }

    private ObjectNode body() {
        ObjectNode members = JsonNodeFactory.instance
                .objectNode()
                .put("max_tokens", maxTokens)
                .put("temperature", temperature);
        try {
            if (new ObjectMapper().readTree(body) instanceof ObjectNode more) {
                return members.setAll(more);
            }
        } catch (JsonProcessingException e) {
            throw CommandFailure.misuse("--body: " + e.getOriginalMessage());
        }
        throw CommandFailure.misuse("--body is a JSON object");
    }

    private static double share(String option, String text) {
        String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        try {
            return Double.parseDouble(number) / 100;
        } catch (NumberFormatException e) {
            throw CommandFailure.misuse(option + " is a share such as 5%, not '" + text + "'");
        }
    }
}
