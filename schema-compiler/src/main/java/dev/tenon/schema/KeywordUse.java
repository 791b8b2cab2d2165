package dev.tenon.schema;

/**
 * What became of one keyword at one place of a schema that compiled.
 *
 * @param pointer JSON Pointer of the schema that the keyword stands in
 * @param keyword its name
 * @param effect what became of it
 */
public record KeywordUse(String pointer, String keyword, Effect effect) {
    /** What becomes of a keyword. */
    public enum Effect {
        /** It restricts the grammar, exactly. */
        ENFORCED,
        /** It is known and restricts nothing: a name, a remark, {@code then} without {@code if}. */
        ANNOTATION,
        /** It is no keyword of this draft and restricts nothing. */
        UNKNOWN,
        /** A {@code $ref} beside it hides it, as in drafts 4 to 7. */
        HIDDEN
    }
}
