package dev.tenon.server.cli;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a schema or a grammar in text becomes. */
@Command(
        name = "compile",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        header = "Show the grammar that a schema, or a grammar in text, becomes, and what of a schema is enforced.",
        description = {
            "What cannot be enforced exactly is refused: exit code 2, and the message names the place in the schema (a"
                    + " JSON Pointer) and the keyword, or line and column of the grammar."
        },
        footer = {"%nExample:", "  tenon compile person.json", "  tenon compile --gbnf chess.gbnf"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class CompileCommand implements Callable<Integer> {
    private static final int WARM_RUNS = 9;

    private final Console console;

    @ArgGroup(multiplicity = "1")
    private Source source;

    /** One of them. */
    static final class Source {
        @Parameters(paramLabel = "FILE", description = "JSON Schema; - is standard input.")
        private @Nullable String schema;

        @Option(
                names = "--gbnf",
                paramLabel = "FILE",
                description = "Grammar in GBNF, the notation of llama.cpp; - is standard input.")
        private @Nullable String gbnf;

        @Option(
                names = "--lark",
                paramLabel = "FILE",
                description = "Grammar in Lark, as llguidance takes it; - is standard input.")
        private @Nullable String lark;
    }

    @Mixin
    private LanguageArguments language;

    CompileCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SchemaOptions options = language.options(Whitespace.FLEXIBLE, console);
        String schema = source.schema;
        if (schema == null) {
            showGrammar(options);
        } else {
            showSchema(SchemaFile.read(schema, console), options);
        }
        return ExitCode.DONE.code();
    }

    private void showSchema(SchemaFile file, SchemaOptions options) {
        show(file.name(), () -> file.compile(options).grammar(), () -> {
            CompiledSchema compiled = file.compile(options);
            file.warn(compiled, console);
            EnforcementText.print(file, options, compiled, console.out());
            console.out().println();
        });
    }

    private void showGrammar(SchemaOptions options) {
        String gbnf = source.gbnf;
        String path = gbnf != null ? gbnf : String.valueOf(source.lark);
        GrammarFile.Notation notation = gbnf != null ? GrammarFile.Notation.GBNF : GrammarFile.Notation.LARK;
        String name = InputFile.name(path);
        String text = InputFile.text(path, console);
        show(
                name,
                () -> GrammarFile.of(name, text, notation, options).parsed().grammar(),
                () -> GrammarFile.of(name, text, notation, options).warn(console));
    }

    /** The sizes and times, then what is to be told of it, then the grammar. */
    private void show(String name, Supplier<Grammar> compile, Runnable more) {
        Timed cold = timed(compile);
        double[] warm = new double[WARM_RUNS];
        for (int i = 0; i < WARM_RUNS; i++) {
            warm[i] = timed(compile).millis;
        }
        Arrays.sort(warm);
        Grammar grammar = cold.grammar;
        long least = new GrammarCompiler(TextSampler.byteVocabulary(), CompileLimits.defaults())
                .compile(grammar)
                .matcher()
                .leastBytes();
        PrintWriter out = console.out();
        out.println(name + ": " + GrammarSize.of(grammar));
        out.println(String.format(
                Locale.ROOT,
                "compiled in %.1f ms the first time, %.1f ms later; the shortest text has about %d bytes",
                cold.millis,
                warm[WARM_RUNS / 2],
                least));
        out.println();
        more.run();
        out.print(GrammarText.print(grammar));
    }

    private record Timed(Grammar grammar, double millis) {}

    private static Timed timed(Supplier<Grammar> compile) {
        long start = System.nanoTime();
        Grammar grammar = compile.get();
        return new Timed(grammar, (System.nanoTime() - start) / 1e6);
    }
}
