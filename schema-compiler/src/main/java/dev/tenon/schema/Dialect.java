package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SpecificationVersion;
import java.util.Optional;

/** The drafts of JSON Schema, oldest first; each gives some keywords a meaning of its own. */
enum Dialect {
    DRAFT_4(SpecificationVersion.DRAFT_4, "http://json-schema.org/draft-04/schema"),
    DRAFT_6(SpecificationVersion.DRAFT_6, "http://json-schema.org/draft-06/schema"),
    DRAFT_7(SpecificationVersion.DRAFT_7, "http://json-schema.org/draft-07/schema"),
    DRAFT_2019_09(SpecificationVersion.DRAFT_2019_09, "https://json-schema.org/draft/2019-09/schema"),
    DRAFT_2020_12(SpecificationVersion.DRAFT_2020_12, "https://json-schema.org/draft/2020-12/schema");

    private final SpecificationVersion version;
    private final String uri;

    Dialect(SpecificationVersion version, String uri) {
        this.version = version;
        this.uri = uri;
    }

    /** The validator's name for it. */
    SpecificationVersion version() {
        return version;
    }

    /** The address of its meta-schema, without fragment. */
    String uri() {
        return uri;
    }

    boolean atLeast(Dialect other) {
        return compareTo(other) >= 0;
    }

    /** The keyword that names a schema. */
    String idKeyword() {
        return this == DRAFT_4 ? "id" : "$id";
    }

    /** Whether {@code $ref} hides all keywords beside it (JSON Schema drafts 4 to 7, Core section 8.3 of draft 7). */
    boolean refHidesSiblings() {
        return !atLeast(DRAFT_2019_09);
    }

    /**
     * The dialect that a schema names in {@code $schema}, or the one given where it names none. The address
     * {@code http://json-schema.org/schema} stands for the newest.
     *
     * @throws SchemaException.Unsupported when it names another
     */
    static Dialect of(JsonNode schema, String pointer, Dialect otherwise) {
        JsonNode named = schema.get("$schema");
        if (named == null || !named.isTextual()) {
            return otherwise;
        }
        return byUri(named.textValue())
                .orElseThrow(() -> new SchemaException.Unsupported(
                        pointer + "/$schema",
                        "$schema",
                        "the dialect \"" + Excerpt.of(named.textValue())
                                + "\" is not known; use draft 4, 6, 7, 2019-09 or 2020-12"));
    }

    private static Optional<Dialect> byUri(String text) {
        String plain = text.strip();
        plain = plain.endsWith("#") ? plain.substring(0, plain.length() - 1) : plain;
        String path = withoutScheme(plain);
        for (Dialect dialect : values()) {
            if (withoutScheme(dialect.uri).equals(path)) {
                return Optional.of(dialect);
            }
        }
        return path.equals("json-schema.org/schema") ? Optional.of(DRAFT_2020_12) : Optional.empty();
    }

    private static String withoutScheme(String uri) {
        return uri.startsWith("https://") ? uri.substring(8) : uri.startsWith("http://") ? uri.substring(7) : uri;
    }
}
