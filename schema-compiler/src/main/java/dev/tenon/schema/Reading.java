package dev.tenon.schema;

/**
 * What is made of objects that do not say whether they are open, at a location ({@link SchemaOptions.Objects}). Closing
 * must only ever take values away, so nothing is closed where fewer values here mean more values elsewhere: in
 * {@code not}, {@code if}, {@code oneOf} and {@code contains}.
 */
enum Reading {
    /** They are open, as JSON Schema says. */
    AS_WRITTEN,
    /** They are closed. The schema is that of a value: of the whole, of a member, of an element. */
    VALUE,
    /** They are left to a schema that applies to the same value and closes what all of them name together. */
    SAME_VALUE;

    /** How schemas in a keyword of a schema that is read in this way are read. */
    Reading inside(String keyword) {
        if (this == AS_WRITTEN) {
            return this;
        }
        return switch (keyword) {
            case "properties",
                    "patternProperties",
                    "additionalProperties",
                    "unevaluatedProperties",
                    "items",
                    "prefixItems",
                    "additionalItems",
                    "unevaluatedItems" -> VALUE;
            case "allOf", "anyOf", "then", "else", "dependentSchemas", "dependencies" -> SAME_VALUE;
            default -> AS_WRITTEN;
        };
    }

    /** How the target of a reference is read. */
    Reading behindReference() {
        return this == AS_WRITTEN ? this : SAME_VALUE;
    }
}
