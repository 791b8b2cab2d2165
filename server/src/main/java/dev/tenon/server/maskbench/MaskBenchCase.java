package dev.tenon.server.maskbench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * A schema with instances, as the file has them: parsing a schema is part of what is measured, so its text is kept.
 *
 * @param id its name in the file
 * @param schema the text of the schema
 * @param instances values, and what they are
 */
public record MaskBenchCase(String id, String schema, List<Instance> instances) {
    private static final int GZIP_MAGIC = 0x8B1F;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(InstanceText.MAX_DEPTH + 4)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Copies the list. */
    public MaskBenchCase {
        instances = List.copyOf(instances);
    }

    /**
     * An instance of a schema.
     *
     * @param json the text of the value, in the file's spelling
     * @param valid whether it satisfies the schema
     */
    public record Instance(String json, boolean valid) {
        /** The text that MaskBench judges: {@code json.dumps(data, ensure_ascii=False)}. */
        public String text() {
            try {
                return InstanceText.write(InstanceText.read(json));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("was read as JSON before", e);
            }
        }

        /** The value. */
        public JsonNode value() {
            try {
                return InstanceText.read(json);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("was read as JSON before", e);
            }
        }
    }

    /**
     * Reads a file of one case a line, packed by gzip or not, and hands out every so-manieth of them.
     *
     * @param stride 1 for all
     * @param offset the first, from 0
     * @throws IOException when it cannot be read, or a line is no case; the message names the line
     */
    public static void read(Path file, int stride, int offset, Consumer<MaskBenchCase> to) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && number++ % stride == offset) {
                    try {
                        to.accept(parse(line));
                    } catch (JsonProcessingException e) {
                        throw new IOException("case " + number + ": " + e.getOriginalMessage(), e);
                    }
                }
            }
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        raw.mark(2);
        int magic = raw.read() | raw.read() << 8;
        raw.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    private static MaskBenchCase parse(String line) throws IOException {
        String id = "";
        String schema = "";
        List<Instance> instances = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(line.toCharArray())) {
            require(parser, parser.nextToken() == JsonToken.START_OBJECT, "an object with id, schema and tests");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "id" -> id = parser.getText();
                    case "schema" -> schema = value(parser, line);
                    case "tests" -> readInstances(parser, line, instances);
                    default -> parser.skipChildren();
                }
            }
            require(parser, !id.isEmpty() && !schema.isEmpty(), "\"id\" and \"schema\"");
        }
        return new MaskBenchCase(id, schema, instances);
    }

    private static void readInstances(JsonParser parser, String line, List<Instance> into) throws IOException {
        require(parser, parser.currentToken() == JsonToken.START_ARRAY, "\"tests\" as an array");
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            boolean valid = false;
            String json = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "valid" -> valid = parser.getBooleanValue();
                    case "data" -> json = value(parser, line);
                    default -> parser.skipChildren();
                }
            }
            require(parser, !json.isEmpty(), "\"data\" in each of \"tests\"");
            into.add(new Instance(json, valid));
        }
    }

    /** The text of the value that the parser stands at. */
    private static String value(JsonParser parser, String line) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return line.substring(start, (int) parser.currentLocation().getCharOffset());
    }

    private static void require(JsonParser parser, boolean holds, String what) throws IOException {
        if (!holds) {
            throw new JsonParseException(parser, "expected " + what);
        }
    }
}
