package dev.tenon.server.cli;

import dev.tenon.sampler.parts.PartStore;
import dev.tenon.sampler.parts.Parts;
import dev.tenon.sampler.parts.Platform;
import dev.tenon.server.cli.Finding.State;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is there, what is missing, and the command that mends it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        header = "Show what was found on this machine, what is missing, and what mends it.",
        description = {
            "Exit code 3 if something that is needed is missing. What is not there but can be fetched comes by itself"
                    + " when it is first needed, or now with --fetch."
        },
        footer = {"%nExamples:", "  tenon doctor", "  tenon doctor --fetch"})
final class DoctorCommand implements Callable<Integer> {
    private final Console console;
    private final Programs programs;
    private final PartStore store;

    @Option(names = "--fetch", description = "Fetch what is not there.")
    private boolean fetch;

    DoctorCommand(Console console, Programs programs, PartStore store) {
        this.console = console;
        this.programs = programs;
        this.store = store;
    }

    @Override
    public Integer call() {
        if (fetch) {
            store.ensure(Parts.libraries(Platform.current()));
            store.ensure(Parts.DEFAULT_MODEL);
        }
        List<Finding> findings = new Checkup(programs, store).run();
        PrintWriter out = console.out();
        out.println("tenon " + VersionText.version());
        out.println(Machine.describe());
        out.println();
        for (Finding finding : findings) {
            out.println(String.format(
                    Locale.ROOT, "%-8s %-18s %s", finding.state().label(), finding.what(), finding.detail()));
            if (!finding.mend().isEmpty()) {
                out.println(" ".repeat(28) + "mend: " + finding.mend());
            }
        }
        List<String> missing = findings.stream()
                .filter(finding -> finding.state() == State.MISSING)
                .map(Finding::what)
                .toList();
        out.println();
        out.println(missing.isEmpty() ? nothingMissing(findings) : "Missing: " + String.join(", ", missing) + ".");
        return (missing.isEmpty() ? ExitCode.DONE : ExitCode.MISSING).code();
    }

    private static String nothingMissing(List<Finding> findings) {
        boolean later = findings.stream().anyMatch(finding -> finding.state() == State.LATER);
        return later
                ? "Nothing is missing; what is marked 'later' comes by itself when it is first needed."
                : "Nothing is missing.";
    }
}
