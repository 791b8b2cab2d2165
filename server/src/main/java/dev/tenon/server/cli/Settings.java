package dev.tenon.server.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where the options of a command come from that are not on its command line: the environment, then a file, then their defaults. The flag
 * {@code --max-body} is the variable {@code TENON_MAX_BODY} and the file's {@code max-body}. A source that sets an option that may be
 * given several times sets the whole of it: in the environment with commas between, in a file on several lines.
 */
final class Settings implements IDefaultValueProvider {
    /** The option that names the file. */
    static final String CONFIG = "--config";

    /** What picocli splits the values of an option by that may be given several times: nothing that could be in one. */
    static final String SEPARATOR = "\n";

    private static final String PREFIX = "TENON_";
    /** What is no setting: it says what the command is to do, and not how. */
    private static final Set<String> COMMANDS = Set.of("help", "version", "dry-run", "config", "stacktrace");

    private final CommandSpec command;
    private final Map<String, String> environment;

    private Map<String, List<SettingsFile.Entry>> inFile = Map.of();
    private @Nullable String fileRead;
    private @Nullable CommandFailure failure;

    /** Those of a command, with all its options. */
    Settings(CommandSpec command, Map<String, String> environment) {
        this.command = command;
        this.environment = Map.copyOf(environment);
    }

    /** What picocli asks for each option that is not on the command line. It would swallow a failure, so that is kept. */
    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String name = name(option);
        if (option.longestName().equals(CONFIG)) {
            return environment.get(variable(name));
        }
        if (COMMANDS.contains(name)) {
            return null;
        }
        String given = environment.get(variable(name));
        if (given != null) {
            return isList(option) ? given.replace(",", SEPARATOR) : given;
        }
        readFile();
        List<SettingsFile.Entry> entries = inFile.get(name);
        return entries == null
                ? null
                : entries.stream().map(SettingsFile.Entry::value).collect(Collectors.joining(SEPARATOR));
    }

    private void readFile() {
        Object config = command.findOption(CONFIG).getValue();
        String file = config == null ? environment.get(variable("config")) : config.toString();
        if (Objects.equals(file, fileRead)) {
            return;
        }
        fileRead = file;
        inFile = Map.of();
        failure = null;
        if (file == null) {
            return;
        }
        try {
            inFile = SettingsFile.read(Path.of(file), names(option -> true), names(Settings::isList));
        } catch (InvalidPathException e) {
            failure = CommandFailure.misuse(CONFIG + ": " + e.getMessage());
        } catch (CommandFailure e) {
            failure = e;
        }
    }

    /**
     * To be asked before the options are used.
     *
     * @throws CommandFailure when the file could not be read
     */
    void check() {
        readFile();
        if (failure != null) {
            throw failure;
        }
    }

    /** Where an option's value comes from that is not on the command line; empty for its default. */
    Optional<String> source(OptionSpec option) {
        String name = name(option);
        if (COMMANDS.contains(name)) {
            return Optional.empty();
        }
        if (environment.containsKey(variable(name))) {
            return Optional.of(variable(name));
        }
        return Optional.ofNullable(inFile.get(name))
                .map(entries -> fileRead + ", line "
                        + entries.stream()
                                .map(entry -> String.valueOf(entry.line()))
                                .collect(Collectors.joining(", ")));
    }

    /** Variables that look as if they were settings and are none: a misspelt one sets nothing. */
    List<String> strangers() {
        Set<String> known = new TreeSet<>(Set.of("TENON_HOME", "TENON_JAVA_OPTS", "TENON_CONFIG"));
        names(option -> true).forEach(name -> known.add(variable(name)));
        List<String> strangers = new ArrayList<>();
        for (String variable : new TreeMap<>(environment).keySet()) {
            if (variable.startsWith(PREFIX) && !known.contains(variable)) {
                strangers.add(variable);
            }
        }
        return strangers;
    }

    /** The options that are settings, by the names that files know them by. */
    Map<String, OptionSpec> all() {
        Map<String, OptionSpec> all = new TreeMap<>();
        for (OptionSpec option : command.options()) {
            if (!COMMANDS.contains(name(option))) {
                all.put(name(option), option);
            }
        }
        return all;
    }

    private Set<String> names(java.util.function.Predicate<OptionSpec> which) {
        return all().entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isList(OptionSpec option) {
        return option.isMultiValue();
    }

    private static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static String variable(String name) {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
