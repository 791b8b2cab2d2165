package dev.tenon.schema;

import static dev.tenon.schema.Dialect.DRAFT_2019_09;
import static dev.tenon.schema.Dialect.DRAFT_2020_12;
import static dev.tenon.schema.Dialect.DRAFT_4;
import static dev.tenon.schema.Dialect.DRAFT_6;
import static dev.tenon.schema.Dialect.DRAFT_7;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.regex.JDKRegularExpressionFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shows at a look that a schema satisfies the meta-schema of its draft, as nearly every schema does: each keyword's value
 * has the form that the meta-schema asks for. Says nothing of what is in doubt, such as addresses of unusual characters;
 * the validator decides that, and finds the words for what is wrong. It is asked after this, because it takes a good part
 * of the time of a compilation. Not thread-safe: one check's.
 */
final class WellFormed {
    private static final Map<Dialect, Map<String, Form>> FORMS = forms();

    private static final Set<String> TYPES =
            Set.of("array", "boolean", "integer", "null", "number", "object", "string");

    private final Dialect dialect;
    private final Map<String, Form> forms;
    private final Deque<JsonNode> todo = new ArrayDeque<>();

    private WellFormed(Dialect dialect, Map<String, Form> forms) {
        this.dialect = dialect;
        this.forms = forms;
    }

    /** What a meta-schema asks of a keyword's value. */
    private enum Form {
        STRING,
        /** A URI reference, where the draft's formats are asserted. */
        REFERENCE,
        /** The address of a meta-schema. */
        ADDRESS,
        /** The address of a schema, or a reference that makes it. */
        NAME,
        ANCHOR,
        REGEX,
        BOOLEAN,
        /** A boolean of draft 4 that says something of the keyword {@code minimum} or {@code maximum} beside it. */
        EXCLUSIVE,
        NUMBER,
        POSITIVE,
        COUNT,
        LIST,
        /** In drafts 4 to 7 different ones, and at least one. */
        VALUES,
        /** Different ones; in draft 4 at least one. */
        STRINGS,
        STRINGS_BY_NAME,
        BOOLEANS_BY_NAME,
        TYPE,
        SCHEMA,
        /** In draft 4, where a schema is an object. */
        SCHEMA_OR_BOOLEAN,
        SCHEMAS,
        SCHEMA_OR_SCHEMAS,
        SCHEMA_BY_NAME,
        SCHEMA_BY_PATTERN,
        SCHEMA_OR_STRINGS_BY_NAME
    }

    private static Map<Dialect, Map<String, Form>> forms() {
        Map<Dialect, Map<String, Form>> forms = new EnumMap<>(Dialect.class);
        for (Dialect dialect : Dialect.values()) {
            forms.put(dialect, forms(dialect));
        }
        return forms;
    }

    private static Map<String, Form> forms(Dialect dialect) {
        Map<String, Form> forms = new HashMap<>();
        put(forms, Form.STRING, "title", "description", "format");
        put(forms, Form.REGEX, "pattern");
        put(forms, Form.NUMBER, "minimum", "maximum");
        put(forms, Form.POSITIVE, "multipleOf");
        put(forms, Form.COUNT, "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties");
        put(forms, Form.BOOLEAN, "uniqueItems");
        put(forms, Form.VALUES, "enum");
        put(forms, Form.STRINGS, "required");
        put(forms, Form.TYPE, "type");
        put(forms, Form.SCHEMA, "not");
        put(forms, Form.SCHEMAS, "allOf", "anyOf", "oneOf");
        put(forms, Form.SCHEMA_BY_NAME, "properties", "definitions");
        put(forms, Form.SCHEMA_BY_PATTERN, "patternProperties");
        put(forms, Form.SCHEMA_OR_STRINGS_BY_NAME, "dependencies");
        put(forms, Form.ADDRESS, "$schema");
        if (dialect == DRAFT_4) {
            put(forms, Form.STRING, "id");
            put(forms, Form.EXCLUSIVE, "exclusiveMinimum", "exclusiveMaximum");
            put(forms, Form.SCHEMA_OR_BOOLEAN, "additionalProperties", "additionalItems");
            put(forms, Form.SCHEMA_OR_SCHEMAS, "items");
            return forms;
        }
        put(forms, Form.NAME, "$id");
        put(forms, Form.REFERENCE, "$ref");
        put(forms, Form.LIST, "examples");
        put(forms, Form.NUMBER, "exclusiveMinimum", "exclusiveMaximum");
        put(forms, Form.SCHEMA, "additionalProperties", "contains", "propertyNames");
        if (dialect.atLeast(DRAFT_7)) {
            put(forms, Form.STRING, "$comment", "contentMediaType", "contentEncoding");
            put(forms, Form.BOOLEAN, "readOnly", "writeOnly");
            put(forms, Form.SCHEMA, "if", "then", "else");
        }
        if (!dialect.atLeast(DRAFT_2020_12)) {
            put(forms, Form.SCHEMA, "additionalItems");
            put(forms, Form.SCHEMA_OR_SCHEMAS, "items");
        }
        if (dialect.atLeast(DRAFT_2019_09)) {
            put(forms, Form.ANCHOR, "$anchor");
            put(forms, Form.STRING, "$recursiveRef");
            put(forms, Form.BOOLEAN, "deprecated", "$recursiveAnchor");
            put(forms, Form.BOOLEANS_BY_NAME, "$vocabulary");
            put(forms, Form.COUNT, "minContains", "maxContains");
            put(forms, Form.STRINGS_BY_NAME, "dependentRequired");
            put(forms, Form.SCHEMA, "unevaluatedItems", "unevaluatedProperties", "contentSchema");
            put(forms, Form.SCHEMA_BY_NAME, "$defs", "dependentSchemas");
        }
        if (dialect == DRAFT_2020_12) {
            put(forms, Form.STRING, "$dynamicRef");
            put(forms, Form.ANCHOR, "$dynamicAnchor", "$recursiveAnchor");
            put(forms, Form.SCHEMAS, "prefixItems");
            put(forms, Form.SCHEMA, "items");
        }
        return forms;
    }

    private static void put(Map<String, Form> forms, Form form, String... keywords) {
        for (String keyword : keywords) {
            forms.put(keyword, form);
        }
    }

    /** Whether the schema is well-formed for sure; false says nothing. */
    static boolean isShown(JsonNode schema, Dialect dialect) {
        Map<String, Form> forms = FORMS.get(dialect);
        return forms != null && new WellFormed(dialect, forms).run(schema);
    }

    private boolean run(JsonNode root) {
        if (!isSchema(root)) {
            return false;
        }
        while (!todo.isEmpty()) {
            JsonNode schema = todo.pop();
            for (Map.Entry<String, JsonNode> field : schema.properties()) {
                Form form = forms.get(field.getKey());
                if (form != null && !fits(form, field.getKey(), field.getValue(), schema)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean fits(Form form, String keyword, JsonNode value, JsonNode schema) {
        return switch (form) {
            case STRING -> value.isTextual();
            case REFERENCE -> value.isTextual() && (!assertsFormats() || isPlainReference(value.textValue()));
            case ADDRESS -> value.isTextual() && isPlainAddress(value.textValue());
            case NAME ->
                value.isTextual()
                        && (isPlainAddress(value.textValue())
                                || (assertsFormats() && isPlainReference(value.textValue())));
            case ANCHOR -> value.isTextual() && isPlainAnchor(value.textValue());
            case REGEX -> value.isTextual() && isRegex(value.textValue());
            case BOOLEAN -> value.isBoolean();
            case EXCLUSIVE ->
                value.isBoolean() && schema.has(keyword.equals("exclusiveMinimum") ? "minimum" : "maximum");
            case NUMBER -> value.isNumber();
            case POSITIVE -> value.isNumber() && value.doubleValue() > 0;
            case COUNT -> value.canConvertToInt() && value.isIntegralNumber() && value.intValue() >= 0;
            case LIST -> value.isArray();
            case VALUES -> value.isArray() && (dialect.atLeast(DRAFT_2019_09) || areDifferent(value));
            case STRINGS -> areStrings(value);
            case STRINGS_BY_NAME -> all(value, false);
            case BOOLEANS_BY_NAME -> value.isObject() && areBooleans(value);
            case TYPE -> isType(value);
            case SCHEMA -> isSchema(value);
            case SCHEMA_OR_BOOLEAN -> value.isBoolean() || isSchema(value);
            case SCHEMAS -> value.isArray() && !value.isEmpty() && areSchemas(value);
            case SCHEMA_OR_SCHEMAS -> isSchema(value) || (value.isArray() && !value.isEmpty() && areSchemas(value));
            case SCHEMA_BY_NAME -> value.isObject() && areSchemas(value);
            case SCHEMA_BY_PATTERN -> value.isObject() && areSchemas(value) && areRegexes(value);
            case SCHEMA_OR_STRINGS_BY_NAME -> all(value, true);
        };
    }

    /** Whether it looks like a schema; what is in it is looked at later. */
    private boolean isSchema(JsonNode value) {
        if (value.isObject()) {
            if (!value.isEmpty()) {
                todo.push(value);
            }
            return true;
        }
        return value.isBoolean() && dialect != DRAFT_4;
    }

    private boolean areSchemas(JsonNode values) {
        for (JsonNode value : values) {
            if (!isSchema(value)) {
                return false;
            }
        }
        return true;
    }

    private boolean all(JsonNode values, boolean orSchemas) {
        if (!values.isObject()) {
            return false;
        }
        for (JsonNode value : values) {
            if (!areStrings(value) && !(orSchemas && isSchema(value))) {
                return false;
            }
        }
        return true;
    }

    private static boolean areBooleans(JsonNode values) {
        for (JsonNode value : values) {
            if (!value.isBoolean()) {
                return false;
            }
        }
        return true;
    }

    private boolean areStrings(JsonNode values) {
        if (!values.isArray() || (values.isEmpty() && dialect == DRAFT_4)) {
            return false;
        }
        Set<String> seen = new HashSet<>();
        for (JsonNode value : values) {
            if (!value.isTextual() || !seen.add(value.textValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean areDifferent(JsonNode values) {
        Set<@Nullable Object> seen = new HashSet<>();
        for (JsonNode value : values) {
            Object plain = plain(value);
            if ((plain == null && values.size() > 1) || !seen.add(plain)) {
                return false;
            }
        }
        return !seen.isEmpty();
    }

    /** What tells a scalar apart from others, numbers by their doubles; null where that is in doubt. */
    private static @Nullable Object plain(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isNumber()) {
            return value.doubleValue() + 0.0;
        }
        return value.isBoolean() || value.isNull() ? value : null;
    }

    private static boolean isType(JsonNode value) {
        if (value.isTextual()) {
            return TYPES.contains(value.textValue());
        }
        Set<String> seen = new HashSet<>();
        for (JsonNode name : value) {
            if (!name.isTextual() || !TYPES.contains(name.textValue()) || !seen.add(name.textValue())) {
                return false;
            }
        }
        return value.isArray() && !seen.isEmpty();
    }

    /** Whether the draft's validator takes formats for assertions; it does so up to draft 7. */
    private boolean assertsFormats() {
        return dialect == DRAFT_6 || dialect == DRAFT_7;
    }

    private boolean areRegexes(JsonNode byPattern) {
        if (!assertsFormats()) {
            return true;
        }
        for (Map.Entry<String, JsonNode> member : byPattern.properties()) {
            if (!isRegex(member.getKey())) {
                return false;
            }
        }
        return true;
    }

    /** Whether the validator takes it for a regular expression. */
    private boolean isRegex(String text) {
        if (dialect.atLeast(DRAFT_2019_09)) {
            return true;
        }
        try {
            JDKRegularExpressionFactory.getInstance().getRegularExpression(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether it is a path of characters that mean nothing else in a URI, and a fragment (RFC 3986, section 3.5). */
    private static boolean isPlainReference(String text) {
        int hash = text.indexOf('#');
        int end = hash < 0 ? text.length() : hash;
        if (text.startsWith("//")) {
            return false;
        }
        for (int i = 0; i < end; i++) {
            if (!isPlain(text.charAt(i)) && text.charAt(i) != '/') {
                return false;
            }
        }
        for (int i = end + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escaped = c == '%' && i + 2 < text.length() && isHex(text, i + 1) && isHex(text, i + 2);
            if (!isPlain(c) && "/?:@!&'()*+,;=".indexOf(c) < 0 && !escaped) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(String text, int index) {
        return text.charAt(index) < 0x80 && Character.digit(text.charAt(index), 16) >= 0;
    }

    /** Whether it is a host and a path of plain characters, and no fragment but an empty one; or it is in no doubt. */
    private boolean isPlainAddress(String text) {
        int end = text.endsWith("#") ? text.length() - 1 : text.length();
        if (dialect == DRAFT_4) {
            return true;
        }
        if (dialect.atLeast(DRAFT_2019_09)) {
            return text.indexOf('#') < 0 || text.indexOf('#') == end;
        }
        int begin = text.startsWith("https://") ? 8 : text.startsWith("http://") ? 7 : end;
        for (int i = begin; i < end; i++) {
            char c = text.charAt(i);
            if (!isPlain(c) && (c != '/' || i == begin)) {
                return false;
            }
        }
        return begin < end;
    }

    /** Whether it begins with a letter and goes on with letters, digits, dots and hyphens. */
    private static boolean isPlainAnchor(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && (i == 0 || !isPlain(c) || c == '~' || c == '$')) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isPlain(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == '~' || c == '$';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
