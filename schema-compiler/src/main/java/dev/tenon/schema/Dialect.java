package dev.tenon.schema;

import com.networknt.schema.SpecificationVersion;
import org.jspecify.annotations.Nullable;

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
     * The draft that an address in {@code $schema} stands for, or null. Schemes, an empty fragment and a slash at the end
     * make no difference, and a draft's hyper-schema is the draft. {@code json-schema.org/schema} stands for the newest;
     * draft 5 changed the text of draft 4 and kept its meta-schema.
     */
    static @Nullable Dialect named(String text) {
        String plain = withoutScheme(text.strip());
        plain = plain.endsWith("#") ? plain.substring(0, plain.length() - 1) : plain;
        plain = plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
        plain = plain.replace("/hyper-schema", "/schema");
        for (Dialect dialect : values()) {
            if (withoutScheme(dialect.uri).equals(plain)) {
                return dialect;
            }
        }
        return switch (plain) {
            case "json-schema.org/schema" -> DRAFT_2020_12;
            case "json-schema.org/draft-05/schema" -> DRAFT_4;
            default -> null;
        };
    }

    private static String withoutScheme(String uri) {
        return uri.startsWith("https://") ? uri.substring(8) : uri.startsWith("http://") ? uri.substring(7) : uri;
    }
}
