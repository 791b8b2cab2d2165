package dev.tenon.server.cli;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.GrammarText;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.sampler.TextSampler;
import dev.tenon.schema.CompiledSchema;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.Whitespace;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private static final int WARM_RUNS = 9;

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "JSON Schema; - is standard input.")
    private String schema;

    @Mixin
    private LanguageArguments language;

    CompileCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SchemaFile file = SchemaFile.read(schema, console);
        SchemaOptions options = language.options(Whitespace.FLEXIBLE, console);
        double cold = millis(file, options);
        double[] warm = new double[WARM_RUNS];
        for (int i = 0; i < WARM_RUNS; i++) {
            warm[i] = millis(file, options);
        }
        Arrays.sort(warm);
        CompiledSchema compiled = file.compile(options);
        file.warn(compiled, console);
        long least = new GrammarCompiler(TextSampler.byteVocabulary(), CompileLimits.defaults())
                .compile(compiled.grammar())
                .matcher()
                .leastBytes();
        PrintWriter out = console.out();
        out.println(file.name() + ": " + GrammarSize.of(compiled.grammar()));
        out.println(String.format(
                Locale.ROOT,
                "compiled in %.1f ms the first time, %.1f ms later; the shortest text has about %d bytes",
                cold,
                warm[WARM_RUNS / 2],
                least));
        out.println();
        EnforcementText.print(file, options, compiled, out);
        out.println();
        out.print(GrammarText.print(compiled.grammar()));
        return ExitCode.DONE.code();
    }

    private static double millis(SchemaFile file, SchemaOptions options) {
        long start = System.nanoTime();
        file.compile(options);
        return (System.nanoTime() - start) / 1e6;
    }
}
