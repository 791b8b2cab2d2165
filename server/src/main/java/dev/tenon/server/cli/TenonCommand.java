package dev.tenon.server.cli;

import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.parts.PartException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The root of all commands, and what starts when {@code ./tenon} does. Exit codes: 0 done, 1 the answer is no, 2 wrong use or
 * bad input, 3 a part is missing.
 */
@Command(
        name = "tenon",
        description = "Structured output and tool calls from local models that cannot be wrong.",
        mixinStandardHelpOptions = true,
        versionProvider = TenonCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ServeCommand.class, CommandLine.HelpCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the answer is no",
            "2:wrong use or bad input",
            "3:a part is missing; the message names the command that mends it"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tenon serve", "  tenon serve --model FILE.gguf --port 9000", "  tenon help serve"})
public final class TenonCommand {
    private TenonCommand() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err));
    }

    /**
     * Runs a command.
     *
     * @return its exit code
     */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine commands = new CommandLine(new TenonCommand())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(TenonCommand::explain);
        if (args.length == 0) {
            commands.usage(err);
            return ExitCode.MISUSE.code();
        }
        return commands.execute(args);
    }

    /** One sentence for what a person can mend; a stack trace only for what is a fault of ours. */
    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        ExitCode code;
        if (failure instanceof CommandFailure known) {
            code = known.exitCode();
        } else if (failure instanceof PartException) {
            code = ExitCode.MISSING;
        } else if (failure instanceof EngineException) {
            code = ExitCode.MISUSE;
        } else {
            failure.printStackTrace(err);
            return ExitCode.NO.code();
        }
        err.println("tenon: " + failure.getMessage());
        return code.code();
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "tenon "
                        + Optional.ofNullable(TenonCommand.class.getPackage().getImplementationVersion())
                                .orElse("(not packaged)")
            };
        }
    }
}
