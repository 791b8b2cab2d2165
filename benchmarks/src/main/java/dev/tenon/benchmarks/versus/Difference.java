package dev.tenon.benchmarks.versus;

/** Why a token is in one engine's mask and not in the other's. */
enum Difference {
    /** White space outside of strings: where it may stand, and how much of it. */
    WHITE_SPACE("white space"),
    /** They keep keys in the schema's order; we take any. */
    KEY_ORDER("key order"),
    /** One takes another spelling of a value that both take. */
    SPELLING("spelling of a number or string"),
    /** They take a key twice. */
    KEY_TWICE("a key that comes twice, theirs"),
    /** They take a number that no double can hold. */
    BEYOND_DOUBLE("a number beyond a double, theirs"),
    /** They reject a text that satisfies the schema, in its usual spelling and the schema's order. */
    THEIRS_TOO_STRICT("they reject what is valid"),
    /** They accept a text that does not satisfy the schema. */
    THEIRS_TOO_LAX("they accept what is invalid"),
    /** Their mask is not what their own steps say. */
    THEIR_MASK("their mask contradicts their steps"),
    /** They take a text that does not have the schema's format, as we and the validator see it. */
    THEIR_FORMAT("they accept what does not have the format"),
    /** We take a text that does not have the schema's format, as they and the validator see it. */
    OUR_FORMAT("we alone say that it has the format"),
    /** We reject a text that satisfies the schema. */
    OURS_TOO_STRICT("WE REJECT WHAT IS VALID"),
    /** We accept a text that does not satisfy the schema. */
    OURS_TOO_LAX("WE ACCEPT WHAT IS INVALID"),
    /** Our mask is not what our own steps say. */
    OUR_MASK("OUR MASK CONTRADICTS OUR STEPS"),
    /** Neither rule nor judge decides. */
    UNCLASSIFIED("unclassified"),
    /** Beyond the number of judgements that a schema gets. */
    NOT_JUDGED("not judged, beyond the bound of a schema");

    private final String text;

    Difference(String text) {
        this.text = text;
    }

    /** For a person. */
    String text() {
        return text;
    }

    /** Whether a person has to read each of them. */
    boolean mustBeRead() {
        return switch (this) {
            case OURS_TOO_STRICT, OURS_TOO_LAX, OUR_MASK, UNCLASSIFIED, OUR_FORMAT -> true;
            case WHITE_SPACE,
                    KEY_ORDER,
                    SPELLING,
                    KEY_TWICE,
                    BEYOND_DOUBLE,
                    THEIRS_TOO_STRICT,
                    THEIRS_TOO_LAX,
                    THEIR_MASK,
                    THEIR_FORMAT,
                    NOT_JUDGED -> false;
        };
    }
}
