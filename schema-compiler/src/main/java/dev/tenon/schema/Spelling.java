package dev.tenon.schema;

/** How many ways there are to write a scalar. */
enum Spelling {
    /** As {@link SchemaOptions} say. */
    AS_OPTED,
    /** One: so different texts are different values, where elements must differ. */
    ONE
}
