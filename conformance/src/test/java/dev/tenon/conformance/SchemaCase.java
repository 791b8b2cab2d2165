package dev.tenon.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One of the committed schemas, with instances to either side of it.
 *
 * @param name its file, without {@code .json}
 * @param schema the schema
 * @param accept values that satisfy it, with their members in the schema's order
 * @param reject values that do not
 * @param rejectTexts texts that are not written as they should be, whatever their value is
 */
public record SchemaCase(
        String name, JsonNode schema, List<JsonNode> accept, List<JsonNode> reject, List<String> rejectTexts) {
    private static final String SUFFIX = ".json";
    private static final List<SchemaCase> ALL = read();

    /** Copies the lists. */
    public SchemaCase {
        accept = List.copyOf(accept);
        reject = List.copyOf(reject);
        rejectTexts = List.copyOf(rejectTexts);
    }

    /** All of them, by name. */
    public static List<SchemaCase> all() {
        return ALL;
    }

    /** The one of this name. */
    public static SchemaCase named(String name) {
        return ALL.stream()
                .filter(schemaCase -> schemaCase.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What the schema compiles to, in the spelling that requests get. */
    public Grammar grammar() {
        return SchemaCompiler.compile(schema, SchemaOptions.defaults(), CompileLimits.defaults())
                .grammar();
    }

    /** Who decides what satisfies it. */
    public Judge judge() {
        return new Judge(schema);
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<SchemaCase> read() {
        URL folder = Objects.requireNonNull(SchemaCase.class.getResource("/schemas"), "no /schemas on the class path");
        try (Stream<Path> files = Files.list(Path.of(uri(folder)))) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(SchemaCase::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI uri(URL url) {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SchemaCase read(Path file) {
        try {
            JsonNode content = Judge.JSON.readTree(Files.readString(file));
            String fileName = file.getFileName().toString();
            List<String> texts = new ArrayList<>();
            content.path("rejectText").forEach(text -> texts.add(text.textValue()));
            return new SchemaCase(
                    fileName.substring(0, fileName.length() - SUFFIX.length()),
                    content.required("schema"),
                    values(content.required("accept")),
                    values(content.required("reject")),
                    texts);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static List<JsonNode> values(JsonNode array) {
        List<JsonNode> values = new ArrayList<>();
        array.forEach(values::add);
        return values;
    }
}
