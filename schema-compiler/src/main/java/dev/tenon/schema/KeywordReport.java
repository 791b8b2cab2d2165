package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.schema.KeywordUse.Effect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Tells keyword by keyword what is enforced of a schema that {@link SchemaCompiler} took. It looks at all subschemas, in
 * the order of the document, those included that nothing refers to.
 */
public final class KeywordReport {
    private final SchemaDocument document;
    private final SchemaOptions options;
    private final List<KeywordUse> uses = new ArrayList<>();

    /** Places to look at, the next one first. */
    private final Deque<Location> left = new ArrayDeque<>();

    private KeywordReport(JsonNode schema, SchemaOptions options) {
        this.document = new SchemaDocument(schema, options);
        this.options = options;
    }

    /**
     * The keywords of a schema, read with the defaults.
     *
     * @throws SchemaException when the document as such cannot be read: too deep, or of an unknown dialect
     */
    public static List<KeywordUse> of(JsonNode schema) {
        return of(schema, SchemaOptions.defaults());
    }

    /**
     * The keywords of a schema.
     *
     * @throws SchemaException when the document as such cannot be read: too deep, or of an unknown dialect
     */
    public static List<KeywordUse> of(JsonNode schema, SchemaOptions options) {
        return new KeywordReport(schema, options).read();
    }

    private List<KeywordUse> read() {
        left.push(document.root());
        while (!left.isEmpty()) {
            Location at = left.pop();
            boolean hides = at.json().has("$ref") && at.dialect().refHidesSiblings();
            List<Location> below = new ArrayList<>();
            for (Map.Entry<String, JsonNode> field : at.json().properties()) {
                uses.add(new KeywordUse(at.pointer(), field.getKey(), effect(at, field.getKey(), hides)));
                addSubschemas(at, field.getKey(), field.getValue(), below);
            }
            for (int i = below.size() - 1; i >= 0; i--) {
                left.push(below.get(i));
            }
        }
        return List.copyOf(uses);
    }

    private Effect effect(Location at, String name, boolean hides) {
        Keywords.Keyword keyword = Keywords.find(name);
        if (keyword == null || !keyword.isIn(at.dialect())) {
            return Effect.UNKNOWN;
        }
        if (name.equals("format") && !isAsserted(at, at.json().path(name).asText())) {
            return Effect.ANNOTATION;
        }
        if (keyword.role() != Keywords.Role.ANNOTATION && !at.rules().use(name)) {
            return Effect.UNKNOWN;
        }
        if (isIdle(at.json(), name) && !hides) {
            return Effect.ANNOTATION;
        }
        return switch (keyword.role()) {
            case ANNOTATION -> Effect.ANNOTATION;
            case ENFORCED -> hides && !name.equals("$ref") ? Effect.HIDDEN : Effect.ENFORCED;
        };
    }

    /** Whether it says nothing without a keyword that is not beside it. */
    private static boolean isIdle(JsonNode schema, String name) {
        return switch (name) {
            case "then", "else" -> !schema.has("if");
            case "minContains", "maxContains" -> !schema.has("contains");
            case "additionalItems" -> !schema.path("items").isArray();
            default -> false;
        };
    }

    private boolean isAsserted(Location at, String format) {
        boolean asserted = options.formats() == SchemaOptions.Formats.ASSERTED
                || at.rules().assertFormats();
        return asserted && StringFormats.isKnown(format);
    }

    private void addSubschemas(Location at, String keyword, JsonNode value, List<Location> into) {
        switch (Keywords.subschemas(keyword)) {
            case NONE -> {}
            case ONE_OR_LIST -> {
                if (value.isObject()) {
                    into.add(document.child(at, keyword));
                }
                for (int i = 0; value.isArray() && i < value.size(); i++) {
                    into.add(document.child(at, keyword, i));
                }
            }
            case BY_NAME -> {
                for (Map.Entry<String, JsonNode> named : value.properties()) {
                    if (named.getValue().isObject()) {
                        into.add(document.child(at, keyword, named.getKey()));
                    }
                }
            }
        }
    }
}
