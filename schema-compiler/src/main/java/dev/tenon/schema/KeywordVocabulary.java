package dev.tenon.schema;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The vocabularies of drafts 2019-09 and 2020-12 that make a difference here (JSON Schema Core 2020-12, section 8.1.2).
 * A meta-schema of one's own names those that its schemas are written in.
 */
enum KeywordVocabulary {
    CORE,
    APPLICATOR,
    UNEVALUATED,
    VALIDATION,
    FORMAT,
    FORMAT_ASSERTION,
    ANNOTATIONS;

    private static final String PREFIX = "https://json-schema.org/draft/";

    /** What a vocabulary's address means in a draft; empty when it is none of that draft's. */
    static Set<KeywordVocabulary> named(String uri, Dialect dialect) {
        String draft = dialect == Dialect.DRAFT_2019_09 ? "2019-09/vocab/" : "2020-12/vocab/";
        if (!uri.startsWith(PREFIX + draft)) {
            return Set.of();
        }
        boolean old = dialect == Dialect.DRAFT_2019_09;
        return switch (uri.substring(PREFIX.length() + draft.length())) {
            case "core" -> Set.of(CORE);
            case "applicator" -> old ? Set.of(APPLICATOR, UNEVALUATED) : Set.of(APPLICATOR);
            case "unevaluated" -> old ? Set.of() : Set.of(UNEVALUATED);
            case "validation" -> Set.of(VALIDATION);
            case "format" -> old ? Set.of(FORMAT) : Set.of();
            case "format-annotation" -> old ? Set.of() : Set.of(FORMAT);
            case "format-assertion" -> old ? Set.of() : Set.of(FORMAT, FORMAT_ASSERTION);
            case "meta-data", "content" -> Set.of(ANNOTATIONS);
            default -> Set.of();
        };
    }

    /** The draft that a vocabulary's address belongs to, or null. */
    static @Nullable Dialect draftOf(String uri) {
        for (Dialect dialect : EnumSet.of(Dialect.DRAFT_2019_09, Dialect.DRAFT_2020_12)) {
            if (!named(uri, dialect).isEmpty()) {
                return dialect;
            }
        }
        return null;
    }

    /** The vocabulary that a keyword of those drafts is of. */
    static KeywordVocabulary of(String keyword) {
        return switch (keyword) {
            case "prefixItems",
                    "items",
                    "additionalItems",
                    "contains",
                    "properties",
                    "patternProperties",
                    "additionalProperties",
                    "dependentSchemas",
                    "dependencies",
                    "propertyNames",
                    "if",
                    "then",
                    "else",
                    "allOf",
                    "anyOf",
                    "oneOf",
                    "not" -> APPLICATOR;
            case "unevaluatedItems", "unevaluatedProperties" -> UNEVALUATED;
            case "type",
                    "const",
                    "enum",
                    "multipleOf",
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "minLength",
                    "maxLength",
                    "pattern",
                    "minItems",
                    "maxItems",
                    "uniqueItems",
                    "minContains",
                    "maxContains",
                    "minProperties",
                    "maxProperties",
                    "required",
                    "dependentRequired" -> VALIDATION;
            case "format" -> FORMAT;
            default -> CORE;
        };
    }
}
