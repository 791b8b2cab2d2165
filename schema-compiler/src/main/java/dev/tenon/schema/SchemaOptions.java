package dev.tenon.schema;

/**
 * How JSON is written where the schema leaves it open.
 *
 * @param whitespace white space between tokens; default {@link Whitespace#FLEXIBLE}, what models like to write
 */
public record SchemaOptions(Whitespace whitespace) {
    /** White space between the tokens of JSON; always bounded, so that no model can loop in it. */
    public enum Whitespace {
        /** None. */
        COMPACT,
        /** One optional space, or a newline with bounded indentation, wherever models like to put them. */
        FLEXIBLE
    }

    /** The defaults. */
    public static SchemaOptions defaults() {
        return new SchemaOptions(Whitespace.FLEXIBLE);
    }
}
