package dev.tenon.server.cli;

import dev.tenon.sampler.parts.PartStore;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code tenon}: the entry point, and what all commands have in common. */
@Command(
        name = "tenon",
        header = "JSON and tool calls that cannot be wrong, from local models.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionText.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the answer is no",
            "2:wrong use or bad input; the message names the place",
            "3:a part is missing; the message names the command that mends it",
            "70:a defect of Tenon"
        },
        footer = {
            "%nExamples:",
            "  tenon serve",
            "  tenon generate --schema person.json --prompt 'Invent a person.'",
            "  tenon COMMAND --help"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
public final class TenonCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = Failures.STACKTRACE,
            scope = ScopeType.INHERIT,
            description = "With an error, show where in Tenon it came up.")
    private boolean stackTrace;

    TenonCommand() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        // Not System.out: it would keep to itself that the reader of a pipe is gone.
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        Console console = new Console(
                System.in,
                new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
                new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true));
        Programs programs = new Programs(System.getenv().getOrDefault("PATH", ""));
        int exitCode = commandLine(console, ModelOptions::load, programs, PartStore.atDefaultHome(), System.getenv())
                .execute(arguments);
        console.out().flush();
        console.err().flush();
        System.exit(exitCode);
    }

    /** The whole command line over given streams, models, programs, parts and variables of the environment. */
    static CommandLine commandLine(
            Console console,
            ModelOptions.Source models,
            Programs programs,
            PartStore store,
            Map<String, String> environment) {
        Failures failures = new Failures();
        return new CommandLine(new TenonCommand())
                .addSubcommand(ServeCommand.commandLine(environment))
                .addSubcommand(new GenerateCommand(console, models, new SecureRandom()))
                .addSubcommand(new CompileCommand(console))
                .addSubcommand(new CheckCommand(console))
                .addSubcommand(new SampleCommand(console))
                .addSubcommand(new CommandLine(new BenchCommand(console, models))
                        .addSubcommand(new BenchServeCommand(console)))
                .addSubcommand(new MaskBenchCommand(console))
                .addSubcommand(new TrainCommand(console))
                .addSubcommand(new DoctorCommand(console, programs, store))
                .addSubcommand(new CommandLine.HelpCommand())
                .setOut(console.out())
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    boolean wantsStackTrace() {
        return stackTrace;
    }

    /** Without a command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }
}
