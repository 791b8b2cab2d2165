package dev.tenon.server.cli;

import dev.tenon.server.http.CorsPolicy;
import dev.tenon.server.http.Door;
import dev.tenon.server.http.HttpLimits;
import dev.tenon.server.http.TlsFiles;
import dev.tenon.server.log.LogFormat;
import dev.tenon.server.openai.ApiKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a server that say where it listens, who is let in, and how much. */
final class ListenOptions {
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

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            split = Settings.SEPARATOR,
            hideParamSyntax = true,
            description = "Let in only who brings this key. May be repeated.")
    private List<String> apiKeys = List.of();

    @Option(
            names = "--api-keys-file",
            paramLabel = "FILE",
            description =
                    "Let in who brings a key of this file: a key on a line, or name:key, or sha256: and its hash in"
                            + " the place of the key. Read again when it changes.")
    private @Nullable Path apiKeysFile;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Speak TLS, with this certificate and its chain (PEM). Read again when it changes.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The certificate's key (PEM, PKCS #8, not encrypted).")
    private @Nullable Path key;

    @Option(
            names = "--cors-origin",
            paramLabel = "ORIGIN",
            split = Settings.SEPARATOR,
            hideParamSyntax = true,
            defaultValue = "*",
            description = "Let pages of this origin use the API, such as https://app.example.com; * for pages from"
                    + " everywhere, none for no page. May be repeated. Default: ${DEFAULT-VALUE}.")
    private List<String> origins = List.of("*");

    @Option(
            names = "--max-body",
            paramLabel = "BYTES",
            defaultValue = "8388608",
            description = "Largest body of a request; larger ones get status 413. Default: ${DEFAULT-VALUE}.")
    private int maxBody;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Connections at once; beyond them the one that waits longest for a request is closed. 0 for 8192,"
                            + " or what the limit of open files allows. Default: ${DEFAULT-VALUE}.")
    private int maxConnections;

    @Option(
            names = "--drain-seconds",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "When told to stop, finish what runs for at most so long. Default: ${DEFAULT-VALUE}.")
    private int drainSeconds;

    @Option(
            names = "--log-format",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "The log: text, or json for an object on each line. Default: ${DEFAULT-VALUE}.")
    private LogFormat logFormat = LogFormat.TEXT;

    ListenOptions() {}

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    LogFormat logFormat() {
        return logFormat;
    }

    Duration drainTime() {
        if (drainSeconds < 0) {
            throw CommandFailure.misuse("--drain-seconds is 0 or more");
        }
        return Duration.ofSeconds(drainSeconds);
    }

    HttpLimits limits() {
        if (maxConnections < 0) {
            throw CommandFailure.misuse("--max-connections is 0 or more");
        }
        HttpLimits limits = HttpLimits.defaults().withMaxBodyBytes(maxBody);
        if (maxConnections == 0) {
            return limits;
        }
        if (maxConnections >= HttpLimits.openFiles()) {
            throw CommandFailure.misuse(
                    "--max-connections " + maxConnections + " is more than the process may have open files ("
                            + HttpLimits.openFiles() + "); raise that limit (ulimit -n) or lower this one");
        }
        return limits.withMaxConnections(maxConnections);
    }

    /** The certificate is read here once, so that a wrong one is told before a model is loaded. */
    Door door() {
        if ((certificate == null) != (key == null)) {
            throw CommandFailure.misuse("--tls-cert and --tls-key go together");
        }
        try {
            Door door = Door.open().withCors(CorsPolicy.of(origins));
            if (certificate == null || key == null) {
                return door;
            }
            TlsFiles files = new TlsFiles(certificate, key);
            files.read();
            return door.withTls(files);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.misuse("--cors-origin: " + e.getMessage());
        } catch (IOException e) {
            throw CommandFailure.misuse("--tls-cert, --tls-key: " + e.getMessage());
        }
    }

    ApiKeys keys() {
        List<String> given = apiKeys.stream().filter(one -> !one.isBlank()).toList();
        try {
            ApiKeys keys = ApiKeys.of(given);
            return apiKeysFile == null ? keys : keys.and(apiKeysFile);
        } catch (IllegalArgumentException | IOException e) {
            throw CommandFailure.misuse((apiKeysFile == null ? "--api-key: " : "--api-keys-file: ") + e.getMessage());
        }
    }

    /** The address that the host stands for. */
    InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw CommandFailure.misuse("there is no address " + host);
        }
    }

    /** What clients are told as the base URL. */
    String baseUrl(int boundPort) {
        return (certificate == null ? "http://" : "https://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + boundPort + "/v1";
    }
}
