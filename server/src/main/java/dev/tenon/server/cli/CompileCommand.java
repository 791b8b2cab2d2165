package dev.tenon.server.cli;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.GrammarText;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.sampler.TextSampler;
import dev.tenon.schema.CompiledSchema;
import dev.tenon.schema.SchemaOptions.Whitespace;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a schema becomes. */
@Command(
        name = "compile",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        header = "Show the grammar that a schema becomes, and what of the schema is enforced.",
        description = {
            "What cannot be enforced exactly is refused: exit code 2, and the message names the place in the schema (a"
                    + " JSON Pointer) and the keyword."
        },
        footer = {"%nExample:", "  tenon compile person.json"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class CompileCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "JSON Schema; - is standard input.")
    private String schema;

    @Option(
            names = "--whitespace",
            defaultValue = "FLEXIBLE",
            paramLabel = "KIND",
            description = "White space between the tokens of JSON: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not"
                    + " said.")
    private Whitespace whitespace;

    CompileCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SchemaFile file = SchemaFile.read(schema, console);
        long start = System.nanoTime();
        CompiledSchema compiled = file.compile(whitespace);
        long least = new GrammarCompiler(TextSampler.byteVocabulary(), CompileLimits.defaults())
                .compile(compiled.grammar())
                .matcher()
                .leastBytes();
        long nanos = System.nanoTime() - start;
        PrintWriter out = console.out();
        out.println(file.name() + ": " + GrammarSize.of(compiled.grammar()));
        out.println(String.format(
                Locale.ROOT, "compiled in %.1f ms; the shortest text has about %d bytes", nanos / 1e6, least));
        if (!compiled.warnings().isEmpty()) {
            out.println();
            compiled.warnings().forEach(warning -> out.println(file.describe(warning)));
        }
        out.println();
        out.print(GrammarText.print(compiled.grammar()));
        return ExitCode.DONE.code();
    }
}
