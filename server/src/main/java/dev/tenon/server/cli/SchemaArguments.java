package dev.tenon.server.cli;

import dev.tenon.schema.SchemaOptions.Whitespace;
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

    @Option(
            names = "--whitespace",
            defaultValue = "FLEXIBLE",
            paramLabel = "KIND",
            description =
                    "White space between the tokens of JSON: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not said."
                            + " It is always bounded.")
    private Whitespace whitespace;

    SchemaFile read(Console console) {
        return SchemaFile.read(schema, console);
    }

    boolean isStandardInput() {
        return schema.equals("-");
    }

    Whitespace whitespace() {
        return whitespace;
    }
}
