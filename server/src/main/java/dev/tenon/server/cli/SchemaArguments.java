package dev.tenon.server.cli;

import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.Whitespace;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that takes a schema. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class SchemaArguments {
    @Option(
            names = {"-s", "--schema"},
            required = true,
            paramLabel = "FILE",
            description = "JSON Schema; - is standard input.")
    private String schema;

    @Mixin
    private LanguageArguments language;

    SchemaFile read(Console console) {
        return SchemaFile.read(schema, console);
    }

    /** How the schema is taken, with this white space unless another was asked for. */
    SchemaOptions options(Whitespace unlessSaid, Console console) {
        return language.options(unlessSaid, console);
    }
}
