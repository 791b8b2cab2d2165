package dev.tenon.server.cli;

import dev.tenon.sampler.parts.PartStore;
import dev.tenon.server.ServerOptions;
import dev.tenon.server.http.HttpLimits;
import dev.tenon.server.http.TlsFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code tenon serve --dry-run}: looks at everything that a start would need, and says what is set and by what. */
final class DryRun {
    private static final Set<String> SECRET = Set.of("api-key");

    private final Settings settings;
    private final ParseResult parsed;
    private final PrintWriter out;

    DryRun(Settings settings, ParseResult parsed, PrintWriter out) {
        this.settings = settings;
        this.parsed = parsed;
        this.out = out;
    }

    /**
     * Prints the configuration and what was found.
     *
     * @throws CommandFailure when a start would fail
     */
    void run(ServerOptions options, ModelCheck models) {
        out.println("# settings");
        for (Map.Entry<String, OptionSpec> setting : settings.all().entrySet()) {
            OptionSpec option = setting.getValue();
            if (!option.hidden() || !source(option).equals("default")) {
                out.printf("%-18s %-28s %s%n", setting.getKey(), value(setting.getKey(), option), source(option));
            }
        }
        List<String> strangers = settings.strangers();
        if (!strangers.isEmpty()) {
            out.println("# no settings, though named so: " + String.join(", ", strangers));
        }
        out.println("# found");
        out.println("keys: "
                + (options.api().keys().isEmpty()
                        ? "none, everybody is let in"
                        : options.api().keys().count()));
        tls(options);
        out.println("connections: " + options.http().maxConnections() + ", open files: " + HttpLimits.openFiles());
        models.run(PartStore.atDefaultHome(), out);
        out.println("ok");
        out.flush();
    }

    private String source(OptionSpec option) {
        return parsed.hasMatchedOption(option)
                ? "flag"
                : settings.source(option).orElse("default");
    }

    private static String value(String name, OptionSpec option) {
        Object value = option.getValue();
        if (value == null) {
            return "-";
        }
        if (!(value instanceof List<?> list)) {
            return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value.toString();
        }
        if (list.isEmpty()) {
            return "-";
        }
        return SECRET.contains(name)
                ? "(" + list.size() + (list.size() == 1 ? " secret)" : " secrets)")
                : list.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private void tls(ServerOptions options) {
        Optional<TlsFiles> tls = options.door().tls();
        if (tls.isEmpty()) {
            out.println("tls: no");
            return;
        }
        try {
            out.println("tls: " + tls.get().certificate() + ", valid until "
                    + tls.get().read().expires());
        } catch (IOException e) {
            throw CommandFailure.misuse(String.valueOf(e.getMessage()));
        }
    }
}
