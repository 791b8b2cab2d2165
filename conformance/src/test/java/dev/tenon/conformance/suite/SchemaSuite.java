package dev.tenon.conformance.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.Formats;
import dev.tenon.server.maskbench.MaskBench;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The official JSON Schema Test Suite in a folder: {@code tests/DRAFT} with {@code optional/} and {@code optional/format/}, and
 * {@code remotes}, which stand at {@code http://localhost:1234/}.
 */
final class SchemaSuite {
    private static final String REMOTES = "http://localhost:1234/";

    /** The drafts that the suite is run for. */
    enum Draft {
        /** Draft 4. */
        DRAFT_4("draft4", "http://json-schema.org/draft-04/schema#"),
        /** Draft 6. */
        DRAFT_6("draft6", "http://json-schema.org/draft-06/schema#"),
        /** Draft 7. */
        DRAFT_7("draft7", "http://json-schema.org/draft-07/schema#"),
        /** 2019-09. */
        DRAFT_2019_09("draft2019-09", "https://json-schema.org/draft/2019-09/schema"),
        /** 2020-12. */
        DRAFT_2020_12("draft2020-12", "https://json-schema.org/draft/2020-12/schema");

        private final String folder;
        private final String address;

        Draft(String folder, String address) {
            this.folder = folder;
            this.address = address;
        }

        String folder() {
            return folder;
        }

        /** The files that its meta-schema consists of, below the authority of its address. */
        private List<String> metaSchemas() {
            return switch (this) {
                case DRAFT_4 -> List.of("draft-04/schema");
                case DRAFT_6 -> List.of("draft-06/schema");
                case DRAFT_7 -> List.of("draft-07/schema");
                case DRAFT_2019_09 ->
                    Stream.of(
                                    "schema",
                                    "meta/applicator",
                                    "meta/content",
                                    "meta/core",
                                    "meta/format",
                                    "meta/meta-data",
                                    "meta/validation")
                            .map("draft/2019-09/"::concat)
                            .toList();
                case DRAFT_2020_12 ->
                    Stream.of(
                                    "schema",
                                    "meta/applicator",
                                    "meta/content",
                                    "meta/core",
                                    "meta/format-annotation",
                                    "meta/meta-data",
                                    "meta/unevaluated",
                                    "meta/validation")
                            .map("draft/2020-12/"::concat)
                            .toList();
            };
        }
    }

    /**
     * A schema with its tests.
     *
     * @param draft the draft
     * @param file the path below {@code tests}
     * @param description what the suite says that it shows
     * @param schema the schema, which names its draft
     * @param tests its instances
     * @param options how the suite wants it taken
     */
    record Group(
            Draft draft, String file, String description, JsonNode schema, List<Test> tests, SchemaOptions options) {
        /** Its name in the ratchet. */
        String name() {
            return file + " | " + description;
        }

        /** Whether it is of {@code optional/format}. */
        boolean isFormat() {
            return file.contains("/optional/format/");
        }

        /** Required, optional or format. */
        String kind() {
            return isFormat() ? "format" : file.contains("/optional/") ? "optional" : "required";
        }
    }

    /** An instance, and what it is. */
    record Test(String description, JsonNode data, boolean valid) {}

    private final Path root;

    SchemaSuite(Path root) {
        this.root = root;
    }

    /** All schemas of a draft. */
    List<Group> groups(Draft draft) {
        SchemaOptions required = MaskBench.OPTIONS.with(Formats.ANNOTATED).withDocuments(documents(draft));
        Path tests = root.resolve("tests");
        List<Group> groups = new ArrayList<>();
        for (Path file : files(tests.resolve(draft.folder))) {
            String name = tests.relativize(file).toString().replace('\\', '/');
            SchemaOptions options = name.contains("/optional/format/") ? required.with(Formats.ASSERTED) : required;
            JsonNode schemas = parse(text(file));
            for (int i = 0; i < schemas.size(); i++) {
                JsonNode group = schemas.get(i);
                List<Test> cases = new ArrayList<>();
                for (JsonNode test : group.required("tests")) {
                    cases.add(new Test(
                            test.required("description").textValue(),
                            test.required("data"),
                            test.required("valid").booleanValue()));
                }
                groups.add(new Group(
                        draft,
                        name,
                        group.required("description").textValue(),
                        ofDraft(group.required("schema"), draft),
                        cases,
                        options));
            }
        }
        return groups;
    }

    /** The remote documents of a draft and its meta-schemas, by address. */
    private Map<String, JsonNode> documents(Draft draft) {
        Map<String, JsonNode> documents = new HashMap<>();
        Path remotes = root.resolve("remotes");
        for (Path file : files(remotes)) {
            String name = remotes.relativize(file).toString().replace('\\', '/');
            // Those of other drafts, which some tests refer to, name their draft themselves; that of "v1" is none of
            // ours.
            JsonNode document = parse(text(file));
            boolean isOfAnother = name.startsWith("draft") && !name.startsWith(draft.folder + "/");
            if (!name.startsWith("v1/") && !name.startsWith("draft3/") && (!isOfAnother || document.has("$schema"))) {
                documents.put(REMOTES + name, ofDraft(document, draft));
            }
        }
        for (String resource : draft.metaSchemas()) {
            String authority = draft.address.substring(0, draft.address.indexOf("json-schema.org"));
            documents.put(authority + "json-schema.org/" + resource, parse(metaSchema(resource)));
        }
        return documents;
    }

    /** A schema that does not say of which draft it is, is of the draft whose tests are run. */
    private static JsonNode ofDraft(JsonNode schema, Draft draft) {
        if (!schema.isObject() || schema.has("$schema")) {
            return schema;
        }
        ObjectNode named = JsonNodeFactory.instance.objectNode().put("$schema", draft.address);
        named.setAll((ObjectNode) schema);
        return named;
    }

    private static JsonNode parse(String text) {
        return MaskBench.parseSchema(text);
    }

    /** They come with the validator that the compiler checks schemas with. */
    private static String metaSchema(String resource) {
        ClassLoader loader = com.networknt.schema.Schema.class.getClassLoader();
        try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
