package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What a schema leaves open: how JSON is written, and how strictly the schema is taken. Immutable.
 *
 * @param whitespace white space between tokens
 * @param keyOrder the order of an object's members
 * @param numbers how numbers are spelled
 * @param strings how strings are spelled
 * @param formats whether named formats restrict strings and numbers
 * @param objects what becomes of objects that do not say whether they are open
 * @param unsupported what becomes of keywords that cannot be enforced
 * @param references what becomes of references that lead nowhere from where they stand
 * @param documents other documents that references may lead to, by absolute address without fragment; nothing is ever
 *     fetched
 */
public record SchemaOptions(
        Whitespace whitespace,
        KeyOrder keyOrder,
        Numbers numbers,
        Strings strings,
        Formats formats,
        Objects objects,
        Unsupported unsupported,
        References references,
        Map<String, JsonNode> documents) {
    /** Copies the documents. */
    public SchemaOptions {
        documents = Map.copyOf(documents);
    }

    /** White space between the tokens of JSON; always bounded, so that no model can loop in it. */
    public enum Whitespace {
        /** None. */
        COMPACT,
        /**
         * The default: one optional space, or a newline with bounded indentation, wherever models like to put them. A
         * model that is held to another layout than it learned writes worse.
         */
        FLEXIBLE
    }

    /** The order of an object's members. */
    public enum KeyOrder {
        /** The default: the order in which the schema names them, others after them; what OpenAI promises. */
        SCHEMA,
        /** Any order. */
        FREE
    }

    /** How numbers are spelled. */
    public enum Numbers {
        /** The default: integers as digits alone, other numbers without needless zeros. */
        PLAIN,
        /**
         * Every spelling of JSON that can be told apart: {@code 5.0} for 5; any mantissa with an exponent where only the sign
         * is bounded; under other bounds and multiples of steps up to 128, normalised mantissas, one digit other than 0
         * before the point, with every exponent that keeps the number in the set ({@code 5.07e+16}).
         */
        ANY
    }

    /** How strings are spelled. */
    public enum Strings {
        /** The default: raw UTF-8, and the one usual escape for what JSON cannot hold raw. */
        SHORTEST,
        /** Every escape of JSON. */
        ANY
    }

    /** Whether {@code format} restricts strings and numbers. */
    public enum Formats {
        /** The default, in every draft: who names a format wants it. Unknown formats restrict nothing. */
        ASSERTED,
        /** It restricts nothing, as JSON Schema 2020-12 has it by default. */
        ANNOTATED
    }

    /** What becomes of objects that do not say whether they are open. */
    public enum Objects {
        /** The default: open, as JSON Schema says. */
        AS_WRITTEN,
        /**
         * Closed: {@code properties} without {@code additionalProperties} allows no others, as OpenAI's strict mode
         * demands to be written.
         */
        CLOSED
    }

    /** What becomes of keywords that cannot be enforced. */
    public enum Unsupported {
        /** The default: the schema is refused. */
        REFUSED,
        /** They are dropped, each with a warning that names it. */
        DROPPED
    }

    /** What becomes of references that lead nowhere from where they stand. */
    public enum References {
        /** The default: they are refused. An {@code $id} changes what references inside its schema mean. */
        EXACT,
        /**
         * They are tried again from the root of their document, with a warning. Many schemas carry {@code id}s that were
         * never meant as addresses.
         */
        ROOT_TOO
    }

    /** The defaults. */
    public static SchemaOptions defaults() {
        return new SchemaOptions(
                Whitespace.FLEXIBLE,
                KeyOrder.SCHEMA,
                Numbers.PLAIN,
                Strings.SHORTEST,
                Formats.ASSERTED,
                Objects.AS_WRITTEN,
                Unsupported.REFUSED,
                References.EXACT,
                Map.of());
    }

    /** These options with another white space. */
    public SchemaOptions with(Whitespace other) {
        return new SchemaOptions(
                other, keyOrder, numbers, strings, formats, objects, unsupported, references, documents);
    }

    /** These options with another order of keys. */
    public SchemaOptions with(KeyOrder other) {
        return new SchemaOptions(
                whitespace, other, numbers, strings, formats, objects, unsupported, references, documents);
    }

    /** These options with another spelling of numbers. */
    public SchemaOptions with(Numbers other) {
        return new SchemaOptions(
                whitespace, keyOrder, other, strings, formats, objects, unsupported, references, documents);
    }

    /** These options with another spelling of strings. */
    public SchemaOptions with(Strings other) {
        return new SchemaOptions(
                whitespace, keyOrder, numbers, other, formats, objects, unsupported, references, documents);
    }

    /** These options with formats asserted or not. */
    public SchemaOptions with(Formats other) {
        return new SchemaOptions(
                whitespace, keyOrder, numbers, strings, other, objects, unsupported, references, documents);
    }

    /** These options with objects open or closed. */
    public SchemaOptions with(Objects other) {
        return new SchemaOptions(
                whitespace, keyOrder, numbers, strings, formats, other, unsupported, references, documents);
    }

    /** These options with unsupported keywords refused or dropped. */
    public SchemaOptions with(Unsupported other) {
        return new SchemaOptions(
                whitespace, keyOrder, numbers, strings, formats, objects, other, references, documents);
    }

    /** These options with references taken exactly or not. */
    public SchemaOptions with(References other) {
        return new SchemaOptions(
                whitespace, keyOrder, numbers, strings, formats, objects, unsupported, other, documents);
    }

    /** These options with other documents at hand. */
    public SchemaOptions withDocuments(Map<String, JsonNode> others) {
        return new SchemaOptions(
                whitespace, keyOrder, numbers, strings, formats, objects, unsupported, references, others);
    }
}
