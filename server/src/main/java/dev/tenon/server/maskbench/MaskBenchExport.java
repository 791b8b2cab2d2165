package dev.tenon.server.maskbench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tenon.automaton.token.Vocabulary;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What another engine needs in order to be measured in the same way: the vocabulary's bytes, and the corpus with the token ids
 * of every instance, so that no two engines can differ in how a text is cut.
 *
 * <p>{@value #VOCABULARY} is {@code {"file", "fingerprint", "kinds", "tokens"}}: the file it came from, its
 * {@link Vocabulary#fingerprint}, a letter for each id (T text, C control, E end, U unused), and the bytes in hexadecimal. {@value #CASES} has a line {@code {"id", "schema",
 * "tests"}} for each case; {@code schema} is the text of the schema as a string, a test is {@code {"valid", "tokens"}}, and
 * {@code tokens} is null where the text has no UTF-8 or the vocabulary cannot spell it.
 */
public final class MaskBenchExport {
    /** The file with the vocabulary. */
    public static final String VOCABULARY = "vocabulary.json";

    /** The file with the cases. */
    public static final String CASES = "cases.jsonl";

    private static final JsonFactory JSON = new JsonFactory();

    private final Path folder;

    /** Into a folder, which is made if need be. */
    public MaskBenchExport(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Writes the vocabulary that came from a file. */
    public void write(Vocabulary vocabulary, Path file) throws IOException {
        try (JsonGenerator out = JSON.createGenerator(Files.newBufferedWriter(folder.resolve(VOCABULARY)))) {
            out.writeStartObject();
            out.writeStringField("file", file.toAbsolutePath().toString());
            out.writeStringField("fingerprint", vocabulary.fingerprint());
            StringBuilder kinds = new StringBuilder();
            for (int id = 0; id < vocabulary.size(); id++) {
                kinds.append(letter(vocabulary, id));
            }
            out.writeStringField("kinds", kinds.toString());
            out.writeArrayFieldStart("tokens");
            for (int id = 0; id < vocabulary.size(); id++) {
                out.writeString(HexFormat.of().formatHex(vocabulary.bytes(id)));
            }
            out.writeEndArray();
            out.writeEndObject();
        }
    }

    private static char letter(Vocabulary vocabulary, int tokenId) {
        return switch (vocabulary.kind(tokenId)) {
            case TEXT -> 'T';
            case CONTROL -> 'C';
            case END -> 'E';
            case UNUSED -> 'U';
        };
    }

    /** Writes the cases, with the tokens that the bench itself walks. */
    public void write(Iterable<MaskBenchCase> cases, MaskBench bench) throws IOException {
        try (Writer lines = Files.newBufferedWriter(folder.resolve(CASES));
                JsonGenerator out = JSON.createGenerator(lines).setRootValueSeparator(null)) {
            for (MaskBenchCase test : cases) {
                out.writeStartObject();
                out.writeStringField("id", test.id());
                out.writeStringField("schema", test.schema());
                out.writeArrayFieldStart("tests");
                for (MaskBenchCase.Instance instance : test.instances()) {
                    out.writeStartObject();
                    out.writeBooleanField("valid", instance.valid());
                    Optional<int[]> tokens = bench.tokens(instance.text());
                    if (tokens.isPresent()) {
                        out.writeFieldName("tokens");
                        out.writeArray(tokens.get(), 0, tokens.get().length);
                    } else {
                        out.writeNullField("tokens");
                    }
                    out.writeEndObject();
                }
                out.writeEndArray();
                out.writeEndObject();
                out.writeRaw('\n');
            }
        }
    }
}
