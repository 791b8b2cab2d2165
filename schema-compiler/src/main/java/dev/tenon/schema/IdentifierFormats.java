package dev.tenon.schema;

/** UUIDs and JSON Pointers (JSON Schema Validation 2020-12, sections 7.3.5 and 7.3.7). */
final class IdentifierFormats {
    /** RFC 6901, section 3; escapes are those of the pointer, not of JSON. */
    private static final String POINTER = "(?:/(?:[^/~]|~[01])*)*";

    private IdentifierFormats() {}

    /** RFC 4122, section 3, of any version and variant. */
    static StringFormat uuid() {
        String four = FormatPattern.HEX + "{4}";
        return StringFormat.exact(FormatPattern.compile(
                FormatPattern.HEX + "{8}-" + four + "-" + four + "-" + four + "-" + FormatPattern.HEX + "{12}"));
    }

    static StringFormat jsonPointer() {
        return StringFormat.exact(FormatPattern.compile(POINTER));
    }

    /**
     * Relative JSON Pointers, section 3. Steps along an array ({@code 1+2/a}) are in newer versions of that draft than
     * some drafts of JSON Schema name, and are neither written nor excluded.
     */
    static StringFormat relativeJsonPointer() {
        String number = "(?:0|[1-9][0-9]*)";
        String end = "(?:#|" + POINTER + ")";
        return StringFormat.within(
                FormatPattern.compile(number + end), FormatPattern.compile(number + "(?:[+-]" + number + ")?" + end));
    }
}
