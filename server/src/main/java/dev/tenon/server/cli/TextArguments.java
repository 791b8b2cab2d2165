package dev.tenon.server.cli;

import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.schema.CompiledSchema;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.Whitespace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that takes a language of any kind: a JSON Schema, or a grammar. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class TextArguments {
    @ArgGroup(multiplicity = "1")
    private Source source;

    @Mixin
    private LanguageArguments language;

    /** One of them. */
    static final class Source {
        @Option(
                names = {"-s", "--schema"},
                paramLabel = "FILE",
                description = "JSON Schema; - is standard input.")
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

        private String path() {
            return schema != null ? schema : gbnf != null ? gbnf : String.valueOf(lark);
        }
    }

    boolean isStandardInput() {
        return InputFile.isStandardInput(source.path());
    }

    /** The file as messages name it. */
    String name() {
        return InputFile.name(source.path());
    }

    /**
     * The language, with this white space in JSON unless another was asked for; warnings go to standard error.
     *
     * @throws CommandFailure when it cannot be read or is refused
     */
    Grammar read(Whitespace unlessSaid, Console console) {
        SchemaOptions options = language.options(unlessSaid, console);
        String schema = source.schema;
        if (schema != null) {
            SchemaFile file = SchemaFile.read(schema, console);
            CompiledSchema compiled = file.compile(options);
            file.warn(compiled, console);
            return compiled.grammar();
        }
        String gbnf = source.gbnf;
        GrammarFile file = gbnf != null
                ? GrammarFile.read(gbnf, GrammarFile.Notation.GBNF, options, console)
                : GrammarFile.read(String.valueOf(source.lark), GrammarFile.Notation.LARK, options, console);
        file.warn(console);
        return file.parsed().grammar();
    }
}
