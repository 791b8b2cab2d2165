package dev.tenon.schema;

import static dev.tenon.schema.Dialect.DRAFT_2019_09;
import static dev.tenon.schema.Dialect.DRAFT_2020_12;
import static dev.tenon.schema.Dialect.DRAFT_4;
import static dev.tenon.schema.Dialect.DRAFT_6;
import static dev.tenon.schema.Dialect.DRAFT_7;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The table of keywords: what each is, in which drafts, and what becomes of it. A keyword that is not in the table is
 * no assertion in any draft, and so an annotation (JSON Schema Core 2020-12, section 6.5).
 */
final class Keywords {
    private static final Map<String, Keyword> TABLE = table();

    private Keywords() {}

    /** What becomes of a keyword. */
    enum Role {
        /** Enforced exactly. */
        ENFORCED,
        /** Restricts nothing: a name, a place for definitions, a remark. */
        ANNOTATION
    }

    /** Where a keyword's value holds schemas. */
    enum Subschemas {
        /** Nowhere. */
        NONE,
        /** It is one, or a list of them. */
        ONE_OR_LIST,
        /** Its members' values are. */
        BY_NAME
    }

    /**
     * A row.
     *
     * @param since the first draft that has it
     * @param until the last draft that has it
     * @param concerned the types of values that it can restrict
     */
    record Keyword(
            String name, Role role, Dialect since, Dialect until, Set<JsonType> concerned, Subschemas subschemas) {
        /** Whether the draft has it. */
        boolean isIn(Dialect dialect) {
            return dialect.atLeast(since) && until.atLeast(dialect);
        }
    }

    /** The row of a keyword, or null when the table has none. */
    static @org.jspecify.annotations.Nullable Keyword find(String name) {
        return TABLE.get(name);
    }

    /** All rows, in the order of the documentation. */
    static Collection<Keyword> all() {
        return TABLE.values();
    }

    /** Where the keyword's value holds schemas, in any draft. */
    static Subschemas subschemas(String name) {
        Keyword keyword = TABLE.get(name);
        return keyword == null ? Subschemas.NONE : keyword.subschemas;
    }

    private static Map<String, Keyword> table() {
        Set<JsonType> any = Set.of(JsonType.values());
        Set<JsonType> number = Set.of(JsonType.NUMBER);
        Set<JsonType> string = Set.of(JsonType.STRING);
        Set<JsonType> array = Set.of(JsonType.ARRAY);
        Set<JsonType> object = Set.of(JsonType.OBJECT);
        Map<String, Keyword> rows = new LinkedHashMap<>();
        enforced(rows, any, DRAFT_4, "type", "enum");
        enforced(rows, any, DRAFT_6, "const");
        applicator(rows, Role.ENFORCED, any, Subschemas.ONE_OR_LIST, DRAFT_4, DRAFT_2020_12, "allOf", "anyOf");
        applicator(rows, Role.ENFORCED, any, Subschemas.ONE_OR_LIST, DRAFT_4, DRAFT_2020_12, "oneOf");
        applicator(rows, Role.ENFORCED, any, Subschemas.ONE_OR_LIST, DRAFT_4, DRAFT_2020_12, "not");
        applicator(rows, Role.ENFORCED, any, Subschemas.ONE_OR_LIST, DRAFT_7, DRAFT_2020_12, "if", "then", "else");
        enforced(rows, any, DRAFT_4, "$ref");
        put(rows, "$recursiveRef", Role.ENFORCED, any, DRAFT_2019_09, DRAFT_2019_09, Subschemas.NONE);
        put(rows, "$dynamicRef", Role.ENFORCED, any, DRAFT_2020_12, DRAFT_2020_12, Subschemas.NONE);
        enforced(rows, number, DRAFT_4, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");
        enforced(rows, string, DRAFT_4, "minLength", "maxLength", "pattern");
        put(rows, "format", Role.ENFORCED, any, DRAFT_4, DRAFT_2020_12, Subschemas.NONE);
        applicator(rows, Role.ENFORCED, array, Subschemas.ONE_OR_LIST, DRAFT_4, DRAFT_2020_12, "items");
        applicator(rows, Role.ENFORCED, array, Subschemas.ONE_OR_LIST, DRAFT_2020_12, DRAFT_2020_12, "prefixItems");
        applicator(rows, Role.ENFORCED, array, Subschemas.ONE_OR_LIST, DRAFT_4, DRAFT_2019_09, "additionalItems");
        enforced(rows, array, DRAFT_4, "minItems", "maxItems");
        put(rows, "uniqueItems", Role.ENFORCED, array, DRAFT_4, DRAFT_2020_12, Subschemas.NONE);
        applicator(rows, Role.ENFORCED, array, Subschemas.ONE_OR_LIST, DRAFT_6, DRAFT_2020_12, "contains");
        put(rows, "minContains", Role.ENFORCED, array, DRAFT_2019_09, DRAFT_2020_12, Subschemas.NONE);
        put(rows, "maxContains", Role.ENFORCED, array, DRAFT_2019_09, DRAFT_2020_12, Subschemas.NONE);
        applicator(rows, Role.ENFORCED, array, Subschemas.ONE_OR_LIST, DRAFT_2019_09, DRAFT_2020_12, "unevaluatedItems");
        applicator(rows, Role.ENFORCED, object, Subschemas.BY_NAME, DRAFT_4, DRAFT_2020_12, "properties");
        applicator(rows, Role.ENFORCED, object, Subschemas.BY_NAME, DRAFT_4, DRAFT_2020_12, "patternProperties");
        applicator(rows, Role.ENFORCED, object, Subschemas.ONE_OR_LIST, DRAFT_4, DRAFT_2020_12, "additionalProperties");
        enforced(rows, object, DRAFT_4, "required", "minProperties", "maxProperties");
        applicator(
                rows,
                Role.ENFORCED,
                object,
                Subschemas.ONE_OR_LIST,
                DRAFT_6,
                DRAFT_2020_12,
                "propertyNames");
        applicator(rows, Role.ENFORCED, object, Subschemas.BY_NAME, DRAFT_4, DRAFT_2020_12, "dependencies");
        put(rows, "dependentRequired", Role.ENFORCED, object, DRAFT_2019_09, DRAFT_2020_12, Subschemas.NONE);
        applicator(rows, Role.ENFORCED, object, Subschemas.BY_NAME, DRAFT_2019_09, DRAFT_2020_12, "dependentSchemas");
        applicator(
                rows,
                Role.ENFORCED,
                object,
                Subschemas.ONE_OR_LIST,
                DRAFT_2019_09,
                DRAFT_2020_12,
                "unevaluatedProperties");
        applicator(rows, Role.ANNOTATION, any, Subschemas.BY_NAME, DRAFT_2019_09, DRAFT_2020_12, "$defs");
        applicator(rows, Role.ANNOTATION, any, Subschemas.BY_NAME, DRAFT_4, DRAFT_7, "definitions");
        applicator(rows, Role.ANNOTATION, any, Subschemas.ONE_OR_LIST, DRAFT_2019_09, DRAFT_2020_12, "contentSchema");
        for (String name : new String[] {
            "$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary", "$comment",
            "title", "description", "default", "examples", "readOnly", "writeOnly", "deprecated", "contentEncoding",
            "contentMediaType"
        }) {
            put(rows, name, Role.ANNOTATION, any, DRAFT_4, DRAFT_2020_12, Subschemas.NONE);
        }
        return Collections.unmodifiableMap(rows);
    }

    private static void enforced(Map<String, Keyword> rows, Set<JsonType> types, Dialect since, String... names) {
        for (String name : names) {
            put(rows, name, Role.ENFORCED, types, since, DRAFT_2020_12, Subschemas.NONE);
        }
    }

    private static void applicator(
            Map<String, Keyword> rows,
            Role role,
            Set<JsonType> types,
            Subschemas subschemas,
            Dialect since,
            Dialect until,
            String... names) {
        for (String name : names) {
            put(rows, name, role, types, since, until, subschemas);
        }
    }

    private static void put(
            Map<String, Keyword> rows,
            String name,
            Role role,
            Set<JsonType> types,
            Dialect since,
            Dialect until,
            Subschemas subschemas) {
        rows.put(name, new Keyword(name, role, since, until, types, subschemas));
    }
}
