package dev.tenon.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.Formats;
import dev.tenon.schema.SchemaOptions.KeyOrder;
import dev.tenon.schema.SchemaOptions.Numbers;
import dev.tenon.schema.SchemaOptions.Objects;
import dev.tenon.schema.SchemaOptions.References;
import dev.tenon.schema.SchemaOptions.Strings;
import dev.tenon.schema.SchemaOptions.Unsupported;
import dev.tenon.schema.SchemaOptions.Whitespace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How JSON is written and how strictly a schema is taken: {@link SchemaOptions}, of which each is a flag. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class LanguageArguments {
    @Option(
            names = "--whitespace",
            paramLabel = "KIND",
            description = "White space between the tokens of JSON: ${COMPLETION-CANDIDATES}; FLEXIBLE, which is always"
                    + " bounded, if not said, and COMPACT for \"sample\".")
    private @Nullable Whitespace whitespace;

    @Option(
            names = "--key-order",
            defaultValue = "SCHEMA",
            paramLabel = "ORDER",
            description = "Members in the order in which the schema names them, or in any: ${COMPLETION-CANDIDATES};"
                    + " ${DEFAULT-VALUE} if not said.")
    private KeyOrder keyOrder;

    @Option(
            names = "--numbers",
            defaultValue = "PLAIN",
            paramLabel = "KIND",
            description = "Numbers in their plain spelling, or also 5.0 and 1e+16: ${COMPLETION-CANDIDATES};"
                    + " ${DEFAULT-VALUE} if not said.")
    private Numbers numbers;

    @Option(
            names = "--strings",
            defaultValue = "SHORTEST",
            paramLabel = "KIND",
            description = "Strings with the escapes that are needed, or with every escape of JSON:"
                    + " ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not said.")
    private Strings strings;

    @Option(
            names = "--formats",
            defaultValue = "ASSERTED",
            paramLabel = "KIND",
            description = "Whether \"format\" restricts anything: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not"
                    + " said.")
    private Formats formats;

    @Option(
            names = "--objects",
            defaultValue = "AS_WRITTEN",
            paramLabel = "KIND",
            description = "Objects that do not say whether they are open are open, or closed:"
                    + " ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not said.")
    private Objects objects;

    @Option(
            names = "--unsupported",
            defaultValue = "REFUSED",
            paramLabel = "KIND",
            description = "What cannot be enforced exactly is refused, or dropped with a warning:"
                    + " ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not said.")
    private Unsupported unsupported;

    @Option(
            names = "--references",
            defaultValue = "EXACT",
            paramLabel = "KIND",
            description = "References that lead nowhere are refused, or tried again from the root of their document:"
                    + " ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not said.")
    private References references;

    @Option(
            names = "--document",
            paramLabel = "ADDRESS=FILE",
            description = "Another document that references may lead to, by its address; nothing is ever fetched. May"
                    + " be repeated. The last \"=\" counts.")
    private @Nullable List<String> documents;

    /**
     * The options, with this white space unless another was asked for.
     *
     * @throws CommandFailure when a document cannot be read
     */
    SchemaOptions options(Whitespace unlessSaid, Console console) {
        return SchemaOptions.defaults()
                .with(whitespace == null ? unlessSaid : whitespace)
                .with(keyOrder)
                .with(numbers)
                .with(strings)
                .with(formats)
                .with(objects)
                .with(unsupported)
                .with(references)
                .withDocuments(documents(console));
    }

    private Map<String, JsonNode> documents(Console console) {
        Map<String, JsonNode> read = new LinkedHashMap<>();
        for (String document : documents == null ? List.<String>of() : documents) {
            int equals = document.lastIndexOf('=');
            if (equals <= 0 || equals == document.length() - 1) {
                throw CommandFailure.misuse("--document is ADDRESS=FILE, not " + document);
            }
            String address = document.substring(0, equals);
            String file = document.substring(equals + 1);
            if (InputFile.isStandardInput(file)) {
                throw CommandFailure.misuse(
                        "--document " + address + ": name a file; standard input is for the schema");
            }
            if (read.put(address, SchemaFile.read(file, console).schema()) != null) {
                throw CommandFailure.misuse("--document: there are two documents for " + address);
            }
        }
        return read;
    }
}
